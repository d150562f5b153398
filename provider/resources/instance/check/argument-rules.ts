import { declaredDatastore } from "../../catalog/possible-datastores.ts";
import { reservedNameFailures } from "../../guest/rules/reserved-names.ts";
import { formatPath } from "../../property-path.ts";
import type { Failure } from "../../resource.ts";
import { known, unknownValue } from "../../values/unknown-value.ts";
import type { InstanceInputs } from "../arguments.ts";
import { guestFailuresOfNew } from "./creation-checks.ts";

/**
 * The failures of the rules between arguments, and of the rules for names. An argument whose value is unknown takes part
 * in none.
 *
 * @param isNew whether the instance is to be created: only then are presence and the rules of the datastore checked here.
 * The diff checks an existing instance, whose datastore it knows.
 */
export function argumentRuleFailures(inputs: InstanceInputs, isNew: boolean): Failure[] {
  const datastores = declaredDatastore(inputs);
  const [databases, users] = [known(inputs.databases) ?? {}, known(inputs.users) ?? {}];
  return [
    ...(isNew ? [...flavorFailures(inputs), ...guestFailuresOfNew(datastores, inputs)] : []),
    ...replicaFailures(inputs),
    ...networkFailures(known(inputs.network)),
    ...reservedNameFailures(datastores[0]?.type, Object.keys(databases), Object.keys(users)),
    ...keyFailures(inputs),
    ...grantFailures(inputs, isNew),
  ];
}

function flavorFailures({ flavor, replicaOf, adoptId }: InstanceInputs): Failure[] {
  if (flavor !== undefined || replicaOf !== undefined || adoptId !== undefined) return [];
  return [{ path: "flavor", reason: "is required: the id or the name of a flavor, such as m1.small" }];
}

/** What a replica takes from its source (`trove/instance/service.py`, `create`). */
const OF_SOURCE = {
  datastore: "the source determines it",
  volume: "the source determines it",
  databases: "they come from the source",
  users: "they come from the source",
  locality: "the source determines it",
  restorePoint: "the source determines it",
} as const satisfies Partial<Record<keyof InstanceInputs, string>>;

function replicaFailures(inputs: InstanceInputs): Failure[] {
  if (known(inputs.replicaOf) === undefined) return [];
  const failures: Failure[] = Object.entries(OF_SOURCE)
    .filter(([name]) => Reflect.get(inputs, name) !== undefined)
    .map(([path, reason]) => ({ path, reason: `cannot be combined with replicaOf: ${reason}` }));
  if (known(inputs.network)?.ipAddress !== undefined) {
    failures.push({ path: "network.ipAddress", reason: "cannot be combined with replicaOf" });
  }
  return failures;
}

function networkFailures(network: InstanceInputs["network"]): Failure[] {
  if (network === undefined) return [];
  if (network.networkId === undefined && network.subnetId === undefined) {
    return [{ path: "network", reason: "needs a networkId or a subnetId" }];
  }
  if (network.ipAddress !== undefined && network.subnetId === undefined) {
    return [{ path: "network.ipAddress", reason: "needs the subnetId of the subnet that contains the address" }];
  }
  return [];
}

/** Pulumi's engine silently drops this key of an object. */
function keyFailures(inputs: InstanceInputs): Failure[] {
  return (["databases", "users"] as const)
    .filter((argument) => Object.hasOwn(known(inputs[argument]) ?? {}, "__proto__"))
    .map((argument) => ({ path: `${argument}.__proto__`, reason: "is a name that Pulumi cannot hold" }));
}

/**
 * Trove refuses the whole create request if a user is granted a database that the request does not contain. An existing
 * instance can have databases that the program does not declare.
 */
function grantFailures(inputs: InstanceInputs, isNew: boolean): Failure[] {
  const mayHaveOthers = !isNew || inputs.adoptId !== undefined;
  if (isUnknown(inputs.databases) || (mayHaveOthers && inputs.databases === undefined)) return [];
  const declared = Object.keys(inputs.databases ?? {});
  return Object.entries(known(inputs.users) ?? {}).flatMap(([key, user]) =>
    (known(known(user)?.databases) ?? []).flatMap((name, index) =>
      isUnknown(name) || declared.includes(name)
        ? []
        : [
            {
              path: formatPath(["users", key, "databases", index]),
              reason: `names the database "${name}", which is not declared in \`databases\``,
            },
          ],
    ),
  );
}

function isUnknown(value: unknown): boolean {
  return value === unknownValue;
}
