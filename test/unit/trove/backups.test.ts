import assert from "node:assert/strict";
import { test } from "node:test";
import { BusyError } from "../../../provider/trove/errors/busy-error.ts";
import { NotFoundError } from "../../../provider/trove/errors/not-found-error.ts";
import { startCannedCloud } from "./canned-cloud.ts";

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

test("a create says incremental by number, and sends no empty description", async (t) => {
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

test("a completed backup has a size and a place; one from elsewhere has no instance", async (t) => {
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

test("a list goes by offset, over the empty page after a full last one", async (t) => {
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

test("a backup that is not there is told from its instance", async (t) => {
  const message = "Resource b cannot be found.";
  const cloud = await startCannedCloud(t, () => ({ status: 404, body: { itemNotFound: { code: 404, message } } }));
  const { backups } = cloud.client;
  await assert.rejects(backups.delete("b"), (error) => error instanceof NotFoundError && error.resource === "backup");
  const creating = backups.create({ name: "n", instanceId: "b" });
  await assert.rejects(creating, (error) => error instanceof NotFoundError && error.resource === undefined);
});

test("a second backup at a time is refused as busy, one that runs is not deleted", async (t) => {
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
