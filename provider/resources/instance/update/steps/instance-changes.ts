import { BadRequestError } from "../../../../trove/errors/status-errors.ts";
import { isHealthyOrRestartRequired } from "../../../../trove/instance-status.ts";
import type { Instance } from "../../../../trove/types.ts";
import { versionNameOf } from "../../../catalog/datastores.ts";
import { flavorIdOrOwn, flavorNameOf } from "../../../catalog/flavors.ts";
import { applyChange, type Change } from "../../../instance-actions/apply-change.ts";
import { readInstance } from "../../../instance-actions/read-instance.ts";
import { same } from "../../../values/same.ts";
import { type ArgumentName, instanceArguments } from "../../arguments.ts";
import type { Reconciliation } from "../reconciliation.ts";

/** The arguments that a step applies, which marks them itself. */
const APPLIED_BY_STEPS: ReadonlySet<string> = new Set<ArgumentName>([
  "name",
  "access",
  "replicaOf",
  "configuration",
  "datastore",
  "volume",
  "flavor",
  "databases",
  "users",
]);
const STATE_ONLY = Object.keys(instanceArguments).filter((name) => !APPLIED_BY_STEPS.has(name));

/** Records the arguments that an update only keeps in state. */
export function recordStateOnly({ inputs, applied }: Reconciliation): void {
  applied.mark(Object.fromEntries(STATE_ONLY.map((name) => [name, inputs[name as ArgumentName]])));
}

/** Updates name and access in one request. The name changes at once, the access later. */
export async function updateNameAndAccess(reconciliation: Reconciliation): Promise<void> {
  const { instanceId, context, inputs, applied, tracker } = reconciliation;
  if (applied.isUpToDate("name", "access")) return;
  const { name, access } = inputs;
  const seen = await readInstance(reconciliation);
  const patch = {
    ...(name !== undefined && name !== seen.name ? { name } : {}),
    ...(access !== undefined && !same(access, seen.access) ? { access } : {}),
  };
  const changed = Object.keys(patch);
  if (changed.length > 0) {
    await applyChange(reconciliation, {
      what: `change of ${changed.join(" and ")}`,
      action: `change of ${changed.join(" and ")}`,
      paths: changed,
      isApplied: (now) =>
        (name === undefined || now.name === name) && (access === undefined || same(now.access, access)),
      request: async (now) => {
        if (patch.access !== undefined) tracker.keepPendingRestart(now);
        await context.trove.instances.update(instanceId, patch, { signal: context.signal });
      },
    });
  }
  applied.mark({ name, access });
}

/** Detaches a replica from its source if the program no longer declares `replicaOf`. */
export async function detachFromSource(reconciliation: Reconciliation): Promise<void> {
  const { instanceId, context, inputs, applied, tracker } = reconciliation;
  // An adopted replica whose source the program never declared stays one, also if an interrupted update is resumed.
  const isDeclared = inputs.replicaOf !== undefined || applied.values.replicaOf !== undefined;
  if (!isDeclared || applied.isUpToDate("replicaOf")) return;
  if (inputs.replicaOf === undefined) {
    await applyChange(reconciliation, {
      what: "detachment from its source",
      action: "detach from its source",
      paths: ["replicaOf"],
      isApplied: ({ replicaOf }) => replicaOf === undefined,
      request: async (now) => {
        tracker.keepPendingRestart(now);
        await context.trove.instances.update(instanceId, { detachFromSource: true }, { signal: context.signal });
      },
    });
  }
  applied.mark({ replicaOf: inputs.replicaOf });
  // From here on the program manages the source, even after it removes `replicaOf` again.
  tracker.updateBookkeeping({ unmanagedSource: undefined });
}

/**
 * Upgrades the datastore version. Trove reports the new version at once, so it proves nothing while the upgrade runs.
 * Trove 26 and later also performs an upgrade to the current version, with its downtime (`trove/instance/service.py`,
 * `_modify_instance`): such a request is never sent.
 */
