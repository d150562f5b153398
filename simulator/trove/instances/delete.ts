import { ApiFault, unprocessable } from "../api-fault.ts";
import type { Call } from "../call.ts";
import type { Cloud } from "../cloud.ts";
import { findFlavor } from "../flavors.ts";
import { anyInstance } from "./checks.ts";
import { announced } from "./fault.ts";
import type { Instance } from "./instance.ts";
import { PICKUP } from "./pickup.ts";
import { statusOf } from "./status.ts";

/** The part of a deletion after which the database has stopped, and after which server and ports are gone. */
const [STOPPED, GONE] = [0.5, 0.8];

/**
 * `DELETE /instances/{id}`: 202, later 404. A second DELETE returns the quota a second time. An operation in progress goes on, and
 * its end can show the instance as ACTIVE for a moment.
 */
export function deleteInstance(call: Call): undefined {
  const { cloud } = call;
  const instance = anyInstance(call);
  announced(instance, () => {
    // Even a refused one removes the modules (`trove/instance/service.py`, `delete`).
    for (const module of cloud.modules(instance.projectId)) module.applied.delete(instance.id);
    checkDeletable(cloud, instance);
    instance.setTask("DELETING");
    instance.configurationId = undefined;
    const { ram } = findFlavor(instance.flavor);
    cloud.quotas.charge(call.project, { instances: -1, ram: -ram, volumes: -instance.volume.size });
  });
  cloud.later(instance, PICKUP, () => tearDown(cloud, instance));
}

function checkDeletable(cloud: Cloud, instance: Instance): void {
  const { condition, server = condition.server } = instance;
  if (statusOf({ ...condition, server }) === "BUILD") {
    throw unprocessable(`Instance ${instance.id} is not ready. (Status is BUILD).`);
  }
  if (cloud.replicasOf(instance.id).length > 0) {
    throw new ApiFault(403, "Detach replicas before deleting replica source.");
  }
}

function tearDown(cloud: Cloud, instance: Instance): void {
  if (instance.server === undefined) {
    cloud.remove(instance.id);
    return;
  }
  const { delete: seconds } = cloud.settings;
  if (instance.server === "BUILD") instance.server = "ACTIVE";
  cloud.later(instance, seconds * STOPPED, () => {
    instance.setService("shutdown");
    void instance.databaseServer.stop();
  });
  cloud.later(instance, seconds * GONE, () => {
    instance.server = undefined;
    instance.addresses = [];
  });
  cloud.later(instance, cloud.settings.delete, () => cloud.remove(instance.id));
}
