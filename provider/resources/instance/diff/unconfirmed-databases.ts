import { BusyError, GuestUnreachableError, UnsupportedDatastoreError } from "../../../trove/errors/status-errors.ts";
import { isUnreachable } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import type { DeclaredDatabases } from "../../guest/declared.ts";
import { fetchDatabases } from "../../guest/shared/fetch-contents.ts";

import { same } from "../../values/same.ts";
import { holdsUnknown } from "../../values/unknown-value.ts";
import type { InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";

/**
 * The state without the unconfirmed databases that the program has changed and that do not exist: there is nothing to drop
 * or to change. Unconfirmed are databases that an interrupted update may have requested, and those that the program
 * stopped declaring. If Trove cannot list the databases they count as existing, since they may hold data.
 */
export async function withoutUnconfirmedDatabases(
  id: string,
  state: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<InstanceState> {
  const { databases, released } = state;
  const declared = inputs.databases;
  if (declared === undefined || holdsUnknown(declared) || context.connection.isUnreachable) return state;
  const requested =
    databases !== undefined && state.pending.includes("update") ? changedNames(databases, declared) : [];
  // A released database that is still not declared is compared with nothing.
  const redeclared = changedNames(released?.databases ?? {}, declared).filter((name) => Object.hasOwn(declared, name));
  if (requested.length === 0 && redeclared.length === 0) return state;
  const existing = await list(id, context);
  if (existing === undefined) return state;
  const isMissing = (name: string) => !existing.has(name);
  return {
    ...state,
    ...(databases && { databases: without(databases, requested.filter(isMissing)) }),
    ...(released?.databases && {
      released: { ...released, databases: without(released.databases, redeclared.filter(isMissing)) },
    }),
  };
}

function without(databases: DeclaredDatabases, names: readonly string[]): DeclaredDatabases {
  return Object.fromEntries(Object.entries(databases).filter(([name]) => !names.includes(name)));
}

function changedNames(before: DeclaredDatabases, after: DeclaredDatabases): readonly string[] {
  return Object.keys(before).filter((name) => !Object.hasOwn(after, name) || !same(before[name], after[name]));
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