export async function upgradeVersion(reconciliation: Reconciliation): Promise<void> {
  const { instanceId, datastoreType, context, inputs, applied } = reconciliation;
  if (applied.isUpToDate("datastore")) return;
  const version = inputs.datastore?.version;
  if (version !== undefined && version !== applied.values.datastore?.version) {
    const name = await versionNameOf(version, datastoreType, context);
    await applyWithRestart(reconciliation, {
      what: `upgrade to ${name}`,
      action: `upgrade to ${name}`,
      paths: ["datastore.version"],
      isReady: isHealthyOrRestartRequired,
      isApplied: ({ datastore }) => datastore.version === name,
      mustNotRepeat: true,
      request: () =>
        context.trove.instances.update(instanceId, { datastoreVersion: version }, { signal: context.signal }),
    });
  }
  applied.mark({ datastore: inputs.datastore });
}

/** Grows the volume. A larger one, which someone grew outside the program, stays as it is. */
export async function growVolume(reconciliation: Reconciliation): Promise<void> {
  const { instanceId, context, inputs, applied, tracker } = reconciliation;
  if (applied.isUpToDate("volume")) return;
  if (inputs.volume !== undefined) {
    const { size } = inputs.volume;
    let isAccepted = false;
    await applyChange(reconciliation, {
      what: `growth of its volume to ${size} GiB`,
      action: `resize to ${size} GiB`,
      paths: ["volume.size"],
      isReady: isHealthyOrRestartRequired,
      // If the operator has ended volume support, Trove grows volumes but reports no size (`trove/instance/views.py`).
      isApplied: ({ volumeSize }) => (volumeSize === undefined ? isAccepted : volumeSize >= size),
      request: async (now) => {
        tracker.keepPendingRestart(now);
        const growth = context.trove.instances.growVolume(instanceId, size, { signal: context.signal });
        await (now.volumeSize === undefined ? ignoringGrown(growth) : growth);
        isAccepted = true;
      },
    });
  }
  applied.mark({ volume: inputs.volume });
}

/** Ignores a 400 because the volume has that size or is larger (`trove/instance/models.py`, `resize_volume`). */
async function ignoringGrown(request: Promise<void>): Promise<void> {
  try {
    await request;
  } catch (error) {
    const isGrown = /larger than the current volume/i;
    if (!(error instanceof BadRequestError && isGrown.test(error.serverMessage ?? ""))) throw error;
  }
}

/** Resizes the instance to the flavor. A resize that fails restores the old flavor and reports no error. */
export async function resizeToFlavor(reconciliation: Reconciliation): Promise<void> {
  const { instanceId, context, inputs, applied, state } = reconciliation;
  if (applied.isUpToDate("flavor")) return;
  const { flavor } = inputs;
  if (flavor !== undefined) {
    const id = await flavorIdOrOwn(flavor, { flavor: applied.values.flavor, flavorId: state.flavorId }, context);
    await applyWithRestart(reconciliation, {
      what: `resize to flavor ${flavor}`,
      action: `resize to ${await flavorNameOf(id, context)}`,
      paths: ["flavor"],
      isReady: isHealthyOrRestartRequired,
      isApplied: ({ flavorId }) => flavorId === id,
      request: () => context.trove.instances.resize(instanceId, id, { signal: context.signal }),
    });
  }
  applied.mark({ flavor });
}

/** Applies a change that restarts the database: if it was requested, no restart is pending afterwards. */
async function applyWithRestart(reconciliation: Reconciliation, change: Change): Promise<void> {
  let isRequested = false;
  const request = (instance: Instance) => {
    isRequested = true;
    return change.request(instance);
  };
  await applyChange(reconciliation, { ...change, request });
  if (isRequested) reconciliation.tracker.updateBookkeeping({ restartRequired: false });
}
