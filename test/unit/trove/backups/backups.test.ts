import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../../provider/trove/errors/api-error.ts";
import { BackupRunningError } from "../../../../provider/trove/errors/backup-running-error.ts";
import { NotFoundError } from "../../../../provider/trove/errors/not-found-error.ts";
import { BusyError, ServerError } from "../../../../provider/trove/errors/status-errors.ts";
import { type Answer, type SeenRequest, startCannedCloud } from "../canned-cloud.ts";

const wire = {
  id: "b",
  name: "nightly",
  description: null,
  locationRef: null,
  instance_id: "i",
  created: "2026-11-25T01:09:30",
  updated: "2026-11-25T01:09:31",
  size: null,
  status: "NEW",
  parent_id: null,
  project_id: "p1",
  datastore: { type: "mysql", version: "8.0.29", version_id: "v8" },
};
const read = {
  id: "b",
  name: "nightly",
  description: undefined,
  status: "NEW",
  instanceId: "i",
  parentId: undefined,
  size: undefined,
  datastore: { type: "mysql", version: "8.0.29" },
  created: "2026-11-25T01:09:30Z",
  updated: "2026-11-25T01:09:31Z",
  locationRef: undefined,
};

test("a create sends incremental as a number, and no empty description", async (t) => {
  const cloud = await startCannedCloud(t, () => ({ status: 202, body: { backup: wire } }));
  const { backups } = cloud.client;
  assert.deepEqual(await backups.create({ name: "nightly", instanceId: "i", description: "" }), read);
  await backups.create({ name: "nightly", instanceId: "i", description: "d", incremental: true });
  await backups.create({ name: "nightly", instanceId: "i", incremental: false, parentId: "p", swiftContainer: "c" });
  const common = { name: "nightly", instance: "i" };
  assert.deepEqual(
    cloud.requests.map(({ body }) => body),
    [
      { backup: common },
      { backup: { ...common, description: "d", incremental: 1 } },
      { backup: { ...common, incremental: 0, parent_id: "p", swift_container: "c" } },
    ],
  );
});

test("a completed backup has a size and a location, a foreign one no instance", async (t) => {
  const locationRef = "http://swift/c/b";
  const backup = { ...wire, status: "RESTORED", size: 0.14, locationRef, instance_id: null, parent_id: "p" };
  const cloud = await startCannedCloud(t, () => ({ body: { backup } }));
  assert.deepEqual(await cloud.client.backups.get("b"), {
    ...read,
    status: "RESTORED",
    size: 0.14,
    locationRef,
    instanceId: undefined,
    parentId: "p",
  });
});

test("lists by offset, up to the empty page after a full last one", async (t) => {
  const cloud = await startCannedCloud(t, ({ path }) =>
    path.endsWith("marker=1")
      ? { body: { backups: [] } }
      : { body: { backups: [wire], links: [{ rel: "next", href: "https://h/backups?instance_id=i&marker=1" }] } },
  );
  assert.deepEqual(await Array.fromAsync(cloud.client.backups.list({ instanceId: "i" })), [read]);
  await cloud.client.backups.page({ datastore: "mysql", limit: 3, marker: "1" });
  await cloud.client.backups.page({ limit: 3 });
  assert.deepEqual(
    cloud.requests.map(({ path }) => path),
    [
      "/backups?instance_id=i",
      "/backups?instance_id=i&marker=1",
      "/backups?datastore=mysql&limit=3&marker=1",
      "/backups?limit=3",
    ],
  );
});

test("distinguishes a missing backup from a missing instance", async (t) => {
  const message = "Resource b cannot be found.";
  const cloud = await startCannedCloud(t, () => ({ status: 404, body: { itemNotFound: { code: 404, message } } }));
  const { backups } = cloud.client;
  await assert.rejects(backups.delete("b"), (error) => error instanceof NotFoundError && error.resource === "backup");
  const creating = backups.create({ name: "n", instanceId: "b" });
  await assert.rejects(creating, (error) => error instanceof NotFoundError && error.resource === undefined);
});

test("refuses a second backup as busy, and the deletion of a running one", async (t) => {
  const messages = [
    "Instance i is not currently available for an action to be performed (instance status was BACKUP).",
    "Backup b cannot be deleted because it is running.",
  ];
  const cloud = await startCannedCloud(t, () => ({
    status: 422,
    body: { unprocessableEntity: { code: 422, message: messages.shift() } },
  }));
  const creating = cloud.client.backups.create({ name: "n", instanceId: "i" });
  await assert.rejects(creating, (error) => error instanceof BusyError && error.instanceId === "i");
  const deleting = cloud.client.backups.delete("b");
  await assert.rejects(deleting, (error) => error instanceof Error && !(error instanceof BusyError));
});

const status500 = { status: 500, body: { instanceFault: { code: 500, message: "Internal Server Error." } } };
const status422 = {
  status: 422,
  body: { unprocessableEntity: { code: 422, message: "Backup b cannot be deleted because it is running." } },
};

/** A cloud that refuses every DELETE and has these backups, each `{ id, status, parent }`. */
function refusing(refusal: Answer, all: readonly { id: string; status: string; parent?: string }[]) {
  const backups = all.map(({ id, status, parent }) => ({ ...wire, id, status, parent_id: parent ?? null }));
  return ({ method, path }: SeenRequest): Answer => {
    if (method === "DELETE") return refusal;
    if (path === "/backups") return { body: { backups } };
    return { body: { backup: backups.find(({ id }) => path.endsWith(`/${id}`)) } };
  };
}

for (const refusal of [status422, status500]) {
  test(`reports a running backup when the DELETE is answered ${refusal.status}`, async (t) => {
    const cloud = await startCannedCloud(t, refusing(refusal, [{ id: "b", status: "BUILDING" }]));
    await assert.rejects(cloud.client.backups.delete("b"), (error) => {
      assert.ok(error instanceof BackupRunningError && error instanceof ApiError);
      assert.deepEqual([error.backupId, error.backupStatus, error.status], ["b", "BUILDING", refusal.status]);
      assert.match(error.message, /^Deleting backup b failed: .* The backup is still running \(BUILDING\): wait/);
      return true;
    });
    assert.equal(cloud.requests.filter(({ method }) => method === "DELETE").length, 1);
  });
}

test("names the running backup that is based on the deleted one", async (t) => {
  const chain = [
    { id: "d", status: "SAVING", parent: "c" },
    { id: "c", status: "COMPLETED", parent: "b" },
    { id: "b", status: "COMPLETED" },
    { id: "x", status: "NEW" },
  ];
  const cloud = await startCannedCloud(t, refusing(status500, chain));
  await assert.rejects(cloud.client.backups.delete("b"), (error) => {
    assert.ok(error instanceof BackupRunningError);
    assert.deepEqual([error.backupId, error.backupStatus], ["d", "SAVING"]);
    assert.match(error.message, /The backup itself remains; backups that continue it may be deleted already\.$/);
    return true;
  });
});

test("reports a failed DELETE unchanged if no backup is running", async (t) => {
  const all = [
    { id: "b", status: "COMPLETED" },
    { id: "x", status: "NEW" },
  ];
  const cloud = await startCannedCloud(t, refusing(status500, all));
  await assert.rejects(cloud.client.backups.delete("b"), ServerError);
  assert.equal(cloud.requests.filter(({ method }) => method === "DELETE").length, 1);
});
