import { BusyError, GuestUnreachableError, UnsupportedDatastoreError } from "../../trove/errors/status-errors.ts";
import type { Instance } from "../../trove/types.ts";
import { lookUpBackup } from "../catalog/referenced.ts";
import { listProject } from "../catalog/volume-support.ts";
import { formatPath } from "../arguments.ts";
import { listProjectInstances } from "../catalog/project-instances.ts";
import { lookUpBackup } from "../catalog/references.ts";
import { tryLookup } from "../cloud-lookups.ts";
import type { Context } from "../context.ts";
import type { InstanceInputs } from "../instance/arguments.ts";
import type { InstanceState } from "../instance/state.ts";
import { formatPath } from "../property-path.ts";
import type { Failure, PropertyChange } from "../resource.ts";
import { holdsUnknown, known } from "../values/unknown-value.ts";
import { diffDatabases, diffUsers, unsupportedContents } from "./diff-contents.ts";

/** Whether every release of Trove lists and changes the databases and users of the datastore. */
export function areContentsSupportedEverywhere(datastoreType: string): boolean {
  return ["mysql", "mariadb"].includes(datastoreType.toLowerCase());
}

/**
 * Whether this cloud's Trove refuses to list and change the databases and users of the instance, as Trove up to 22 does
 * for all but MySQL and MariaDB. What the create request declares is made nevertheless. Asked until it is known, once a
 * process.
 *
 * @returns `undefined` before the instance has a server: then it does not tell.
 */
export async function areContentsUnsupported(
  id: string,
  { cache, trove, signal }: Context,
): Promise<boolean | undefined> {
  try {
    return await cache.once(`contents of ${id}`, async () => {
      const page = trove.databases.page(id, { limit: 1, signal });
      return page.then(() => false, isUnsupported);
    });
  } catch (error) {
    if (error instanceof BusyError) return undefined;
    throw error;
  }
}

/** Trove looks for the server first, then at the datastore, then at the status, which it names, and then asks the guest. */
function isUnsupported(error: unknown): boolean {
  if (error instanceof UnsupportedDatastoreError) return true;
  const isBusy = error instanceof BusyError && error.instanceStatus !== undefined;
  if (isBusy || error instanceof GuestUnreachableError) return false;
  throw error;
}

/** What an instance whose databases and users cannot change refuses of the program, a row each. */
export function contentsRefusals(state: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  const rows = contentsRows({ ...state, contentsUnsupported: true }, inputs);
  return rows.filter(({ kind }) => kind === "refuse");
}

/** Whether the program asks for a change of databases and users, as far as it is known. */
export function changesContents(state: InstanceState, inputs: InstanceInputs): boolean {
  return contentsRows(state, inputs).some(({ kind }) => kind !== "stateOnly");
}

function contentsRows(state: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  return [
    ...(isKnown(inputs.databases) ? diffDatabases(state, inputs) : []),
    ...(isKnown(inputs.users) ? diffUsers(state, inputs) : []),
  ];
}

function isKnown(argument: unknown): boolean {
  return argument !== undefined && !holdsUnknown(argument);
}

/**
 * The databases and users that the program declares on an instance that it did not create, where the cloud cannot tell
 * whether they are there, nor make them.
 */
export async function unverifiableContents(
  { id, datastore }: Instance,
  inputs: InstanceInputs,
  context: Context,
  wayOut?: string,
): Promise<Failure[]> {
  if (declaredContents(inputs).length === 0 || !(await areContentsUnsupported(id, context))) return [];
  return contentsFailures(datastore.type, inputs, wayOut);
}

/**
 * The databases and users that the program declares for a restored backup, where another instance of the backup's
 * datastore shows that the cloud can neither list nor make them: a create request with a backup cannot carry them.
 */
export async function unrestorableContents(inputs: InstanceInputs, context: Context): Promise<Failure[]> {
  const backupId = known(known(inputs.restorePoint)?.backupId);
  if (backupId === undefined || declaredContents(inputs).length === 0) return [];
  const { value: backup } = await lookUpBackup(backupId, context);
  const type = backup?.datastore.type;
  if (type === undefined || areContentsSupportedEverywhere(type)) return [];
  const instances = (await tryLookup(context, () => listProjectInstances(context))) ?? [];
  const candidates = instances.filter(({ status, datastore }) => status === "ACTIVE" && datastore.type === type);
  for (const { id } of candidates.slice(0, MAX_ASKED)) {
    const isUnsupported = await tryLookup(context, () => areContentsUnsupported(id, context));
    if (isUnsupported !== undefined) return isUnsupported ? contentsFailures(type, inputs) : [];
  }
  return [];
}

/** More instances than one are asked only where the first do not answer. */
const MAX_ASKED = 3;

function contentsFailures(type: string, inputs: InstanceInputs, wayOut = WITHOUT_CONTENTS): Failure[] {
  const reason = `can neither be verified nor made: ${unsupportedContents(type)}. ${wayOut}`;
  return declaredContents(inputs).map((path) => ({ path, reason }));
}

const WITHOUT_CONTENTS = "Leave the arguments databases and users out of the program, and use SQL";

/** The paths of the databases and users that the program declares. */
export function declaredContents(inputs: InstanceInputs): string[] {
  return (["databases", "users"] as const).flatMap((argument) =>
    Object.keys(known(inputs[argument]) ?? {}).map((key) => formatPath([argument, key])),
  );
}
