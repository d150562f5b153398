import { checkArguments } from "../arguments.ts";
import { failuresOfParent, inlineFailures } from "../children/parent.ts";
import { brokenRules, warnOfDoubtfulValues } from "../children/rules.ts";
import type { Context } from "../context.ts";
import type { Checked, Failure } from "../resource.ts";
import type { OtherNames } from "../schema/unknown-argument.ts";
import { holdsUnknown, known } from "../values/unknown-value.ts";
import { type UserInputs, userArguments } from "./arguments.ts";
import { contentsOf, declaredKey } from "./state.ts";

/** Checks the arguments one by one, and in a preview against the datastore of the instance. */
export async function check(
  given: unknown,
  old: UserInputs | undefined,
  context: Context,
): Promise<Checked<UserInputs>> {
  const inputs = withSortedGrants({ ...(given as UserInputs) });
  const failures = checkArguments(userArguments, { ...inputs }, otherNames);
  if (failures.length > 0 || holdsUnknown([inputs.name, inputs.host])) return { inputs, failures };
  const instanceId = known(inputs.instance);
  const key = declaredKey(inputs);
  if (instanceId !== undefined) context.contentsClaims.claim("users", instanceId, key);
  const found = [
    ...inlineFailures("users", instanceId, key, context),
    ...passwordFailures(inputs, old, context),
    ...(await failuresOfValues(inputs, old, context)),
  ];
  return { inputs, failures: found };
}

/** Only the preview of a create is certain not to be an import, whose user exists. */
function passwordFailures({ password }: UserInputs, old: UserInputs | undefined, { preview }: Context): Failure[] {
  if (password !== undefined || old !== undefined || !preview) return [];
  return [
    {
      path: "password",
      reason: "is required to create the user, since only an existing user can be declared without one",
    },
  ];
}

async function failuresOfValues(inputs: UserInputs, old: UserInputs | undefined, context: Context): Promise<Failure[]> {
  const declared = contentsOf(declaredKey(inputs), inputs);
  const before = old && contentsOf(declaredKey(old), old);
  const reserved = brokenRules(undefined, declared, before);
  const instanceId = known(inputs.instance);
  if (reserved.length > 0 || instanceId === undefined) return reserved;
  return failuresOfParent(instanceId, context, ({ datastore }) => {
    warnOfDoubtfulValues(datastore, declared, before, context);
    return brokenRules(datastore.type, declared, before);
  });
}

/** Sorts the grants, whose order means nothing, so that another order is no change. */
function withSortedGrants(inputs: UserInputs): UserInputs {
  const { databases } = inputs;
  if (!Array.isArray(databases) || holdsUnknown(databases)) return inputs;
  return { ...inputs, databases: [...new Set(databases)].sort() };
}

/** The names of Trove's API, of Terraform and of pulumi-openstack. */
const otherNames: OtherNames = {
  paths: { instanceid: "instance", username: "name", user: "name", grants: "databases", database: "databases" },
  advice: { region: "the region belongs to the provider: trove:region, or TroveProvider" },
};
