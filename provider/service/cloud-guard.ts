import { TroveError } from "../core/trove-error.ts";
import type { Cloud } from "../openstack/credentials.ts";
import { isUnreachable } from "../resources/cloud-lookups.ts";
import type { Context } from "../resources/context.ts";
import type { TroveApi } from "../trove/trove-api.ts";

/** The state records another cloud than that of the credentials, where a missing resource would not mean that it is gone. */
export class WrongCloudError extends TroveError {
  readonly code = "TROVE_WRONG_CLOUD";

  constructor(subject: string, recorded: Cloud, session: Cloud) {
    super(
      `${subject} is in ${describe(recorded)}, but the credentials are for ${describe(session)}. Nothing was read or changed. ` +
        "Use credentials for the first project and region." +
        (isRegionKnown(recorded, session) ? "" : UNKNOWN_REGION),
    );
  }
}

const UNKNOWN_REGION =
  " One of the two has no region, so their endpoints were compared: set the region (trove:region, OS_REGION_NAME).";

/**
 * @param subject the resource, as a sentence begins with it: `Instance 4f1c…`
 * @throws {WrongCloudError} the session is in another project or region than the state records.
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
 * Compares project and region, since one Trove can have several endpoints: internal in CI, public on a laptop. Endpoints
 * are compared only if a region is unknown: an endpoint override without an entry in the service catalog has none.
 */
export function isSameCloud(one: Cloud, other: Cloud): boolean {
  if (one.projectId !== other.projectId) return false;
  return isRegionKnown(one, other) ? one.region === other.region : one.endpoint === other.endpoint;
}

function isRegionKnown(one: Cloud, other: Cloud): boolean {
  return one.region !== "" && other.region !== "";
}

/**
 * Does the same, but a preview that cannot reach the cloud only warns.
 *
 * @throws {WrongCloudError} as above. Outside a preview, also the error that prevents the session: the state may be outdated.
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
    log.warn(`${subject}: this preview could not check which cloud it is in. ${error.message}`);
  }
}

function describe(cloud: Cloud): string {
  return `project ${cloud.projectId}, ${cloud.region === "" ? "no region" : `region ${cloud.region}`} (${cloud.endpoint})`;
}
