import { isHealthyOrRestartRequired } from "../../../trove/instance-status.ts";
import type { Access, Instance } from "../../../trove/types.ts";
import { versionNameOf } from "../../catalog/datastores.ts";
import { flavorIdOrOwn, flavorNameOf } from "../../catalog/flavors.ts";
import { ignoringGrown } from "../../guest/already-done.ts";
import { applyChange, type Change } from "../../instance-actions/apply-change.ts";
import { same } from "../../values/same.ts";
import type { Reconciliation } from "./reconciliation.ts";

/** The name and the access go in one request; the name is changed at once, the access a while later. */
export async function updateNameAndAccess(work: Reconciliation): Promise<void> {
  if (work.isUpToDate("name", "access")) return;
  const { name, access } = work.inputs;
  const seen = await work.read();
  const patch = {
    ...(name !== undefined && name !== seen.name ? { name } : {}),
    ...(access !== undefined && !same(access, seen.access) ? { access } : {}),
  };
  if (Object.keys(patch).length > 0) {
    const reached = (at: { name: string; access: unknown }) =>
      (name === undefined || at.name === name) && (access === undefined || sameAccess(at.access, access));
    await applyChange(work, {
      what: `to have ${Object.keys(patch).join(" and ")} changed`,
      action: `change of ${Object.keys(patch).join(" and ")}`,
      paths: Object.keys(patch),
      isApplied: reached,
      request: async (seen) => {
        if (patch.access !== undefined) work.keepPendingRestart(seen);
        await work.context.trove.instances.update(work.id, patch, { signal: work.context.signal });
      },
    });
  }
  work.markApplied({ name, access });
}

function sameAccess(has: unknown, wanted: Access): boolean {
  return same(has, wanted);
}

/** A replica becomes an instance of its own, where the program named its source. */
export async function detachFromSource(work: Reconciliation): Promise<void> {
  // An adopted replica whose source the program never named stays one, also when an interrupted update is resumed.
  const isNamed = work.inputs.replicaOf !== undefined || work.reached.replicaOf !== undefined;
  if (!isNamed || work.isUpToDate("replicaOf")) return;
  if (work.inputs.replicaOf === undefined) {
    await applyChange(work, {
      what: "to leave its source",
      action: "detach from its source",
      paths: ["replicaOf"],
      isApplied: ({ replicaOf }) => replicaOf === undefined,
      request: async (seen) => {
        work.keepPendingRestart(seen);
        await work.context.trove.instances.update(work.id, { detachFromSource: true }, { signal: work.context.signal });
      },
    });
  }
  work.markApplied({ replicaOf: work.inputs.replicaOf });
  // From here on the program manages the source, also once it has removed `replicaOf` again.
  work.updateBookkeeping({ unmanagedSource: undefined });
}

/**
 * The new version shows at once, so equality proves nothing before the upgrade is over. From 26 on an upgrade to the version
 * that the instance has is one, with its downtime (`trove/instance/service.py`, `_modify_instance`): it is never sent.
 */
export async function upgradeVersion(work: Reconciliation): Promise<void> {
  if (work.isUpToDate("datastore")) return;
  const { datastore } = work.inputs;
  const wanted = datastore?.version;
  if (wanted !== undefined && wanted !== work.reached.datastore?.version) {
    const name = await versionNameOf(wanted, work.state.datastoreType, work.context);
    await applyWithRestart(work, {
      what: `to be upgraded to ${name}`,
      action: `upgrade to ${name}`,
      paths: ["datastore.version"],
      isReady: isHealthyOrRestartRequired,
      isApplied: (seen) => seen.datastore.version === name,
      mustNotRepeat: true,
      request: () =>
        work.context.trove.instances.update(work.id, { datastoreVersion: wanted }, { signal: work.context.signal }),
    });
  }
  work.markApplied({ datastore });
}

/** A volume that was grown outside is as large as it should be. */
export async function growVolume(work: Reconciliation): Promise<void> {
  if (work.isUpToDate("volume")) return;
  const { volume: wanted } = work.inputs;
  if (wanted !== undefined) {
    const { size } = wanted;
    let isAccepted = false;
    await applyChange(work, {
      what: `to have a volume of ${size} GiB`,
      action: `resize to ${size} GiB`,
      paths: ["volume.size"],
      isReady: isHealthyOrRestartRequired,
      // Once the operator ends volume support, Trove grows volumes but shows no size (`trove/instance/views.py`).
      isApplied: ({ volumeSize }) => (volumeSize === undefined ? isAccepted : volumeSize >= size),
      request: async (seen) => {
        work.keepPendingRestart(seen);
        const growth = work.context.trove.instances.growVolume(work.id, size, { signal: work.context.signal });
        await (seen.volumeSize === undefined ? ignoringGrown(growth) : growth);
        isAccepted = true;
      },
    });
  }
  work.markApplied({ volume: wanted });
}

/** A resize that fails falls back to the old flavor without a word, so the result is compared. */
export async function resizeToFlavor(work: Reconciliation): Promise<void> {
  if (work.isUpToDate("flavor")) return;
  const { flavor: wanted } = work.inputs;
  if (wanted !== undefined) {
    const id = await flavorIdOrOwn(
      wanted,
      { flavor: work.reached.flavor, flavorId: work.state.flavorId },
      work.context,
    );
    await applyWithRestart(work, {
      what: `to have flavor ${wanted}`,
      action: `resize to ${await flavorNameOf(id, work.context)}`,
      paths: ["flavor"],
      isReady: isHealthyOrRestartRequired,
      isApplied: (seen) => seen.flavorId === id,
      request: () => work.context.trove.instances.resize(work.id, id, { signal: work.context.signal }),
    });
  }
  work.markApplied({ flavor: wanted });
}

/** For what takes the database down and up again: no restart is owed after it. */
async function applyWithRestart(work: Reconciliation, change: Change): Promise<void> {
  let asked = false;
  const request = (seen: Instance) => {
    asked = true;
    return change.request(seen);
  };
  await applyChange(work, { ...change, request });
  if (asked) work.updateBookkeeping({ restartRequired: false });
}

/** Notes the arguments that are kept in state alone. */
export function recordStateOnly(work: Reconciliation): void {
  const { allow, network, availabilityZone, locality, restorePoint, finalBackup, adoptId } = work.inputs;
  work.markApplied({ allow, network, availabilityZone, locality, restorePoint, finalBackup, adoptId });
}
