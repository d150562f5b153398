import type { Origin } from "../../guest/database-server.ts";
import type { Backup } from "../backups/backup.ts";
import type { Cloud } from "../cloud.ts";
import { performQuietly } from "../guest-agent/calls.ts";
import { cidrsOfCreate, createPorts } from "./addresses.ts";
import { type Contents, copyContents } from "./contents.ts";
import { saveFault } from "./fault.ts";
import type { Instance } from "./instance.ts";
import { PICKUP } from "./pickup.ts";
import { takeSnapshot } from "./snapshot.ts";

const FAILED_TO_SPAWN = "Service not active, status: failed to spawn";
/** Seconds from a failed build's status ERROR to its fault. */
const FAULT_DELAY = 0.1;
const BROKEN_VOLUME_SIZE = 9;
/** A failed wait for the guest agent does not replace a younger fault (`usage_sleep_time` of 1 second, plus 1). */
const FRESH_FAULT_SECONDS = 2;

interface BuildJob {
  readonly cloud: Cloud;
  readonly instance: Instance;
  /** The databases and users of the request; the guest agent creates them once it is ready. */
  readonly declared: Contents;
  /** The contents that the instance starts with: a backup's or the replication source's. */
  readonly found: Contents | undefined;
  /** The data that its database server starts with. */
  readonly origin: Origin;
  /** Called when the build has succeeded or failed. */
  readonly onEnd: () => void;
}

/**
 * Takes an instance from BUILD to ACTIVE, or to the failure that its name's suffix asks for.
 *
 * @param backup the backup to restore.
 */
export function build(cloud: Cloud, instance: Instance, declared: Contents, backup?: Backup): void {
  const found = backup && copyContents(backup.contents);
  const origin = { backup: backup?.data };
  // The backup can be deleted meanwhile.
  const onEnd = backup?.data?.hold() ?? (() => {});
  cloud.later(instance, PICKUP, () => {
    const source = instance.replicaOf === undefined ? undefined : cloud.peek(instance.replicaOf);
    if (!source) createServer({ cloud, instance, declared, found, origin, onEnd });
    else replicate(cloud, instance, source, declared);
  });
}

function replicate(cloud: Cloud, instance: Instance, source: Instance, declared: Contents): void {
  try {
    const onEnd = takeSnapshot(cloud, instance, source);
    const origin = { source: source.databaseServer };
    const job = { cloud, instance, declared, found: source.contents, origin, onEnd };
    cloud.later(instance, cloud.settings.backup, () => createServer(job));
  } catch {
    // The quota does not allow the snapshot: its record stays NEW, and the source stays busy.
    instance.setTask("ERROR");
  }
}

function createServer(job: BuildJob): void {
  const { cloud, instance } = job;
  cloud.when(instance, instance.databaseServer.prepare(), () => createPreparedServer(job));
}

function createPreparedServer(job: BuildJob): void {
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
  const booted = bootDatabase(job);
  cloud.later(instance, seconds, () => {
    if (name.endsWith("GUEST_ERROR")) failGuest(job, FAILED_TO_SPAWN);
    else cloud.when(instance, booted, (hasStarted) => (hasStarted ? finish(job) : failGuest(job, FAILED_TO_SPAWN)));
  });
}

/** Resolves to whether the database server has started, which logs why if not. */
async function bootDatabase({ cloud, instance, origin }: BuildJob): Promise<boolean> {
  const { databaseServer, configurationId } = instance;
  const group = configurationId === undefined ? undefined : cloud.peekConfiguration(configurationId);
  void databaseServer.allow(cidrsOfCreate(instance));
  try {
    await databaseServer.boot(origin, group?.settings ?? {});
    return true;
  } catch {
    return false;
  }
}

/**
 * The guest agent reports ready before it creates databases and users, and only logs if that fails
 * (`trove/guestagent/datastore/mysql_common/manager.py`, `prepare`).
 */
function finish({ cloud, instance, declared, found, onEnd }: BuildJob): void {
  if (found) instance.contents = found;
  instance.reportServer();
  if (instance.task !== "ERROR" && instance.task !== "DELETING") instance.setTask("NONE");
  if (!instance.name.endsWith("CONTENTS_ERROR")) {
    const { databases, users } = declared;
    cloud.later(instance, cloud.settings.guestLag, () => {
      void performQuietly(cloud, instance, (guest) => guest.createDatabases(databases));
      void performQuietly(cloud, instance, (guest) => guest.createUsers(users));
    });
  }
  onEnd();
}

function failServer(job: BuildJob): void {
  job.instance.server = "ERROR";
  job.cloud.later(job.instance, FAULT_DELAY, () =>
    failWait(job, "Server not active, status: ERROR, fault message: No fault found"),
  );
}

function failGuest(job: BuildJob, message: string): void {
  job.instance.setService("guestagent error");
  failWait(job, message);
}

/** `trove/taskmanager/models.py`, `wait_for_instance` */
function failWait(job: BuildJob, message: string): void {
  const { cloud, instance } = job;
  fail(job);
  cloud.later(instance, FAULT_DELAY, () => {
    const age = instance.fault === undefined ? undefined : cloud.now().getTime() - instance.fault.created.getTime();
    if (age === undefined || age >= FRESH_FAULT_SECONDS * 1000) saveFault(instance, message);
  });
}

function fail({ cloud, instance, onEnd }: BuildJob, message?: string): void {
  instance.setTask("ERROR");
  if (message !== undefined) cloud.later(instance, FAULT_DELAY, () => saveFault(instance, message));
  onEnd();
}
