import { BusyError } from "../../trove/errors/busy-error.ts";
import { GuestUnreachableError } from "../../trove/errors/guest-unreachable-error.ts";
import { UnsupportedDatastoreError } from "../../trove/errors/unsupported-datastore-error.ts";
import type { Instance } from "../../trove/types.ts";
import { formatPath } from "../arguments.ts";
import type { Context, Failure, Row } from "../resource.ts";
import { holdsUnknown, known } from "../unknown-value.ts";
import { databaseRows, unsupportedContents, userRows } from "./diff-guest.ts";
import type { InstanceInputs } from "./inputs.ts";
import type { InstanceState } from "./state.ts";

/**
 * Whether this cloud's Trove refuses to list and change the databases and users of the instance, as Trove up to 22 does
 * for all but MySQL and MariaDB. What the create request declares is made nevertheless. Asked until it is known, once a
 * process.
 *
 * @returns `undefined` before the instance has a server: then it does not tell.
 */
export async function areContentsUnsupported(
  id: string,
  { run, trove, signal }: Context,
): Promise<boolean | undefined> {
  try {
    return await run.once(`contents of ${id}`, async () => {
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
export function contentsRefusals(state: InstanceState, inputs: InstanceInputs): Row[] {
  const rows = contentsRows({ ...state, contentsUnsupported: true }, inputs);
  return rows.filter(({ kind }) => kind === "refuse");
}

/** Whether the program asks for a change of databases and users, as far as it is known. */
export function changesContents(state: InstanceState, inputs: InstanceInputs): boolean {
  return contentsRows(state, inputs).some(({ kind }) => kind !== "record");
}

function contentsRows(state: InstanceState, inputs: InstanceInputs): Row[] {
  return [
    ...(isKnown(inputs.databases) ? databaseRows(state, inputs) : []),
    ...(isKnown(inputs.users) ? userRows(state, inputs) : []),
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
  wayOut = "Leave the arguments databases and users out of the program, and use SQL",
): Promise<Failure[]> {
  const paths = declaredContents(inputs);
  if (paths.length === 0 || !(await areContentsUnsupported(id, context))) return [];
  const reason = `can neither be verified nor made: ${unsupportedContents(datastore.type)}. ${wayOut}`;
  return paths.map((path) => ({ path, reason }));
}

/** The paths of the databases and users that the program declares. */
export function declaredContents(inputs: InstanceInputs): string[] {
  return (["databases", "users"] as const).flatMap((argument) =>
    Object.keys(known(inputs[argument]) ?? {}).map((key) => formatPath([argument, key])),
  );
}
