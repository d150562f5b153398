import { ApiFault, badRequest } from "../api-fault.ts";
import type { Cloud } from "../cloud.ts";
import { type Flavor, findFlavor } from "../flavors.ts";
import { checkIdle } from "./checks.ts";
import { startDatabaseLater } from "./database-process.ts";
import { saveFault } from "./fault.ts";
import type { Instance } from "./instance.ts";
import { PICKUP } from "./pickup.ts";
import { checkVolumeSize } from "./volume-size.ts";

const VOLUME_SECONDS = 0.5;
const SERVER_SECONDS = 0.5;
const RECONFIGURE_SECONDS = 0.6;

/** Resizes the volumes of the instance and of its replicas; the quota is charged for each separately. */
export function resizeVolume(cloud: Cloud, instance: Instance, size: number): void {
  const current = instance.volume.size;
  if (current === 0) throw badRequest(`Instance ${instance.id} has no volume.`);
  if (size <= current) {
    throw badRequest(`The new volume 'size' must be larger than the current volume size of '${current}'.`);
  }
  checkVolumeSize(size);
  const all = [instance, ...cloud.replicasOf(instance.id)];
  for (const one of all) checkIdle(one);
  for (const one of all) {
    cloud.quotas.charge(instance.projectId, { volumes: size - current });
    growVolume(cloud, one, size);
  }
}

/** The database keeps running (`online_volume_resize`). The new size is visible while the instance is still in RESIZE. */
function growVolume(cloud: Cloud, instance: Instance, size: number): void {
  instance.setTask("RESIZING");
  cloud.later(instance, PICKUP, () => {
    instance.volume.size = size;
  });
  cloud.later(instance, PICKUP + VOLUME_SECONDS, () => instance.setTask("NONE"));
}

export function resizeFlavor(cloud: Cloud, instance: Instance, id: string): void {
  checkIdle(instance);
  const old = instance.flavor;
  if (id === old) throw badRequest(`The new flavor id must be different than the current flavor id of '${old}'.`);
  const flavor = findFlavor(id);
  if (cloud.hasVolumes && flavor.ephemeral !== 0) throw new ApiFault(501, "Local storage support is not enabled.");
  cloud.quotas.charge(instance.projectId, { ram: flavor.ram - findFlavor(old).ram });
  instance.setTask("RESIZING");
  cloud.later(instance, PICKUP, () => {
    instance.setService("shutdown");
    instance.server = "RESIZE";
    void instance.databaseServer.stop();
  });
  cloud.later(instance, PICKUP + SERVER_SECONDS, () => {
    instance.server = "VERIFY_RESIZE";
  });
  const seconds = PICKUP + SERVER_SECONDS + RECONFIGURE_SECONDS;
  startDatabaseLater(cloud, instance, seconds, () => finish(cloud, instance, flavor));
}

/** A failed resize returns to ACTIVE, with the old flavor and a fault. One that a DELETE has overtaken never ends. */
function finish(cloud: Cloud, instance: Instance, flavor: Flavor): void {
  if (instance.task === "DELETING") return;
  const failed = instance.name.endsWith("RESIZE_ERROR");
  const fault = cloud.behavior.namesFlavorsInFault
    ? `flavor=${findFlavor(instance.flavor).name} and not ${flavor.name}`
    : `flavor_id=${instance.flavor} and not ${flavor.id}`;
  if (failed) saveFault(instance, `Assertion failed! ${fault}`);
  else instance.flavor = flavor.id;
  instance.server = "ACTIVE";
  instance.reportServer();
  instance.setTask("NONE");
}
