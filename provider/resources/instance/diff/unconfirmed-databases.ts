import { BusyError, GuestUnreachableError, UnsupportedDatastoreError } from "../../../trove/errors/status-errors.ts";
import { BusyError } from "../../../trove/errors/busy-error.ts";
import { GuestUnreachableError } from "../../../trove/errors/guest-unreachable-error.ts";
import { UnsupportedDatastoreError } from "../../../trove/errors/unsupported-datastore-error.ts";
import { isUnreachable } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import { fetchDatabases } from "../../guest/guest-objects.ts";
import { same } from "../../values/same.ts";
import { holdsUnknown } from "../../values/unknown-value.ts";
import type { DeclaredDatabases, InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";

/**
 * The state without those databases that nobody has confirmed, that the program no longer declares as they were, and
 * that do not exist: nothing is to be dropped there, and nothing would change. Unconfirmed are those that an interrupted
 * update may have asked for, and those that the program has released. Where the instance cannot be asked they count as
 * existing, since they may hold data; so do those of an instance whose databases the cloud does not list.
 */
export async function withoutUnconfirmedDatabases(
  id: string,
  state: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<InstanceState> {
  const { databases, released } = state;
  const wanted = inputs.databases;
  if (wanted === undefined || holdsUnknown(wanted) || context.connection.isUnreachable) return state;
  const asked = databases !== undefined && state.pending.includes("update") ? changedNames(databases, wanted) : [];
  // One that the program still does not declare is not compared with anything.
  const redeclared = changedNames(released?.databases ?? {}, wanted).filter((name) => Object.hasOwn(wanted, name));
  if (asked.length === 0 && redeclared.length === 0) return state;
  const existing = await list(id, context);
  if (existing === undefined) return state;
  const isMissing = (name: string) => !existing.has(name);
  return {
    ...state,
    ...(databases && { databases: without(databases, asked.filter(isMissing)) }),
    ...(released?.databases && {
      released: { ...released, databases: without(released.databases, redeclared.filter(isMissing)) },
    }),
  };
}

function without(databases: DeclaredDatabases, names: readonly string[]): DeclaredDatabases {
  return Object.fromEntries(Object.entries(databases).filter(([name]) => !names.includes(name)));
}

function changedNames(was: DeclaredDatabases, is: DeclaredDatabases): readonly string[] {
  return Object.keys(was).filter((name) => !Object.hasOwn(is, name) || !same(was[name], is[name]));
}

async function list(id: string, { trove, signal }: Context): Promise<ReadonlySet<string> | undefined> {
  try {
    return await fetchDatabases(id, trove, { signal });
  } catch (error) {
    const unanswered = [BusyError, GuestUnreachableError, UnsupportedDatastoreError];
    if (unanswered.some((kind) => error instanceof kind) || isUnreachable(error)) return undefined;
    throw error;
  }
}
