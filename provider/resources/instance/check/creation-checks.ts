import { type NamedDatastore, possibleDatastores } from "../../catalog/possible-datastores.ts";
import { lookUpInstance } from "../../catalog/references.ts";
import { tryLookup } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import { toRefusals } from "../../diff/property-change.ts";
import { RefusedError } from "../../errors/refused-error.ts";
import { unrestorableContents, unverifiableContents } from "../../guest/contents-support.ts";
import { brokenGuestRules, guestRulesBrokenByCreate } from "../../guest/rules/guest-rules.ts";
import type { Failure } from "../../resource.ts";
import { known } from "../../values/unknown-value.ts";
import type { InstanceInputs } from "../arguments.ts";
import { backupDatastoreFailures, configurationFailures } from "./reference-checks.ts";

/** What a new instance cannot have, as far as it is known which datastore it gets. */
export async function creationFailures(inputs: InstanceInputs, context: Context): Promise<Failure[]> {
  const { databases, users, configuration, restorePoint } = inputs;
  if ([databases, users, configuration, restorePoint].every((argument) => argument === undefined)) return [];
  const possible = await possibleDatastores(inputs, context);
  return [
    ...(await backupDatastoreFailures(inputs, possible, context)),
    ...(await configurationFailures(known(configuration), possible, context, known(inputs.adoptId))),
    ...(await adoptedContentsFailures(inputs, context)),
    ...(await unrestorableContents(inputs, context)),
    ...brokenByNew(possible, inputs),
  ];
}

async function adoptedContentsFailures(inputs: InstanceInputs, context: Context): Promise<Failure[]> {
  const id = known(inputs.adoptId);
  if (id === undefined) return [];
  const { value: instance } = await lookUpInstance(id, context);
  if (instance === undefined) return [];
  return (await tryLookup(context, () => unverifiableContents(instance, inputs, context))) ?? [];
}

/** An adopted or restored instance may have a declared database already. */
export function brokenByNew(possible: readonly NamedDatastore[], inputs: InstanceInputs): Failure[] {
  const { databases, adoptId, restorePoint } = inputs;
  const isEmpty = adoptId === undefined && restorePoint === undefined;
  const types = possible.map(({ type }) => type);
  return isEmpty ? guestRulesBrokenByCreate(types, inputs) : brokenGuestRules(types, inputs, { databases });
}

/**
 * The same before anything is created: an `up` can go without a preview, and what Trove only finds out later leaves an
 * instance in ERROR, or a row in its database that no request removes.
 *
 * @throws {RefusedError}
 */
export async function assertCreatable(name: string, inputs: InstanceInputs, context: Context): Promise<void> {
  const failures = await creationFailures(inputs, context);
  if (failures.length === 0) return;
  const rows = toRefusals(failures);
  throw new RefusedError(`Creating instance ${JSON.stringify(name)}`, rows);
}
