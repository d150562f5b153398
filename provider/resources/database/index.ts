import type { Context } from "../context.ts";
import { consentTo, type Replacement, withReplacement } from "../diff/consent.ts";
import { diffArguments } from "../diff/diff-arguments.ts";
import type { Difference, PropertyChange, Resource } from "../resource.ts";
import { type DatabaseInputs, databaseArguments } from "./arguments.ts";
import { check } from "./check.ts";
import { create, deleteDatabase, read, update } from "./lifecycle.ts";
import { bookkeeping, type DatabaseState, isReadById } from "./state.ts";

/** A database inside an instance (`trove/extensions/common/service.py`, `SchemaController`). */
export const database: Resource<DatabaseInputs, DatabaseState> = {
  token: "Database",
  noun: "database",
  howToAdopt: "import the database with the plugin (`pulumi import`)",
  description: "A database of an instance.",
  inputs: databaseArguments,
  outputs: {},
  bookkeeping,
  inside: "instance",
  inlineAs: "databases",
  timeouts: () => ({ create: 60, update: 60, delete: 20 }),
  check,
  diff,
  create,
  isReadById,
  read,
  update,
  delete: deleteDatabase,
};

/** Nothing of a database can change: Trove cannot even show its character set. */
async function diff(_id: string, state: DatabaseState, inputs: DatabaseInputs, _context: Context): Promise<Difference> {
  const changes = diffArguments(databaseArguments, state, inputs);
  const unfinished = state.pending.length > 0;
  return {
    changes: withReplacement(changes, decideReplacement(changes, inputs)),
    // The new one would have the name of the old one.
    deleteBeforeReplace: inputs.instance === state.instance && inputs.name === state.name,
    unfinished,
    unfinishedReason: unfinished ? "The creation of the database did not finish: this update completes it." : undefined,
  };
}

/** Another instance has none of the data anyway, and its replacement needed consent. */
function decideReplacement(changes: readonly PropertyChange[], { allow }: DatabaseInputs): Replacement {
  if (changes.some(({ path, kind }) => path === "instance" && kind === "replace")) return "allowed";
  const consent = consentTo("replace", allow);
  if (consent === undefined) return "undecided";
  return consent
    ? "allowed"
    : { refusal: "which drops the database with all its data. Undo the change, or set allow: { replace: true }" };
}
