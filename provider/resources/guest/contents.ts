import { tryLookup } from "../cloud-lookups.ts";
import { RefusedError } from "../errors/refused-error.ts";
import type { Reconciliation } from "../instance/update/reconciliation.ts";
import { callGuest } from "./call-guest.ts";
import { areContentsSupportedEverywhere, areContentsUnsupported, contentsRefusals } from "./contents-support.ts";
import { createDatabases, dropDatabases } from "./databases.ts";
import { dropUsers, reconcileUsers } from "./users.ts";

/**
 * Where this cloud's Trove does not change databases and users, a change of them is refused before anything is changed:
 * also what a create request could not declare, since the instance was restored from a backup.
 *
 * @throws {RefusedError}
 */
export async function assertContentsCanChange(work: Reconciliation): Promise<void> {
  const refused = contentsRefusals(work.state, work.inputs);
  if (refused.length > 0 && (await areUnsupported(work))) {
    throw new RefusedError(`Changing databases and users of instance ${work.id}`, refused);
  }
}

/**
 * Brings databases and users to what is declared. Databases are dropped before users: PostgreSQL drops no user that owns
 * a database, or objects in it.
 */
export async function reconcileContents(work: Reconciliation): Promise<void> {
  const { databases, users } = work.inputs;
  const isAsked = (databases !== undefined || users !== undefined) && !work.isUpToDate("databases", "users");
  // Nothing can have changed there, also where an interrupted update is resumed.
  if (isAsked && (await areUnsupported(work))) return work.markApplied({ databases, users });
  const isChangeable = isAsked || (await releasesChangeableUsers(work));
  await createDatabases(work);
  await reconcileUsers(work);
  await dropDatabases(work);
  await dropUsers(work);
  // Only now is it certain: each step that has something to do lists first.
  if (isChangeable) work.noteUsersChangeable();
}

/**
 * Whether users are released that the cloud lists and changes: then their passwords need not stay in the state. Where the
 * cloud does not tell, they stay.
 */
async function releasesChangeableUsers({
  id,
  context,
  reached,
  inputs: wanted,
  state,
}: Reconciliation): Promise<boolean> {
  const isReleased = wanted.users === undefined && (reached.users ?? state.released?.users) !== undefined;
  if (!isReleased || areContentsSupportedEverywhere(state.datastoreType)) return false;
  return (await tryLookup(context, () => areContentsUnsupported(id, context))) === false;
}

async function areUnsupported(work: Reconciliation): Promise<boolean> {
  const isUnsupported = await callGuest(work, "to tell whether its databases and users can change", () =>
    areContentsUnsupported(work.id, work.context),
  );
  return isUnsupported === true;
}
