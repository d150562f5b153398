import { tryLookup } from "../../../cloud-lookups.ts";
import { RefusedError } from "../../../errors/refused-error.ts";
import { callGuest } from "../../../guest/call-guest.ts";
import { areContentsSupportedEverywhere, areContentsUnsupported } from "../../../guest/contents-support.ts";

import { contentsRefusals } from "../../diff/contents-changes.ts";
import type { Reconciliation } from "../reconciliation.ts";
import { createDatabases, dropDatabases } from "./databases.ts";
import { assertUsersExist, dropUsers, reconcileUsers, usersToFind } from "./users.ts";

/**
 * Refuses a change of databases and users before any other change, if this cloud's Trove does not change them. That
 * includes what a create request could not declare because the instance was restored from a backup. If Trove changes
 * them, refuses users that do not exist and that the program declares without a password.
 *
 * @throws {RefusedError}
 */
export async function assertContentsCanChange(reconciliation: Reconciliation): Promise<void> {
  const { instanceId, inputs, state } = reconciliation;
  const refused = contentsRefusals(state, inputs);
  const existing = usersToFind(reconciliation);
  if (refused.length === 0 && existing.length === 0) return;
  if (!(await areUnsupported(reconciliation))) return assertUsersExist(existing, reconciliation);
  if (refused.length === 0) return;
  throw new RefusedError(`Changing databases and users of instance ${instanceId}`, refused);
}

/**
 * Creates, changes and drops databases and users. Databases are dropped before users: PostgreSQL drops no user that owns
 * a database or objects in it.
 */
export async function reconcileContents(reconciliation: Reconciliation): Promise<void> {
  const { inputs, applied } = reconciliation;
  const { databases, users } = inputs;
  const isChanged = (databases !== undefined || users !== undefined) && !applied.isUpToDate("databases", "users");
  // Trove cannot have changed any of them, also if an interrupted update is resumed.
  if (isChanged && (await areUnsupported(reconciliation))) return applied.mark({ databases, users });
  const areUsersChangeable = isChanged || (await releasesChangeableUsers(reconciliation));
  await createDatabases(reconciliation);
  await reconcileUsers(reconciliation);
  await dropDatabases(reconciliation);
  await dropUsers(reconciliation);
  // Certain only now: each of these steps lists before it changes anything.
  if (areUsersChangeable) applied.markUsersChangeable();
}

/**
 * Whether the program releases users that the cloud lists and changes: then the state need not keep their passwords. It
 * keeps them if the cloud does not answer.
 */
async function releasesChangeableUsers(reconciliation: Reconciliation): Promise<boolean> {
  const { instanceId, context, inputs, applied, datastoreType } = reconciliation;
  const isReleased = inputs.users === undefined && (applied.values.users ?? applied.released?.users) !== undefined;
  if (!isReleased || areContentsSupportedEverywhere(datastoreType)) return false;
  return (await tryLookup(context, () => areContentsUnsupported(instanceId, context))) === false;
}

async function areUnsupported(reconciliation: Reconciliation): Promise<boolean> {
  const { instanceId, context } = reconciliation;
  const isUnsupported = await callGuest(reconciliation, "report whether its databases and users can change", () =>
    areContentsUnsupported(instanceId, context),
  );
  return isUnsupported === true;
}
