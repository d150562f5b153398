import type { Instance } from "../../../trove/types.ts";
import { withDatastoreNames } from "../../catalog/datastores.ts";
import { lookUpInstance } from "../../catalog/references.ts";
import { askInPreview, tryLookup } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import { consentTo } from "../../diff/consent.ts";
import { propertyChange } from "../../diff/property-change.ts";
import { listGuestObjects } from "../../guest/guest-objects.ts";
import { formatPath } from "../../property-path.ts";
import type { Adoption, Failure, PropertyChange } from "../../resource.ts";
import { describeValue } from "../../values/describe-values.ts";
import { holdsUnknown, known } from "../../values/unknown-value.ts";
import type { InstanceInputs } from "../arguments.ts";
import { withFlavorNames } from "../diff/comparable-flavor.ts";
import { compare } from "../diff/compare.ts";
import { unconsentedRestart } from "../diff/group-restart.ts";
import { currentInputs } from "../read/current-inputs.ts";
import { toDeclared } from "../read/read.ts";
import { type InstanceState, toState } from "../state.ts";
import { refusalOfStatus, refusals } from "./adopt.ts";
import { AdoptError } from "./adopt-error.ts";

export interface PreviewedAdoption {
  readonly adoption?: Adoption | undefined;
  readonly failures: readonly Failure[];
}

/** What the create would take over and change, or why it would refuse to; nothing where the cloud does not tell. */
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
  const refusedStatus = refusalOfStatus(instance);
  if (refusedStatus !== undefined) {
    const { reason } = AdoptError.refused(instance.id, refusedStatus);
    return { failures: [{ path: "adoptId", reason }] };
  }
  // The create decides about the others, once their values are known.
  const { allow } = inputs;
  const declared: InstanceInputs = {
    ...Object.fromEntries(Object.entries(inputs).filter(([, value]) => !holdsUnknown(value))),
    ...(holdsUnknown(allow) && { allow: { restart: consentTo("restart", allow) !== false } }),
  };
  const state = await withFlavorNames(await stateOf(instance, declared, context), declared, context);
  const named = await withDatastoreNames(declared, undefined, context, instance.datastore.type);
  const restart = await restartRefusal(instance, declared, context);
  const refused = [...refusals(state, named, instance), ...(restart === undefined ? [] : [restart])];
  if (refused.length > 0) return { failures: refused.map(({ path, reason }) => ({ path, reason })) };
  const { guest, rows: guestRows } = await compareGuest(instance.id, declared, context);
  const { changes: rows } = compare({ ...state, ...guest }, { ...inputs, ...named, ...(allow && { allow }) });
  const changes = [...rows.filter(({ kind }) => kind === "update"), ...guestRows];
  const what = `Takes over instance ${JSON.stringify(describeValue(instance.name))} (${instance.id})`;
  return {
    adoption: { summary: changes.length === 0 ? `${what} as it is.` : `${what} and changes:`, changes: changes },
    failures: [],
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

/** Trove may change the group of a replica with that of its source before. */
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

interface ComparedGuest {
  readonly guest: Pick<InstanceInputs, "databases" | "users">;
  readonly rows: readonly PropertyChange[];
}

/** Nobody knows the password that a user has, so each declared one is set. */
async function compareGuest(id: string, declared: InstanceInputs, context: Context): Promise<ComparedGuest> {
  const { databases, users } = declared;
  if (databases === undefined && users === undefined) return { guest: {}, rows: [] };
  const there = await tryLookup(context, () => listGuestObjects(id, declared, context));
  if (there === undefined) {
    const paths = (["databases", "users"] as const).filter((name) => declared[name] !== undefined);
    const rows = paths.map((path) => propertyChange(path, "update", "none", "made as declared, where they differ"));
    return { guest: { ...(databases && { databases }), ...(users && { users }) }, rows };
  }
  const guest = toDeclared(declared, there);
  const rows = Object.keys(guest.users ?? {}).map((key) =>
    propertyChange(formatPath(["users", key, "password"]), "update", "none", "set to the declared password"),
  );
  return { guest, rows };
}
