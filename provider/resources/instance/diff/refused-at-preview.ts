import { warnOnce } from "../../../core/log.ts";
import { isId, listDatastores } from "../../catalog/datastores.ts";
import { type NamedDatastore, versionName } from "../../catalog/possible-datastores.ts";
import { lookUpInstance } from "../../catalog/references.ts";
import { askInPreview, tryLookup } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import { propertyChange, toRefusals } from "../../diff/property-change.ts";
import { guestRulesBrokenBefore } from "../../guest/rules/guest-rules.ts";
import { keysWithoutPassword, missingPasswords } from "../../guest/rules/new-users.ts";
import { fetchUsers } from "../../guest/shared/fetch-contents.ts";
import { declaredInputs } from "../../managed-state.ts";
import type { PropertyChange } from "../../resource.ts";
import { same } from "../../values/same.ts";
import { holdsUnknown, known } from "../../values/unknown-value.ts";
import type { InstanceInputs } from "../arguments.ts";
import { configurationFailures } from "../check/reference-checks.ts";
import type { InstanceState } from "../state.ts";
import { stuckSwap } from "./arguments/configuration.ts";

import type { Comparable } from "./comparable-state.ts";

import { unconsentedRestart } from "./group-restart.ts";

/**
 * The changes of the configuration group that Trove or the update would refuse, and warnings of values that the guest
 * agent does not accept. A value that has not changed is never refused.
 */
export async function refusedAtPreview(
  id: string,
  { state, inputs }: Comparable,
  context: Context,
): Promise<PropertyChange[]> {
  if (!context.preview) return [];
  const declared = declaredInputs(state);
  for (const { path, reason } of guestRulesBrokenBefore([state.datastoreType], inputs, declared)) {
    await warnOnce(
      context,
      `${id} ${path}`,
      `${path} ${reason}. The value has not changed, so it is not refused: correct it.`,
    );
  }
  if (same(inputs.configuration, declared.configuration)) return [];
  const refused = await askInPreview(context, async () => {
    const possible = [datastoreAfterUpdate(state, inputs)];
    const failures = await configurationFailures(known(inputs.configuration), possible, context, id);
    return failures.length > 0 ? toRefusals(failures) : restartRefusals(id, state, inputs, context);
  });
  return refused ?? [];
}

/**
 * The users that the program declares without a password and that do not exist. Those of the state do, unless they were
 * dropped since: the update asks again.
 */
export async function missingUserRefusals(
  id: string,
  { state, inputs }: Comparable,
  context: Context,
): Promise<PropertyChange[]> {
  // An instance that is replaced is checked as a new resource; the other changes of users are already refused.
  if (state.finding !== undefined || state.contentsUnsupported === true) return [];
  const declared = declaredInputs(state).users ?? {};
  const keys = keysWithoutPassword(inputs.users).filter((key) => !Object.hasOwn(declared, key));
  if (keys.length === 0) return [];
  const { trove, signal } = context;
  const list = () => tryLookup(context, () => fetchUsers(id, trove, { signal }));
  const existing = await askInPreview(context, list);
  if (existing === undefined) return [];
  return toRefusals(missingPasswords(keys.filter((key) => !existing.has(key))));
}

/**
 * The restart that a change of the group needs without consent. Not of a replica: Trove may change its group together with
 * that of its source first, so the update decides.
 */
async function restartRefusals(
  id: string,
  { status }: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<PropertyChange[]> {
  if (holdsUnknown(inputs.configuration)) return [];
  const { value: instance } = await lookUpInstance(id, context);
  if (instance === undefined || instance.replicaOf !== undefined) return [];
  if (instance.configurationId === inputs.configuration) return [];
  const refused = await tryLookup(context, () => unconsentedRestart(instance, inputs, context));
  // If the state shows RESTART_REQUIRED, `compare` refuses the swap itself.
  return refused === undefined || (refused === stuckSwap && status === "RESTART_REQUIRED") ? [] : [refused];
}

/**
 * Refuses a version that is declared by id if other versions of the datastore have the same name
 * (`trove/datastore/models.py` allows that). Trove reports only the name, so nothing shows whether the instance already
 * has that version. An interrupted update may have requested this upgrade: then the next update finishes it.
 *
 * @param saved the state as it is saved: its "pending" must be that of an earlier operation
 */
export async function ambiguousVersionRefusals(
  saved: InstanceState,
  { datastore }: InstanceInputs,
  context: Context,
): Promise<PropertyChange[]> {
  const version = known(known(datastore)?.version);
  if (!isId(version) || version === declaredInputs(saved).datastore?.version) return [];
  if (saved.pending.includes("update")) return [];
  const ask = async () => {
    const all = (await tryLookup(context, () => listDatastores(context))) ?? [];
    const versions = all.find(({ name }) => name === saved.datastoreType)?.versions ?? [];
    const namesakes = versions.filter(({ name }) => name === saved.datastoreVersion);
    if (namesakes.length < 2 || !namesakes.some(({ id }) => id === version)) return [];
    const reason =
      `${version} is one of ${namesakes.length} versions named ${saved.datastoreVersion}, which is also the name that Trove ` +
      "reports for the instance, so that nothing shows whether an upgrade is needed. " +
      "Declare the version by its name, and upgrade with `openstack database instance upgrade`.";
    return [propertyChange("datastore.version", "refuse", "none", reason)];
  };
  return (await (context.preview ? askInPreview(context, ask) : ask())) ?? [];
}

/**
 * The datastore when the group is attached, which is after an upgrade. A declared id that has not changed is still an id
 * here (`withDatastoreNames`): the instance has that version.
 */
function datastoreAfterUpdate(state: InstanceState, { datastore }: InstanceInputs): NamedDatastore {
  const { datastoreType, datastoreVersion, datastore: declared } = state;
  if (holdsUnknown(datastore)) return { type: datastoreType, version: undefined };
  const version = known(datastore)?.version;
  const isUpgraded = version !== undefined && version !== declared?.version;
  return { type: datastoreType, version: isUpgraded ? versionName(version) : datastoreVersion };
}
