import type { Instance } from "../../../trove/types.ts";
import { propertyChange, toRefusals } from "../../diff/property-change.ts";
import { brokenGuestRules } from "../../guest/rules/guest-rules.ts";

import type { PropertyChange } from "../../resource.ts";
import type { InstanceInputs } from "../arguments.ts";
import { compare } from "../diff/compare.ts";
import type { InstanceState } from "../state.ts";

/** The statuses in which an instance cannot be adopted, and what to do. */
const NOT_ADOPTABLE: Readonly<Record<string, string>> = {
  BUILD: "Wait until it is ACTIVE.",
  ERROR: "Have it repaired first.",
  SHUTDOWN: "It is being deleted, or its database has stopped: start the database first.",
};

/** Why the instance cannot be adopted in its status, and what to do; `undefined` if it can. */
export function statusRefusal({ status }: Instance): string | undefined {
  const remedy = NOT_ADOPTABLE[status];
  if (remedy === undefined) return undefined;
  return `its status is ${status}. ${remedy}`;
}

/** The declared changes that an adoption cannot make in place. */
export function adoptionRefusals(state: InstanceState, inputs: InstanceInputs, instance: Instance): PropertyChange[] {
  const { changes } = compare(state, { ...inputs, allow: { ...inputs.allow, replace: false } });
  // An adoption sets every password, so that each counts as new. A declared database may exist already.
  const broken = brokenGuestRules([instance.datastore.type], inputs, { databases: inputs.databases });
  return [
    ...changes.filter(({ kind }) => kind === "replace" || kind === "refuse"),
    ...toRefusals(broken),
    ...datastoreRefusals(inputs.datastore?.type, instance.datastore.type),
  ];
}

function datastoreRefusals(declared: string | undefined, current: string): PropertyChange[] {
  if (declared === undefined || declared === current) return [];
  const reason = `the instance runs ${current}, not ${declared}. Declare ${current}, or remove the type from the program.`;
  return [propertyChange("datastore.type", "refuse", "dataLoss", reason)];
}
