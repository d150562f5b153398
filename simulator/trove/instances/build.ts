import type { Cloud } from "../cloud.ts";
import { guestOf, runQuietly } from "../guest-agent/calls.ts";
import { createPorts } from "./addresses.ts";
import type { Contents } from "./contents.ts";
import { saveFault } from "./fault.ts";
import type { Instance } from "./instance.ts";
import { PICKUP } from "./pickup.ts";
import { takeSnapshot } from "./snapshot.ts";

/** Seconds from a failed build's status ERROR to its fault. */
const FAULT_DELAY = 0.1;
const BROKEN_VOLUME_SIZE = 9;

interface BuildJob {
  readonly cloud: Cloud;
  readonly instance: Instance;
  /** The databases and users of the request; the guest agent creates them once it is ready. */
  readonly declared: Contents;
  /** The contents that the instance starts with: a backup's or the replication source's. */
  readonly found: Contents | undefined;
  /** Called when the build has succeeded or failed. */
  readonly onEnd: () => void;
}

/**
 * Takes an instance from BUILD to ACTIVE, or to the failure that its name's suffix asks for.
 *
 * @param restored the contents of the restored backup.
 */
export function build(cloud: Cloud, instance: Instance, declared: Contents, restored?: Contents): void {
  cloud.later(instance, PICKUP, () => {
    const source = instance.replicaOf === undefined ? undefined : cloud.peek(instance.replicaOf);
    if (!source) createServer({ cloud, instance, declared, found: restored, onEnd: () => {} });
    else replicate(cloud, instance, source, declared);
  });
}

function replicate(cloud: Cloud, instance: Instance, source: Instance, declared: Contents): void {
  try {
    const onEnd = takeSnapshot(cloud, instance, source);
    const job = { cloud, instance, declared, found: source.contents, onEnd };
    cloud.later(instance, cloud.settings.backup, () => createServer(job));
  } catch {
    // The quota does not allow the snapshot: its record stays NEW, and the source stays busy.
    instance.setTask("ERROR");
  }
}

function createServer(job: BuildJob): void {
  const { cloud, instance } = job;
  createPorts(cloud, instance);
  // Cinder knows even a volume that failed.
  instance.volumeExists = true;
  if (instance.volume.size === BROKEN_VOLUME_SIZE) {
    fail(job, `Failed to create volume for instance ${instance.id}\nFailed to create volume.`);
    return;
  }
  if (instance.name.endsWith("SERVER_ERROR")) {
    fail(job, `Failed to create server for instance ${instance.id}\nFake server create error (HTTP 500)`);
    return;
  }
  instance.server = "BUILD";
  instance.hadServer = true;
  boot(job);
}

function boot(job: BuildJob): void {
  const { cloud, instance } = job;
  const { boot: seconds } = cloud.settings;
  const { name } = instance;
  if (name.endsWith("BOOT_ERROR")) {
    cloud.later(instance, seconds * 0.4, () => failServer(job));
    return;
  }
  cloud.later(instance, seconds * 0.4, () => {
    instance.server = "ACTIVE";
  });
  if (name.endsWith("GUEST_TIMEOUT")) {
    cloud.later(instance, Math.max(2, seconds * 3), () => failGuest(job, "Polling request timed out."));
    return;
  }
  cloud.later(instance, seconds, () => {
    if (name.endsWith("GUEST_ERROR")) failGuest(job, "Service not active, status: failed to spawn");
    else finish(job);
  });
}

/**
 * The guest agent reports ready before it creates databases and users, and only logs if that fails
 * (`trove/guestagent/datastore/mysql_common/manager.py`, `prepare`).
 */
function finish({ cloud, instance, declared, found, onEnd }: BuildJob): void {
  if (found) instance.contents = found;
  instance.setService("healthy");
  if (instance.task !== "ERROR" && instance.task !== "DELETING") instance.setTask("NONE");
  if (!instance.name.endsWith("CONTENTS_ERROR")) {
    cloud.later(instance, cloud.settings.guestLag, () => makeContents(cloud, instance, declared));
  }
  onEnd();
}

function makeContents(cloud: Cloud, instance: Instance, { databases, users }: Contents): void {
  const guest = guestOf(cloud, instance);
  runQuietly(() => guest.createDatabases(databases));
  runQuietly(() => guest.createUsers(users));
}

function failServer(job: BuildJob): void {
  job.instance.server = "ERROR";
  job.cloud.later(job.instance, FAULT_DELAY, () =>
    fail(job, "Server not active, status: ERROR, fault message: No fault found"),
  );
}

function failGuest(job: BuildJob, message: string): void {
  job.instance.setService("guestagent error");
  fail(job, message);
}

function fail({ cloud, instance, onEnd }: BuildJob, message?: string): void {
  instance.setTask("ERROR");
  if (message !== undefined) cloud.later(instance, FAULT_DELAY, () => saveFault(instance, message));
  onEnd();
}
