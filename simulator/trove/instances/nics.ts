import { badRequest } from "../api-fault.ts";
import type { NicRecord } from "./instance.ts";

export interface NicBody {
  readonly "net-id"?: string;
  readonly network_id?: string;
  readonly subnet_id?: string;
  readonly ip_address?: string;
}

/**
 * Accepts any network. In the simulator, a subnet's network has the same id as the subnet
 * (`trove/instance/service.py`, `_check_nic`).
 */
export function chooseNics(bodies: readonly NicBody[], isReplica: boolean): NicRecord[] {
  return bodies.map((nic) => {
    if (isReplica && nic.ip_address !== undefined)
      throw badRequest("Cannot specify IP address when creating replicas.");
    const networkId = nic.network_id ?? nic["net-id"];
    const { subnet_id: subnetId, ip_address: ipAddress } = nic;
    if (networkId === undefined && subnetId === undefined) throw missing("network or subnet");
    if (subnetId === undefined && ipAddress !== undefined) throw missing("subnet");
    if (subnetId !== undefined && networkId !== undefined && networkId !== subnetId) {
      throw badRequest(`Subnet ${subnetId} not found in the network ${networkId}.`);
    }
    return { networkId: (networkId ?? subnetId) as string, subnetId, ipAddress };
  });
}

function missing(what: string): Error {
  return badRequest(`Instance ${what} needs to be specified.`);
}
