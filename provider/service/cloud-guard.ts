import { TroveError } from "../core/trove-error.ts";
import type { Cloud } from "../openstack/credentials.ts";
import type { Context } from "../resources/context.ts";
import { isUnreachable } from "../resources/unreachable.ts";
import type { TroveApi } from "../trove/trove-api.ts";

/** The state is of another cloud than the credentials: what is not found there is not gone. */
export class WrongCloudError extends TroveError {
  readonly code = "TROVE_WRONG_CLOUD";

  constructor(subject: string, recorded: Cloud, session: Cloud) {
    super(
      `${subject} is in ${describe(recorded)}, but the credentials lead to ${describe(session)}. Nothing was read or changed. ` +
        "Use the credentials of the first." +
        (isRegionKnown(recorded, session) ? "" : UNKNOWN_REGION),
    );
  }
}

const UNKNOWN_REGION =
  " One of the two has no region, so their addresses were compared: set the region (trove:region, OS_REGION_NAME).";

/**
 * @param subject what begins a sentence: `Instance 4f1c…`
 * @throws {WrongCloudError} the state records another project or region than the session has.
 */
export async function assertSameCloud(
  subject: string,
  recorded: Cloud,
  trove: TroveApi,
  signal: AbortSignal,
): Promise<void> {
  const session = await trove.cloud({ signal });
  if (!isSameCloud(recorded, session)) throw new WrongCloudError(subject, recorded, session);
}

/**
 * Project and region are the identity: one Trove has several addresses (internal in CI, public on a laptop). Only where a
 * region is missing, which an endpoint override without a catalog entry leaves so, is the address all there is.
 */
export function isSameCloud(one: Cloud, other: Cloud): boolean {
  if (one.projectId !== other.projectId) return false;
  return isRegionKnown(one, other) ? one.region === other.region : one.endpoint === other.endpoint;
}

function isRegionKnown(one: Cloud, other: Cloud): boolean {
  return one.region !== "" && other.region !== "";
}

/**
 * The same for a preview, which may run where the cloud cannot be reached: that is a warning there.
 *
 * @throws what keeps the session from being opened, where it is no preview: what the state says may be long over.
 */
export async function assertSameCloudIfReachable(
  subject: string,
  recorded: Cloud,
  { trove, preview, connection, signal, log }: Pick<Context, "trove" | "preview" | "connection" | "signal" | "log">,
): Promise<void> {
  if (connection.isUnreachable) return;
  try {
    await assertSameCloud(subject, recorded, trove, signal);
  } catch (error) {
    if (!preview || !isUnreachable(error)) throw error;
    connection.isUnreachable = true;
    log.warn(`${subject} could not be compared with its cloud: ${error.message}`);
  }
}

function describe(cloud: Cloud): string {
  return `project ${cloud.projectId}, ${cloud.region === "" ? "no region" : `region ${cloud.region}`} (${cloud.endpoint})`;
}
