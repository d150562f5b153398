import { checkArguments } from "../arguments.ts";
import { knownParameters } from "../catalog/configuration-parameters.ts";
import { assertDatastore } from "../catalog/datastores.ts";
import { possibleDatastores } from "../catalog/possible-datastores.ts";
import { askInPreview } from "../cloud-lookups.ts";
import { valueFailures } from "../configuration-groups/check-values.ts";
import type { Context } from "../context.ts";
import { toRefusals } from "../diff/property-change.ts";
import { failuresOf } from "../errors/input-error.ts";
import { RefusedError } from "../errors/refused-error.ts";
import { nameOrDefault } from "../managed-inputs.ts";
import type { Checked, Failure } from "../resource.ts";
import type { OtherNames } from "../schema/unknown-argument.ts";
import { known } from "../values/unknown-value.ts";
import { type ConfigurationInputs, configurationArguments } from "./arguments.ts";

/** Names for the arguments in Trove's API and client, in pulumi-openstack (`db.Configuration`) and in Terraform. */
const otherNames: OtherNames = {
  paths: {
    configurations: "values",
    configuration: "values",
    parameters: "values",
    datastoretype: "datastore.type",
    datastoreversion: "datastore.version",
    version: "datastore.version",
    "datastore.name": "type",
  },
  advice: {
    region: "set the region with trove:region, or with a TroveProvider",
    timeouts: "set the resource option customTimeouts",
  },
};

/** Checks the arguments one by one; a preview also checks the datastore and the values of a new group against the cloud. */
export async function check(
  given: unknown,
  old: ConfigurationInputs | undefined,
  context: Context,
): Promise<Checked<ConfigurationInputs>> {
  const inputs: ConfigurationInputs = { ...(given as ConfigurationInputs) };
  const failures = checkArguments(configurationArguments, { ...inputs }, otherNames);
  if (failures.length > 0) return { inputs, failures };

  const { name, defaultName } = nameOrDefault(inputs, old, context.defaultName);
  // The diff checks the values of an existing group, whose datastore it knows.
  const inCloud = old === undefined ? await askInPreview(context, () => creationFailures(inputs, context)) : undefined;
  return { inputs: { ...inputs, ...(name === undefined ? {} : { name }) }, failures: inCloud ?? [], defaultName };
}

/**
 * Checks a new group before its create request. A preview has checked the same, but an `up` can skip the preview, and Trove
 * accepts a parameter in another case, which then makes every attachment fail.
 *
 * @throws {RefusedError}
 */
export async function assertCreatable(name: string, inputs: ConfigurationInputs, context: Context): Promise<void> {
  const failures = await creationFailures(inputs, context);
  if (failures.length === 0) return;
  throw new RefusedError(`Creating configuration group ${JSON.stringify(name)}`, toRefusals(failures));
}

async function creationFailures(inputs: ConfigurationInputs, context: Context): Promise<Failure[]> {
  const { type, version } = known(inputs.datastore) ?? {};
  const datastore = { type: known(type), version: known(version) };
  const failures = await failuresOf(() => assertDatastore(datastore, context));
  const values = known(inputs.values);
  if (failures.length > 0 || values === undefined) return failures;
  const parameters = await knownParameters(await possibleDatastores(inputs, context), context);
  return valueFailures(values, parameters);
}
