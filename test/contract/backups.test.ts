import assert from "node:assert/strict";
import { askBeforeServerExists } from "../support/before-server-exists.ts";
import { type CloudApi, until } from "../support/cloud-api.ts";
import { endedBackup, postBackup, showBackup, type WireBackup } from "../support/cloud-backups.ts";
import { contract } from "../support/cloud-contract.ts";
import { action, activeInstance, assertFault, settled, show, type WireInstance } from "../support/cloud-instances.ts";
import { TOO_SHORT } from "../support/differences.ts";

const unknown = "11111111-1111-1111-1111-111111111111";
let instance: WireInstance, first: WireBackup;

const test = contract(undefined, async ({ demo }) => {
  instance = await activeInstance(demo, { name: "backed-up" });
  first = await endedBackup(demo, instance.id, { description: "first" });
});

const busy = (id: string, what: string) =>
  `Instance ${id} is not currently available for an action to be performed (${what}).`;

async function backupsInUse(api: CloudApi): Promise<number | undefined> {
  const path = `/mgmt/quotas/${api.projectId}`;
  const { body } = await api.get<{ quotas: { resource: string; in_use: number }[] }>(path);
  return body.quotas.find(({ resource }) => resource === "backups")?.in_use;
}

test("a completed backup shows its instance, its location and its size", async ({ demo }) => {
  const { id, datastore, created, updated, locationRef } = first;
  assert.deepEqual(first, {
    id,
    name: "backup",
    description: "first",
    locationRef,
    instance_id: instance.id,
    created,
    updated,
    size: 0.14,
    status: "COMPLETED",
    parent_id: null,
    project_id: demo.projectId,
    datastore,
  });
  assert.match(created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  assert.ok(locationRef?.endsWith(`/database_backups/${id}.xbstream.gz.enc`), String(locationRef));
  assert.deepEqual([datastore.type, datastore.version], ["mysql", "8.0.29"]);
});

/** 255 characters, which Trove counts by code point. */
const long = `${"😀".repeat(254)}a`;

const badBodies: readonly (readonly [fields: object, status: number, key: string, message: string])[] = [
  [{ incremental: true }, 400, "badRequest", "Validation error: backup['incremental'] True is not of type 'integer'"],
  [{ incremental: 2 }, 400, "badRequest", "Validation error: backup['incremental'] 2 is greater than the maximum of 1"],
  [
    { description: "" },
    400,
    "badRequest",
    `Validation error: backup['description'] '' ${TOO_SHORT}; backup['description'] '' does not match '^.*[0-9a-zA-Z]+.*$'`,
  ],
  [{ swift_container: "a;b" }, 400, "badRequest", "The value is not allowed: a;b."],
  [{ instance: undefined }, 400, "badRequest", "instance is missing."],
  [{ name: undefined }, 400, "badRequest", "Validation error: backup 'name' is a required property"],
  [{ parent_id: unknown }, 404, "itemNotFound", `Resource ${unknown} cannot be found.`],
  [{ instance: unknown }, 404, "itemNotFound", `Resource ${unknown} cannot be found.`],
  [{ name: long, instance: unknown }, 404, "itemNotFound", `Resource ${unknown} cannot be found.`],
  [{ name: `${long}a` }, 400, "badRequest", `Validation error: backup['name'] '${long}a' is too long`],
];

test("refuses an invalid backup", async ({ demo, other }) => {
  for (const [fields, status, key, message] of badBodies) {
    assertFault(await postBackup(demo, instance.id, fields), status, key, message);
  }
  assertFault(await demo.post("/backups", {}), 500, "instanceFault", /^Internal Server Error/);
  const foreign = await postBackup(other, instance.id);
  assertFault(foreign, 404, "itemNotFound", `Resource ${instance.id} cannot be found.`);
});

test("refuses a backup of an instance without a server or in a restart", async ({ demo }) => {
  const { id, answer } = await askBeforeServerExists(demo, (young) => postBackup(demo, young));
  assertFault(answer, 422, "unprocessableEntity", `Instance ${id} is not ready.`);
  assert.equal((await action(demo, id, { restart: {} })).status, 202);
  assertFault(await postBackup(demo, id), 422, "unprocessableEntity", busy(id, "task status was REBOOTING"));
  await settled(demo, id);
});

test("a failed backup remains, frees its instance and cannot be restored", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  const failed = await endedBackup(demo, id, { name: "my-BACKUP_ERROR" });
  assert.equal(failed.status, "FAILED");
  assert.equal((await show(demo, id)).status, "ACTIVE");
  const body = { name: "no", flavorRef: "1", volume: { size: 1 }, restorePoint: { backupRef: failed.id } };
  const why = `Unable to create instance because backup ${failed.id} is not completed. Actual state: FAILED.`;
  assertFault(await demo.post("/instances", { instance: body }), 409, "conflict", why);
});

test("an incremental backup has the last or a given parent and is deleted with it", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  const before = await backupsInUse(demo);
  const full = await endedBackup(demo, id, { incremental: 1 });
  assert.equal(full.parent_id, null, "there was none to continue");
  const child = await endedBackup(demo, id, { incremental: 1, swift_container: "mine" });
  assert.equal(child.parent_id, full.id);
  assert.ok(child.locationRef?.includes("/mine/"));
  const grandchild = await endedBackup(demo, id, { parent_id: child.id });
  assert.equal(grandchild.parent_id, child.id);
  const alone = await endedBackup(demo, id, { incremental: 0 });
  assert.equal(alone.parent_id, null);
  assert.equal(await backupsInUse(demo), (before ?? 0) + 4);
  const answer = await demo.delete(`/backups/${full.id}`);
  assert.deepEqual([answer.status, answer.text], [202, ""]);
  for (const gone of [full, child, grandchild]) {
    const path = `/backups/${gone.id}`;
    await until(
      "the tree to be gone",
      () => demo.get(path),
      ({ status }) => status === 404,
    );
    assertFault(await demo.delete(path), 404, "itemNotFound", `Resource ${gone.id} cannot be found.`);
  }
  assert.equal((await showBackup(demo, alone.id)).status, "COMPLETED");
  assert.equal(await backupsInUse(demo), (before ?? 0) + 1);
});

