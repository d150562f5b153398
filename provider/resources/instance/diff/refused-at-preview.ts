import { isId, listDatastores } from "../../catalog/datastores.ts";
import { type NamedDatastore, versionName } from "../../catalog/possible-datastores.ts";
import { lookUpInstance } from "../../catalog/references.ts";
import { askInPreview, tryLookup } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import { propertyChange, toRefusals } from "../../diff/property-change.ts";
import { guestRulesBrokenBefore } from "../../guest/rules/guest-rules.ts";
import { declaredInputs } from "../../managed-state.ts";
import type { PropertyChange } from "../../resource.ts";
import { same } from "../../values/same.ts";
import { holdsUnknown, known } from "../../values/unknown-value.ts";
import { warnOnce } from "../../warn-once.ts";
import type { InstanceInputs } from "../arguments.ts";
import { configurationFailures } from "../check/reference-checks.ts";
import type { InstanceState } from "../state.ts";
import { stuckSwap } from "./arguments/configuration.ts";
import { unconsentedRestart } from "./group-restart.ts";

/**
 * The changes of an instance that the cloud would not take, as far as only the cloud tells. What is as it was before is
 * never refused: of what the guest agent does not take, a preview warns.
 */
export async function refusedAtPreview(
  id: string,
  state: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<PropertyChange[]> {
  if (!context.preview) return [];
  const declared = declaredInputs(state);
  for (const { path, reason } of guestRulesBrokenBefore([state.datastoreType], inputs, declared)) {
    await warnOnce(context, `${id} ${path}`, `${path} ${reason}. It is as it was, so it is not refused: change it.`);
  }
  if (same(inputs.configuration, declared.configuration)) return [];
  const refused = await askInPreview(context, async () => {
    const possible = [datastoreAfter(state, inputs)];
    const failures = await configurationFailures(known(inputs.configuration), possible, context, id);
    return [...toRefusals(failures), ...(failures.length > 0 ? [] : await restartRefusals(id, state, inputs, context))];
  });
  return refused ?? [];
}

/**
 * The update refuses a change of the group that needs a restart without consent. The group of a replica is left to the
 * update: Trove may change it with that of its source before.
 */
async function restartRefusals(
  id: string,
  { status }: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<PropertyChange[]> {
  if (holdsUnknown(inputs.configuration)) return [];
  const { value: seen } = await lookUpInstance(id, context);
  if (seen === undefined || seen.replicaOf !== undefined || seen.configurationId === inputs.configuration) return [];
  const refused = await tryLookup(context, () => unconsentedRestart(seen, inputs, context));
  // The diff finds by itself what the state shows.
  return refused === undefined || (refused === stuckSwap && status === "RESTART_REQUIRED") ? [] : [refused];
}

/**
 * A version given by an id whose name other versions of the datastore have too (`trove/datastore/models.py` takes several
 * of one name). Trove reports the name alone, so nothing shows whether the instance has that version. An update that was
 * interrupted may have sent this upgrade, and a refresh then shows its name: the next update finishes it.
 *
 * @param state as it is saved: "pending" must be that of an earlier operation.
 */
export async function ambiguousVersionRows(
  state: InstanceState,
  { datastore }: InstanceInputs,
  context: Context,
): Promise<PropertyChange[]> {
  const version = known(known(datastore)?.version);
  if (!isId(version) || version === declaredInputs(state).datastore?.version) return [];
  if (state.pending.includes("update")) return [];
  const ask = async () => {
    const all = (await tryLookup(context, () => listDatastores(context))) ?? [];
    const versions = all.find(({ name }) => name === state.datastoreType)?.versions ?? [];
    const namesakes = versions.filter(({ name }) => name === state.datastoreVersion);
    if (namesakes.length < 2 || !namesakes.some(({ id }) => id === version)) return [];
    const reason =
      `${version} is one of ${namesakes.length} versions named ${state.datastoreVersion}, which is the name that Trove ` +
      "reports for the instance: whether the instance has this one cannot be found out, and no upgrade would be sent. " +
      "Declare the version by its name, and upgrade with `openstack database instance upgrade`.";
    return [propertyChange("datastore.version", "refuse", "none", reason)];
  };
  return (await (context.preview ? askInPreview(context, ask) : ask())) ?? [];
}

/**
 * A group is attached after an upgrade. A declared id that did not change is still an id here (`withDatastoreNames`): the
 * instance has that version.
 */
function datastoreAfter(state: InstanceState, { datastore }: InstanceInputs): NamedDatastore {
  const { datastoreType, datastoreVersion, datastore: was } = state;
  const version = known(datastore)?.version;
  if (holdsUnknown(datastore)) return { type: datastoreType, version: undefined };
  const isUpgraded = version !== undefined && version !== was?.version;
  return { type: datastoreType, version: isUpgraded ? versionName(version) : datastoreVersion };
}
