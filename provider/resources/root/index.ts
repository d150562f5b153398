import { checkArguments } from "../arguments.ts";
import { failuresOfParent } from "../children/parent.ts";
import type { Context } from "../context.ts";
import { diffArguments } from "../diff/diff-arguments.ts";
import { rulesOf } from "../guest/rules/rules-of.ts";
import type { ManagedState } from "../managed-state.ts";
import type { Checked, Difference, Failure, Resource } from "../resource.ts";
import type { OtherNames } from "../schema/unknown-argument.ts";
import { known } from "../values/unknown-value.ts";
import { type RootInputs, rootArguments, rootOutputs } from "./arguments.ts";
import { create, disable, isReadById, type RootState, read, update } from "./lifecycle.ts";

/** The superuser of the database server of an instance (`trove/extensions/common/service.py`, `RootController`). */
export const root: Resource<RootInputs, RootState> = {
  token: "Root",
  noun: "root user",
  howToAdopt: "import root with the plugin (`pulumi import`)",
  description: "The superuser of the database server of an instance.",
  inputs: rootArguments,
  outputs: rootOutputs,
  bookkeeping: ["declared", "pending", "cloud", "imported", "released"] satisfies (keyof ManagedState)[],
  inside: "instance",
  timeouts: () => ({ create: 60, update: 60, delete: 20 }),
  check,
  diff,
  create,
  isReadById,
  read,
  update,
  delete: disable,
};

async function check(given: unknown, old: RootInputs | undefined, context: Context): Promise<Checked<RootInputs>> {
  const inputs: RootInputs = { ...(given as RootInputs) };
  const failures = checkArguments(rootArguments, { ...inputs }, otherNames);
  const [instanceId, password] = [known(inputs.instance), known(inputs.password)];
  if (failures.length > 0 || instanceId === undefined) return { inputs, failures };
  if (old !== undefined && password === old.password) return { inputs, failures };
  const inCloud = await failuresOfParent(instanceId, context, ({ datastore }) =>
    passwordFailures(password, datastore.type),
  );
  return { inputs, failures: inCloud };
}

function passwordFailures(password: string | undefined, datastoreType: string): Failure[] {
  const fault = password === undefined ? undefined : rulesOf(datastoreType)?.password(password);
  return fault === undefined ? [] : [{ path: "password", reason: `${fault}, as ${datastoreType} asks` }];
}

async function diff(_id: string, state: RootState, inputs: RootInputs): Promise<Difference> {
  const unfinished = state.pending.length > 0;
  return {
    changes: diffArguments(rootArguments, state, inputs),
    deleteBeforeReplace: false,
    unfinished,
    unfinishedReason: unfinished ? "Enabling root did not finish: this update completes it." : undefined,
  };
}

/** The names of Trove's API, of Terraform and of pulumi-openstack. */
const otherNames: OtherNames = {
  paths: { instanceid: "instance", rootpassword: "password" },
  advice: {
    name: "Trove determines the name of the superuser, which is the output userName",
    region: "the region belongs to the provider: trove:region, or TroveProvider",
  },
};
