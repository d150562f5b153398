import type { Cloud } from "../cloud.ts";
import { createPorts } from "./addresses.ts";
import { saveFault } from "./fault.ts";
import type { DatabaseRecord, Instance, UserRecord } from "./instance.ts";

/** Seconds until the task manager takes up what the API has answered. */
export const PICKUP = 0.1;
/** A build's fault is written a moment after its status. */
const FAULT_DELAY = 0.1;
const BROKEN_VOLUME_SIZE = 9;

interface Contents {
  readonly databases: readonly DatabaseRecord[];
  readonly users: readonly UserRecord[];
}

/** From BUILD to ACTIVE, or to what the name's ending asks for. */
export function build(cloud: Cloud, instance: Instance, contents: Contents): void {
  cloud.later(instance, PICKUP + copySource(cloud, instance), () => {
    createPorts(cloud, instance);
    if (instance.volume.size === BROKEN_VOLUME_SIZE) {
      fail(cloud, instance, `Failed to create volume for instance ${instance.id}\nFailed to create volume.`);
      return;
    }
    instance.volumeExists = true;
    if (instance.name.endsWith("SERVER_ERROR")) {
      fail(cloud, instance, `Failed to create server for instance ${instance.id}\nFake server create error (HTTP 500)`);
      return;
    }
    instance.server = "BUILD";
    boot(cloud, instance, contents);
  });
}

/** A replica begins as a backup of its source. Gives the seconds that this takes. */
function copySource(cloud: Cloud, { replicaOf }: Instance): number {
  const source = replicaOf === undefined ? undefined : cloud.peek(replicaOf);
  if (!source) return 0;
  const { backup } = cloud.settings;
  cloud.later(source, PICKUP, () => {
    source.backingUp = true;
  });
  cloud.later(source, PICKUP + backup, () => {
    source.backingUp = false;
  });
  return backup;
}

function boot(cloud: Cloud, instance: Instance, contents: Contents): void {
  const { boot: seconds } = cloud.settings;
  const { name } = instance;
  if (name.endsWith("BOOT_ERROR")) {
    cloud.later(instance, seconds * 0.4, () => failServer(cloud, instance));
    return;
  }
  cloud.later(instance, seconds * 0.4, () => {
    instance.server = "ACTIVE";
  });
  if (name.endsWith("GUEST_TIMEOUT")) {
    cloud.later(instance, Math.max(2, seconds * 3), () => {
      instance.setService("guestagent error");
      fail(cloud, instance, "Polling request timed out.");
    });
    return;
  }
  cloud.later(instance, seconds, () => {
    if (name.endsWith("GUEST_ERROR")) failGuest(cloud, instance);
    else finish(cloud, instance, contents);
  });
}

/** The guest reports itself ready first, and makes its databases and users only then. */
function finish(cloud: Cloud, instance: Instance, { databases, users }: Contents): void {
  instance.setService("healthy");
  if (instance.task !== "ERROR") instance.setTask("NONE");
  cloud.later(instance, cloud.settings.guestLag, () => {
    instance.databases.push(...databases);
    instance.users.push(...users);
  });
}

/** Nova's status shows at once; the task manager finds out when it asks again. */
function failServer(cloud: Cloud, instance: Instance): void {
  instance.server = "ERROR";
  cloud.later(instance, FAULT_DELAY, () =>
    fail(cloud, instance, "Server not active, status: ERROR, fault message: No fault found"),
  );
}

function failGuest(cloud: Cloud, instance: Instance): void {
  instance.setService("guestagent error");
  fail(cloud, instance, "Service not active, status: failed to spawn");
}

function fail(cloud: Cloud, instance: Instance, message: string): void {
  instance.setTask("ERROR");
  cloud.later(instance, FAULT_DELAY, () => saveFault(instance, message));
}
