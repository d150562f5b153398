import { checkArguments } from "../arguments.ts";
import { failuresOfParent, inlineFailures } from "../children/parent.ts";
import { brokenRules, warnOfDoubtfulValues } from "../children/rules.ts";
import type { Context } from "../context.ts";
import type { DeclaredContents } from "../guest/declared.ts";
import type { Checked } from "../resource.ts";
import type { OtherNames } from "../schema/unknown-argument.ts";
import { known } from "../values/unknown-value.ts";
import { type DatabaseInputs, databaseArguments } from "./arguments.ts";

/** Checks the arguments one by one, and in a preview a new database against the datastore of its instance. */
export async function check(
  given: unknown,
  old: DatabaseInputs | undefined,
  context: Context,
): Promise<Checked<DatabaseInputs>> {
  const inputs: DatabaseInputs = { ...(given as DatabaseInputs) };
  const failures = checkArguments(databaseArguments, { ...inputs }, otherNames);
  const [instanceId, name] = [known(inputs.instance), known(inputs.name)];
  if (failures.length > 0 || name === undefined) return { inputs, failures };
  if (instanceId !== undefined) context.contentsClaims.claim("databases", instanceId, name);
  const conflicts = inlineFailures("databases", instanceId, name, context);
  if (conflicts.length > 0 || old !== undefined) return { inputs, failures: conflicts };
  const declared = contentsOf(name, inputs);
  const reserved = brokenRules(undefined, declared, undefined);
  if (reserved.length > 0 || instanceId === undefined) return { inputs, failures: reserved };
  const inCloud = await failuresOfParent(instanceId, context, ({ datastore }) => {
    warnOfDoubtfulValues(datastore, declared, undefined, context);
    return brokenRules(datastore.type, declared, undefined);
  });
  return { inputs, failures: inCloud };
}

/** The database as the arguments of an instance would declare it. */
function contentsOf(name: string, { characterSet, collate }: DatabaseInputs): DeclaredContents {
  return { databases: { [name]: { characterSet: known(characterSet), collate: known(collate) } } };
}

/** The names of Trove's API, of Terraform and of pulumi-openstack. */
const otherNames: OtherNames = {
  paths: {
    instanceid: "instance",
    charset: "characterSet",
    collation: "collate",
    dbname: "name",
    databasename: "name",
  },
  advice: { region: "the region belongs to the provider: trove:region, or TroveProvider" },
};
