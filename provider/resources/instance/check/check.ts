import { checkArguments } from "../../arguments.ts";
import { declaredDatastore } from "../../catalog/possible-datastores.ts";
import type { Context } from "../../context.ts";

import { warnOfGuestValues } from "../../guest/rules/guest-warnings.ts";
import { nameOrDefault } from "../../managed-inputs.ts";
import { argumentOf } from "../../property-path.ts";

import type { Checked, Failure } from "../../resource.ts";
import { same } from "../../values/same.ts";
import { holdsUnknown, known, unknownValue } from "../../values/unknown-value.ts";
import { previewAdoption } from "../adopt/preview-adoption.ts";
import { type InstanceInputs, instanceArguments } from "../arguments.ts";
import { otherNames } from "../other-names.ts";
import { argumentRuleFailures } from "./argument-rules.ts";
import { previewChecks } from "./preview-checks.ts";

type RawInputs = Readonly<Record<string, unknown>>;

/**
 * Checks the arguments one by one and together. If they are sound, a preview also checks them against the cloud, and
 * compares a new resource with the instance that it adopts.
 */
export async function check(
  given: unknown,
  old: InstanceInputs | undefined,
  context: Context,
): Promise<Checked<InstanceInputs>> {
  const raw = given as RawInputs;
  const isNew = old === undefined;
  const failures = newFailures(checkArguments(instanceArguments, raw, otherNames), raw, old, context);
  failures.push(...argumentRuleFailures(withoutFailed(raw, failures), isNew));
  if (failures.length > 0) return { inputs: raw, failures };

  // An adopted instance keeps the name that it has.
  const offered = isNew && raw.adoptId !== undefined ? undefined : context.defaultName;
  const { name, defaultName } = nameOrDefault(raw as InstanceInputs, old, offered);
  const inputs = withSortedGrants({ ...raw, ...(name === undefined ? {} : { name }) });
  await warnOfGuestValues(declaredDatastore(inputs)[0] ?? {}, inputs, old, context);

  const failuresInCloud = await previewChecks(inputs, old, context);
  if (failuresInCloud.length > 0 || !isNew) return { inputs, failures: failuresInCloud, defaultName };
  return { inputs, defaultName, ...(await previewAdoption(inputs, context)) };
}

/** An older version of this provider accepted what has not changed: a preview only warns of it. */
function newFailures(
  failures: readonly Failure[],
  raw: RawInputs,
  old: InstanceInputs | undefined,
  { preview, log }: Context,
): Failure[] {
  return failures.filter(({ path, reason }) => {
    const name = argumentOf(path);
    if (old === undefined || !Object.hasOwn(old, name) || !same(raw[name], Reflect.get(old, name))) return true;
    if (preview) log.warn(`${path} ${reason}. The value has not changed, so it is not refused: correct it.`);
    return false;
  });
}

/** The inputs for the rules between arguments: one that already failed counts as unknown. */
function withoutFailed(raw: RawInputs, failures: readonly Failure[]): InstanceInputs {
  const failed = new Set(failures.map(({ path }) => argumentOf(path)));
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, failed.has(name) ? unknownValue : value]),
  );
}

/** Sorts the grants of each user, whose order means nothing, so that another order is no change. */
function withSortedGrants(inputs: InstanceInputs): InstanceInputs {
  const users = known(inputs.users);
  if (users === undefined) return inputs;
  const sorted = Object.entries(users).map(([key, user]) => {
    const grants = known(known(user)?.databases);
    const isSortable = grants !== undefined && !holdsUnknown(grants);
    return [key, isSortable ? { ...user, databases: [...new Set(grants)].sort() } : user] as const;
  });
  return { ...inputs, users: Object.fromEntries(sorted) };
}
