import type { Log } from "../http/log.ts";
import { TroveError } from "../http/trove-error.ts";
import type { Cloud } from "../openstack/credentials.ts";
import { isOutOfReach } from "../resources/out-of-reach.ts";
import type { Run } from "../resources/run.ts";
import type { TroveClient } from "../trove/trove-client.ts";

/** The state is of another cloud than the credentials: what is not found there is not gone. */
export class WrongCloudError extends TroveError {
  readonly code = "TROVE_WRONG_CLOUD";

  constructor(id: string, recorded: Cloud, session: Cloud) {
    super(
      `${id} is in ${describe(recorded)}, but the credentials lead to ${describe(session)}. Nothing was read or changed. ` +
        "Use the credentials of the first; if the same cloud has moved, mend the recorded address with " +
        "`pulumi stack export` and `pulumi stack import`.",
    );
  }
}

/** @throws {WrongCloudError} the state records another project, region or endpoint than the session has. */
export async function assertSameCloud(
  id: string,
  recorded: Cloud,
  trove: TroveClient,
  signal: AbortSignal,
): Promise<void> {
  const session = await trove.cloud({ signal });
  const same =
    recorded.projectId === session.projectId &&
    recorded.region === session.region &&
    recorded.endpoint === session.endpoint;
  if (!same) throw new WrongCloudError(id, recorded, session);
}

/** The same for a preview, which may run where the cloud cannot be reached: that is a warning. */
export async function assertSameCloudIfReachable(
  id: string,
  recorded: Cloud,
  trove: TroveClient,
  signal: AbortSignal,
  log: Log,
  run: Run,
): Promise<void> {
  if (run.outOfReach) return;
  try {
    await assertSameCloud(id, recorded, trove, signal);
  } catch (error) {
    if (!isOutOfReach(error)) throw error;
    run.outOfReach = true;
    log.warn(`${id} could not be compared with its cloud: ${error.message}`);
  }
}

function describe(cloud: Cloud): string {
  return `project ${cloud.projectId}, region ${cloud.region} (${cloud.endpoint})`;
}
