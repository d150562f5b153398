import { badRequest } from "../api-fault.ts";
import type { Cloud } from "../cloud.ts";
import { checkIdle } from "./checks.ts";
import type { Instance } from "./instance.ts";
import { PICKUP } from "./pickup.ts";

const PROMOTE_SECONDS = 0.5;

/** Makes the replica the source of the other replicas and of its former source. */
export function promoteReplica(cloud: Cloud, candidate: Instance): void {
  checkIdle(candidate);
  const source = candidate.replicaOf === undefined ? undefined : cloud.peek(candidate.replicaOf);
  if (!source) throw badRequest(`Instance ${candidate.id} is not a replica.`);
  const members = [source, ...cloud.replicasOf(source.id)];
  for (const member of members) member.setTask("PROMOTING");
  cloud.later(candidate, PICKUP + PROMOTE_SECONDS, () => {
    cloud.when(candidate, followCandidate(source, members, candidate), () => {
      for (const member of members) {
        member.replicaOf = member === candidate ? undefined : candidate.id;
        member.setTask("NONE");
      }
    });
  });
}

/**
 * Nobody writes to the former source any more while the candidate receives the rest (`trove/taskmanager/manager.py`,
 * `_promote_to_replica_source`).
 */
async function followCandidate(source: Instance, members: readonly Instance[], candidate: Instance): Promise<void> {
  const { databaseServer } = candidate;
  await source.databaseServer.isolate();
  await databaseServer.detach();
  const others = members.filter((member) => member !== candidate);
  await Promise.all(others.map((member) => member.databaseServer.follow(databaseServer)));
}

/** Always refused: in the simulator every guest agent has a current heartbeat. */
export function ejectSource(cloud: Cloud, source: Instance): void {
  if (cloud.replicasOf(source.id).length === 0) throw badRequest(`Instance ${source.id} is not a replica source.`);
  throw badRequest(`Replica Source ${source.id} cannot be ejected as it has a current heartbeat`);
}
