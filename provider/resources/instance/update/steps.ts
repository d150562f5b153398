import type { Access, Instance } from "../../../trove/types.ts";
import { versionNameOf } from "../../catalog/datastores.ts";
import { flavorIdOrOwn, flavorNameOf } from "../../catalog/flavors.ts";
import { ignoringGrown } from "../../guest/already-done.ts";
import { bring, type Change } from "../../instance-actions/apply-change.ts";
import { isWell } from "../../instance-actions/idle.ts";
import { same } from "../../values/same.ts";
import type { Work } from "./reconciliation.ts";

/** The name and the access go in one request; the name is changed at once, the access a while later. */
export async function nameAndAccess(work: Work): Promise<void> {
  if (work.has("name", "access")) return;
  const { name, access } = work.wanted;
  const seen = await work.look();
  const patch = {
    ...(name !== undefined && name !== seen.name ? { name } : {}),
    ...(access !== undefined && !same(access, seen.access) ? { access } : {}),
  };
  if (Object.keys(patch).length > 0) {
    const reached = (at: { name: string; access: unknown }) =>
      (name === undefined || at.name === name) && (access === undefined || sameAccess(at.access, access));
    await bring(work, {
      what: `to have ${Object.keys(patch).join(" and ")} changed`,
      action: `change of ${Object.keys(patch).join(" and ")}`,
      paths: Object.keys(patch),
      reached,
      request: async (seen) => {
        if (patch.access !== undefined) work.keepOwedRestart(seen);
        await work.context.trove.instances.update(work.id, patch, { signal: work.context.signal });
      },
    });
  }
  work.reach({ name, access });
}

function sameAccess(has: unknown, wanted: Access): boolean {
  return same(has, wanted);
}

/** A replica becomes an instance of its own, where the program named its source. */
export async function leaveSource(work: Work): Promise<void> {
  // An adopted replica whose source the program never named stays one, also when an interrupted update is resumed.
  const isNamed = work.wanted.replicaOf !== undefined || work.reached.replicaOf !== undefined;
  if (!isNamed || work.has("replicaOf")) return;
  if (work.wanted.replicaOf === undefined) {
    await bring(work, {
      what: "to leave its source",
      action: "detach from its source",
      paths: ["replicaOf"],
      reached: ({ replicaOf }) => replicaOf === undefined,
      request: async (seen) => {
        work.keepOwedRestart(seen);
        await work.context.trove.instances.update(work.id, { detachFromSource: true }, { signal: work.context.signal });
      },
    });
  }
  work.reach({ replicaOf: work.wanted.replicaOf });
  // From here on the program manages the source, also once it has removed `replicaOf` again.
  work.remember({ unmanagedSource: undefined });
}

/**
 * The new version shows at once, so equality proves nothing before the upgrade is over. From 26 on an upgrade to the version
 * that the instance has is one, with its downtime (`trove/instance/service.py`, `_modify_instance`): it is never sent.
 */
export async function version(work: Work): Promise<void> {
  if (work.has("datastore")) return;
  const { datastore } = work.wanted;
  const wanted = datastore?.version;
  if (wanted !== undefined && wanted !== work.reached.datastore?.version) {
    const name = await versionNameOf(wanted, work.state.datastoreType, work.context);
    await bringByRestart(work, {
      what: `to be upgraded to ${name}`,
      action: `upgrade to ${name}`,
      paths: ["datastore.version"],
      ready: isWell,
      reached: (seen) => seen.datastore.version === name,
      repeats: true,
      request: () =>
        work.context.trove.instances.update(work.id, { datastoreVersion: wanted }, { signal: work.context.signal }),
    });
  }
  work.reach({ datastore });
}

/** A volume that was grown outside is as large as it should be. */
export async function volume(work: Work): Promise<void> {
  if (work.has("volume")) return;
  const { volume: wanted } = work.wanted;
  if (wanted !== undefined) {
    const { size } = wanted;
    let isAccepted = false;
    await bring(work, {
      what: `to have a volume of ${size} GiB`,
      action: `resize to ${size} GiB`,
      paths: ["volume.size"],
      ready: isWell,
      // Once the operator ends volume support, Trove grows volumes but shows no size (`trove/instance/views.py`).
      reached: ({ volumeSize }) => (volumeSize === undefined ? isAccepted : volumeSize >= size),
      request: async (seen) => {
        work.keepOwedRestart(seen);
        const growth = work.context.trove.instances.growVolume(work.id, size, { signal: work.context.signal });
        await (seen.volumeSize === undefined ? ignoringGrown(growth) : growth);
        isAccepted = true;
      },
    });
  }
  work.reach({ volume: wanted });
}

/** A resize that fails falls back to the old flavor without a word, so the result is compared. */
export async function flavor(work: Work): Promise<void> {
  if (work.has("flavor")) return;
  const { flavor: wanted } = work.wanted;
  if (wanted !== undefined) {
    const id = await flavorIdOrOwn(
      wanted,
      { flavor: work.reached.flavor, flavorId: work.state.flavorId },
      work.context,
    );
    await bringByRestart(work, {
      what: `to have flavor ${wanted}`,
      action: `resize to ${await flavorNameOf(id, work.context)}`,
      paths: ["flavor"],
      ready: isWell,
      reached: (seen) => seen.flavorId === id,
      request: () => work.context.trove.instances.resize(work.id, id, { signal: work.context.signal }),
    });
  }
  work.reach({ flavor: wanted });
}

/** For what takes the database down and up again: no restart is owed after it. */
async function bringByRestart(work: Work, change: Change): Promise<void> {
  let asked = false;
  const request = (seen: Instance) => {
    asked = true;
    return change.request(seen);
  };
  await bring(work, { ...change, request });
  if (asked) work.remember({ owesRestart: false });
}

/** Notes the arguments that are kept in state alone. */
export function records(work: Work): void {
  const { allow, network, availabilityZone, locality, restorePoint, finalBackup, adoptId } = work.wanted;
  work.reach({ allow, network, availabilityZone, locality, restorePoint, finalBackup, adoptId });
}
