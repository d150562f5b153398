import type { Instance } from "../../../trove/types.ts";
import { withDatastoreNames } from "../../catalog/datastores.ts";
import { lookUpInstance } from "../../catalog/references.ts";
import { askInPreview, tryLookup } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import { consentTo } from "../../diff/consent.ts";
import { propertyChange } from "../../diff/property-change.ts";
import { listGuestObjects } from "../../guest/guest-objects.ts";
import { hasPassword, keysWithoutPassword, missingPasswords } from "../../guest/rules/new-users.ts";
import { formatPath } from "../../property-path.ts";
import type { Adoption, Checked, Failure, PropertyChange } from "../../resource.ts";
import { describeValue } from "../../values/describe-values.ts";
import { holdsUnknown, known } from "../../values/unknown-value.ts";
import type { InstanceInputs } from "../arguments.ts";
import { withFlavorNames } from "../diff/comparable-state.ts";
import { compare } from "../diff/compare.ts";
import { unconsentedRestart } from "../diff/group-restart.ts";
import { existingContents } from "../read/current-contents.ts";
import { currentInputs } from "../read/current-inputs.ts";
import { type InstanceState, toState } from "../state.ts";
import { AdoptError } from "./adopt-error.ts";
import { adoptionRefusals, statusRefusal } from "./adoption-refusals.ts";

type PreviewedAdoption = Pick<Checked<InstanceInputs>, "adoption" | "failures">;

/** What the create would adopt and change, or why it would refuse to; neither if the cloud does not show the instance. */
export async function previewAdoption(inputs: InstanceInputs, context: Context): Promise<PreviewedAdoption> {
  const id = known(inputs.adoptId);
  if (id === undefined) return { failures: [] };
  const previewed = await askInPreview(context, async () => {
    const { value: instance } = await lookUpInstance(id, context);
    return instance && tryLookup(context, () => compareAdopted(instance, inputs, context));
  });
  return previewed ?? { failures: [] };
}

async function compareAdopted(
  instance: Instance,
  inputs: InstanceInputs,
  context: Context,
): Promise<PreviewedAdoption> {
  const refusedStatus = statusRefusal(instance);
  if (refusedStatus !== undefined) {
    const { reason } = AdoptError.refused(instance.id, refusedStatus);
    return { failures: [{ path: "adoptId", reason }] };
  }
  const declared = knownInputs(inputs);
  const state = await withFlavorNames(await stateOf(instance, declared, context), declared, context);
  const named = await withDatastoreNames(declared, undefined, context, instance.datastore.type);
  const restart = await restartRefusal(instance, declared, context);
  const refused = [...adoptionRefusals(state, named, instance), ...(restart === undefined ? [] : [restart])];
  if (refused.length > 0) return { failures: refused.map(({ path, reason }) => ({ path, reason })) };
  const { contents, changes, failures } = await compareContents(instance.id, declared, context);
  if (failures.length > 0) return { failures };
  const { allow } = inputs;
  const difference = compare({ ...state, ...contents }, { ...inputs, ...named, ...(allow && { allow }) });
  const updates = difference.changes.filter(({ kind }) => kind === "update");
  return { adoption: toAdoption(instance, [...updates, ...changes]), failures: [] };
}

function toAdoption({ id, name }: Instance, changes: readonly PropertyChange[]): Adoption {
  const what = `Adopts instance ${JSON.stringify(describeValue(name))} (${id})`;
  return { summary: changes.length === 0 ? `${what} without changes.` : `${what} and changes:`, changes };
}

/** The inputs without those that hold unknown values: the create decides about them. */
function knownInputs(inputs: InstanceInputs): InstanceInputs {
  const { allow } = inputs;
  return {
    ...Object.fromEntries(Object.entries(inputs).filter(([, value]) => !holdsUnknown(value))),
    ...(holdsUnknown(allow) && { allow: { restart: consentTo("restart", allow) !== false } }),
  };
}

async function stateOf(instance: Instance, declared: InstanceInputs, context: Context): Promise<InstanceState> {
  const cloud = await context.trove.cloud({ signal: context.signal });
  return toState(await currentInputs(declared, undefined, instance, context), instance, cloud, {
    wasActive: true,
    pending: [],
    restartRequired: false,
    unmanagedSource: declared.replicaOf === undefined ? instance.replicaOf : undefined,
  });
}

/** Not of a replica: Trove may change its group together with that of its source first. */
async function restartRefusal(
  instance: Instance,
  declared: InstanceInputs,
  context: Context,
): Promise<PropertyChange | undefined> {
  const { configuration } = declared;
  const isChanged = configuration !== undefined && configuration !== instance.configurationId;
  if (!isChanged || instance.replicaOf !== undefined) return undefined;
  return unconsentedRestart(instance, declared, context);
}

interface ComparedContents {
  readonly contents: Pick<InstanceInputs, "databases" | "users">;
  readonly changes: readonly PropertyChange[];
  readonly failures: readonly Failure[];
}

/** Trove does not report passwords, so each declared one is set. A user that does not exist needs one. */
async function compareContents(id: string, declared: InstanceInputs, context: Context): Promise<ComparedContents> {
  const { databases, users } = declared;
  if (databases === undefined && users === undefined) return { contents: {}, changes: [], failures: [] };
  const listed = await tryLookup(context, () => listGuestObjects(id, declared, context));
  if (listed === undefined) {
    const paths = (["databases", "users"] as const).filter((name) => declared[name] !== undefined);
    const changes = paths.map((path) =>
      propertyChange(path, "update", "none", "changed to what is declared, if they differ"),
    );
    return { contents: { ...(databases && { databases }), ...(users && { users }) }, changes, failures: [] };
  }
  const contents = existingContents(declared, listed);
  const existing = Object.entries(contents.users ?? {});
  const changes = existing
    .filter(([, user]) => hasPassword(user))
    .map(([key]) =>
      propertyChange(formatPath(["users", key, "password"]), "update", "none", "set to the declared password"),
    );
  const missing = keysWithoutPassword(users).filter((key) => !listed.users?.has(key));
  return { contents, changes, failures: missingPasswords(missing) };
}