test("the list is paged by offset; a full page is followed by another", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  await endedBackup(demo, id);
  await endedBackup(demo, id);
  const page = async (query: string) => {
    const { body } = await demo.get<{ backups: WireBackup[]; links?: { href: string }[] }>(`/backups?${query}`);
    const next = body.links?.[0] && new URL(body.links[0].href).searchParams.get("marker");
    return [body.backups.length, next];
  };
  assert.deepEqual(await page(`instance_id=${id}`), [2, undefined]);
  assert.deepEqual(await page(`instance_id=${id}&limit=1`), [1, "1"]);
  assert.deepEqual(await page(`instance_id=${id}&limit=1&marker=1`), [1, "2"]);
  assert.deepEqual(await page(`instance_id=${id}&limit=1&marker=2`), [0, undefined]);
  assert.deepEqual(await page(`instance_id=${id}&limit=2`), [2, "2"]);
  assert.deepEqual(await page(`instance_id=${id}&limit=100`), [2, undefined]);
  assert.deepEqual(await page(`instance_id=${id}&limit=0`), [0, "0"]);
  assert.deepEqual(await page(`instance_id=${id}&datastore=mysql`), [2, undefined]);
  assert.deepEqual(await page(`instance_id=${id}&datastore=mariadb`), [0, undefined]);
  assert.deepEqual(await page(`instance_id=${unknown}`), [0, undefined]);
  const own = await demo.get<{ backups: WireBackup[] }>(`/instances/${id}/backups`);
  assert.equal(own.body.backups.length, 2);
  for (const query of ["limit=x", "limit=-1", "marker=x"]) {
    assertFault(await demo.get(`/backups?${query}`), 500, "instanceFault", /^Internal Server Error/);
  }
  const nowhere = await demo.get("/backups?datastore=nope");
  assertFault(nowhere, 404, "itemNotFound", "Datastore 'nope' cannot be found.");
  const everyone = await demo.get("/backups?all_projects=true");
  const policy = "Policy doesn't allow backup:index:all_projects to be performed.";
  assertFault(everyone, 403, "forbidden", policy);
});

test("another project's backup is not found", async ({ other }) => {
  const missing = `Resource ${first.id} cannot be found.`;
  assertFault(await other.get(`/backups/${first.id}`), 404, "itemNotFound", missing);
  assertFault(await other.delete(`/backups/${first.id}`), 404, "itemNotFound", missing);
  const { body } = await other.get<{ backups: WireBackup[] }>("/backups");
  assert.deepEqual(body.backups, []);
});

test("a backup outlives its instance and restores to any version of its datastore", async ({ demo }) => {
  const source = await activeInstance(demo);
  const { id } = await endedBackup(demo, source.id);
  assert.equal((await demo.delete(`/instances/${source.id}`)).status, 202);
  const restore = (fields: object) =>
    demo.post<{ instance: WireInstance }>("/instances", {
      instance: { name: "restored", flavorRef: "1", volume: { size: 1 }, restorePoint: { backupRef: id }, ...fields },
    });
  const foreign = await restore({ datastore: { type: "mariadb" } });
  const mismatch =
    "The datastore from which the backup was taken, mysql, does not match the destination datastore of mariadb.";
  assertFault(foreign, 400, "badRequest", mismatch);
  const missing = await restore({ restorePoint: { backupRef: unknown } });
  assertFault(missing, 404, "itemNotFound", `Resource ${unknown} cannot be found.`);
  const restored = await restore({ datastore: { type: "mysql", version: "5.7.29" } });
  assert.equal(restored.status, 200, restored.text);
  await settled(demo, restored.body.instance.id);
  assert.equal((await showBackup(demo, id)).instance_id, source.id);
});

test("a backup of another region becomes a record with its size", async ({ demo }) => {
  const restoreFrom = {
    remote_location: "http://127.0.0.1/swift/v1/AUTH_x/container/object",
    local_datastore_version_id: first.datastore.version_id,
    size: 1.5,
  };
  const post = (fields: object) => postBackup(demo, instance.id, { restore_from: { ...restoreFrom, ...fields } });
  const { status, body } = await post({});
  const { id, instance_id, size, locationRef, ...rest } = body.backup;
  assert.deepEqual(
    [status, rest.status, instance_id, size, locationRef],
    [202, "RESTORED", null, 1.5, restoreFrom.remote_location],
  );
  const create = (volume: number) =>
    demo.post<{ instance: WireInstance }>("/instances", {
      instance: { name: "restored", flavorRef: "1", volume: { size: volume }, restorePoint: { backupRef: id } },
    });
  assert.equal((await create(1)).status, 403);
  const notNumber = "Validation error: backup['restore_from']['size'] '1' is not of type 'number'";
  assertFault(await post({ size: "1" }), 400, "badRequest", notNumber);
  assertFault(await post({ remote_location: "x" }), 400, "badRequest", "Failed to restore backup from x");
  const unknownVersion = `Datastore version '${unknown}' cannot be found.`;
  assertFault(await post({ local_datastore_version_id: unknown }), 400, "badRequest", unknownVersion);
  assert.equal((await demo.delete(`/backups/${id}`)).status, 202);
});
