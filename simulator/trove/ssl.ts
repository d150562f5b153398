import { badRequest, internalError } from "./api-fault.ts";
import type { Call } from "./call.ts";
import { anyInstance, checkIdle } from "./instances/checks.ts";
import { isObject } from "./json.ts";

const MODES = ["basic", "enforced", "mtls"];

/** `GET /instances/{id}/ssl`: in the simulator, all instances use the certificate of their image. */
export function showSsl(call: Call): unknown {
  anyInstance(call);
  return { ssl: { mode: "builtin" } };
}

/** `POST`: the checks up to Barbican, which the cloud does not have (`trove/instance/service.py`). */
export function changeSsl(call: Call): unknown {
  const instance = anyInstance(call);
  checkIdle(instance);
  const { ssl } = call.body as { ssl?: unknown };
  if (!isObject(ssl)) throw internalError();
  const { enable, disable, rollback, container_ref: container, mode = "basic" } = ssl;
  if (enable && !container) throw badRequest("You should provide container_ref for enabling ssl.");
  if ([enable, disable, rollback].filter(Boolean).length > 1) throw badRequest("Cannot do several operations at once.");
  if (instance.replicaOf !== undefined) {
    const advice = "Please perform the action on the primary instead.";
    throw badRequest(`Unable to modify ssl on the replica. ${advice}`);
  }
  if (!MODES.includes(String(mode))) throw badRequest(`Unknown SSL mode. Available options are: ${MODES.join(", ")}`);
  if (container) {
    const wanted = `service_type=key-manager, endpoint_type=publicURL, endpoint_region=${instance.region}`;
    throw badRequest(`Endpoint not found for ${wanted}.`);
  }
  return { ssl: null };
}
