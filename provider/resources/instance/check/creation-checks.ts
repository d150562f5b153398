import { type NamedDatastore, possibleDatastores } from "../../catalog/possible-datastores.ts";
import { lookUpInstance } from "../../catalog/references.ts";
import { tryLookup } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import { toRefusals } from "../../diff/property-change.ts";
import { RefusedError } from "../../errors/refused-error.ts";
import { brokenGuestRules, guestRulesBrokenByCreate } from "../../guest/rules/guest-rules.ts";
import { keysWithoutPassword, missingPasswords } from "../../guest/rules/new-users.ts";
import type { Failure } from "../../resource.ts";
import { known } from "../../values/unknown-value.ts";
import type { InstanceInputs } from "../arguments.ts";
import { unrestorableContents, unverifiableContents } from "./contents-checks.ts";
import { backupDatastoreFailures, configurationFailures } from "./reference-checks.ts";

/**
 * Checks a new instance before its create request. A preview has checked the same, but an `up` can skip the preview, and
 * what Trove finds out later leaves an instance in ERROR, or a row in its database that no request removes.
 *
 * @throws {RefusedError}
 */
export async function assertCreatable(name: string, inputs: InstanceInputs, context: Context): Promise<void> {
  const failures = await creationFailures(inputs, context);
  if (failures.length === 0) return;
  throw new RefusedError(`Creating instance ${JSON.stringify(name)}`, toRefusals(failures));
}

/** What the datastore of a new instance does not support, as far as the datastore is known. */
export async function creationFailures(inputs: InstanceInputs, context: Context): Promise<Failure[]> {
  const { databases, users, configuration, restorePoint } = inputs;
  if ([databases, users, configuration, restorePoint].every((argument) => argument === undefined)) return [];
  const possible = await possibleDatastores(inputs, context);
  return [
    ...(await backupDatastoreFailures(inputs, possible, context)),
    ...(await configurationFailures(known(configuration), possible, context, known(inputs.adoptId))),
    ...(await adoptedContentsFailures(inputs, context)),
    ...(await unrestorableContents(inputs, context)),
    ...guestFailuresOfNew(possible, inputs),
  ];
}

async function adoptedContentsFailures(inputs: InstanceInputs, context: Context): Promise<Failure[]> {
  const id = known(inputs.adoptId);
  if (id === undefined) return [];
  const { value: instance } = await lookUpInstance(id, context);
  if (instance === undefined) return [];
  return (await tryLookup(context, () => unverifiableContents(instance, inputs, context))) ?? [];
}

/** What the guest agent would refuse. An adopted or restored instance may already have a declared database or user. */
export function guestFailuresOfNew(possible: readonly NamedDatastore[], inputs: InstanceInputs): Failure[] {
  const { databases, users, adoptId, restorePoint } = inputs;
  const types = possible.map(({ type }) => type);
  if (adoptId !== undefined || restorePoint !== undefined) return brokenGuestRules(types, inputs, { databases });
  return [...guestRulesBrokenByCreate(types, inputs), ...missingPasswords(keysWithoutPassword(users))];
}
