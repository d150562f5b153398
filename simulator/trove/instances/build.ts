import type { Cloud } from "../cloud.ts";
import { guestOf, runQuietly } from "../guest/calls.ts";
import { createPorts } from "./addresses.ts";
import type { Contents } from "./contents.ts";
import { saveFault } from "./fault.ts";
import type { Instance } from "./instance.ts";
import { PICKUP } from "./pickup.ts";
import { takeSnapshot } from "./snapshot.ts";

/** A build's fault is written a moment after its status. */
const FAULT_DELAY = 0.1;
const BROKEN_VOLUME_SIZE = 9;

interface Birth {
  readonly cloud: Cloud;
  readonly instance: Instance;
  /** What the guest makes once it is ready. */
  readonly declared: Contents;
  /** What it finds: that of a backup, or of the source. */
  readonly found: Contents | undefined;
  /** Called when it is ready, or has failed. */
  readonly over: () => void;
}

/**
 * From BUILD to ACTIVE, or to what the name's ending asks for.
 *
 * @param restored what is in the backup that it comes from.
 */
export function build(cloud: Cloud, instance: Instance, declared: Contents, restored?: Contents): void {
  cloud.later(instance, PICKUP, () => {
    const source = instance.replicaOf === undefined ? undefined : cloud.peek(instance.replicaOf);
    if (!source) createServer({ cloud, instance, declared, found: restored, over: () => {} });
    else replicate(cloud, instance, source, declared);
  });
}

function replicate(cloud: Cloud, instance: Instance, source: Instance, declared: Contents): void {
  try {
    const over = takeSnapshot(cloud, instance, source);
    const birth = { cloud, instance, declared, found: source.contents, over };
    cloud.later(instance, cloud.settings.backup, () => createServer(birth));
  } catch {
    // No quota for the snapshot: its record stays NEW, and its source busy.
    instance.setTask("ERROR");
  }
}

function createServer(birth: Birth): void {
  const { cloud, instance } = birth;
  createPorts(cloud, instance);
  if (instance.volume.size === BROKEN_VOLUME_SIZE) {
    fail(birth, `Failed to create volume for instance ${instance.id}\nFailed to create volume.`);
    return;
  }
  instance.volumeExists = true;
  if (instance.name.endsWith("SERVER_ERROR")) {
    fail(birth, `Failed to create server for instance ${instance.id}\nFake server create error (HTTP 500)`);
    return;
  }
  instance.server = "BUILD";
  boot(birth);
}

function boot(birth: Birth): void {
  const { cloud, instance } = birth;
  const { boot: seconds } = cloud.settings;
  const { name } = instance;
  if (name.endsWith("BOOT_ERROR")) {
    cloud.later(instance, seconds * 0.4, () => failServer(birth));
    return;
  }
  cloud.later(instance, seconds * 0.4, () => {
    instance.server = "ACTIVE";
  });
  if (name.endsWith("GUEST_TIMEOUT")) {
    cloud.later(instance, Math.max(2, seconds * 3), () => failGuest(birth, "Polling request timed out."));
    return;
  }
  cloud.later(instance, seconds, () => {
    if (name.endsWith("GUEST_ERROR")) failGuest(birth, "Service not active, status: failed to spawn");
    else finish(birth);
  });
}

/**
 * The guest reports itself ready first, and makes its databases and users only then; when it fails to, it only logs that
 * (`trove/guestagent/datastore/mysql_common/manager.py`, `prepare`).
 */
function finish({ cloud, instance, declared, found, over }: Birth): void {
  if (found) instance.contents = found;
  instance.setService("healthy");
  if (instance.task !== "ERROR") instance.setTask("NONE");
  if (!instance.name.endsWith("CONTENTS_ERROR")) {
    cloud.later(instance, cloud.settings.guestLag, () => makeContents(cloud, instance, declared));
  }
  over();
}

function makeContents(cloud: Cloud, instance: Instance, { databases, users }: Contents): void {
  const guest = guestOf(cloud, instance);
  runQuietly(() => guest.createDatabases(databases));
  runQuietly(() => guest.createUsers(users));
}

function failServer(birth: Birth): void {
  birth.instance.server = "ERROR";
  birth.cloud.later(birth.instance, FAULT_DELAY, () =>
    fail(birth, "Server not active, status: ERROR, fault message: No fault found"),
  );
}

function failGuest(birth: Birth, message: string): void {
  birth.instance.setService("guestagent error");
  fail(birth, message);
}

function fail({ cloud, instance, over }: Birth, message?: string): void {
  instance.setTask("ERROR");
  if (message !== undefined) cloud.later(instance, FAULT_DELAY, () => saveFault(instance, message));
  over();
}
