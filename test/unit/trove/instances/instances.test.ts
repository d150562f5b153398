import assert from "node:assert/strict";
import { test } from "node:test";
import { BusyError } from "../../../../provider/trove/errors/status-errors.ts";
import { UnexpectedAnswerError } from "../../../../provider/trove/errors/unexpected-answer-error.ts";
import { type CannedCloud, startCannedCloud } from "../canned-cloud.ts";

function wire(id: string, fields: object = {}) {
  return { id, name: `db-${id}`, status: "ACTIVE", operating_status: "HEALTHY", flavor: { id: "1" }, ...fields };
}

test("a create sends the whole instance once and returns the created one", async (t) => {
  const cloud = await startCannedCloud(t, () => ({ body: { instance: wire("a", { status: "BUILD" }) } }));
  const instance = await cloud.client.instances.create({ name: "db", flavorId: "1", volume: { size: 2 } });
  assert.equal(instance.id, "a");
  assert.equal(instance.status, "BUILD");
  assert.deepEqual(cloud.requests, [
    { method: "POST", path: "/instances", body: { instance: { name: "db", flavorRef: "1", volume: { size: 2 } } } },
  ]);
});

test("a list requests each page with only the marker", async (t) => {
  const cloud = await startCannedCloud(t, ({ path }) =>
    path.includes("marker=")
      ? { body: { instances: [wire("c")] } }
      : {
          body: {
            instances: [wire("a"), wire("b")],
            links: [{ rel: "next", href: "https://elsewhere/v1.0/p1/instances?marker=b" }],
          },
        },
  );
  const ids: string[] = [];
  for await (const { id } of cloud.client.instances.list()) {
    ids.push(id);
  }
  assert.deepEqual(ids, ["a", "b", "c"]);
  assert.deepEqual(
    cloud.requests.map(({ path }) => path),
    ["/instances", "/instances?marker=b"],
  );
});

test("a detailed page is a path of its own", async (t) => {
  const cloud = await startCannedCloud(t, () => ({ body: { instances: [wire("a")] } }));
  const page = await cloud.client.instances.page({ detail: true, limit: 5, marker: "x" });
  assert.deepEqual(
    page.items.map(({ id }) => id),
    ["a"],
  );
  assert.equal(page.next, undefined);
  assert.equal(cloud.requests[0]?.path, "/instances/detail?limit=5&marker=x");
});

test("each action has its own body, none of them empty", async (t) => {
  const { client, requests } = await startCannedCloud(t);
  const { instances } = client;
  await instances.restart("a");
  await instances.resize("a", "2");
  await instances.growVolume("a", 5);
  await instances.resetStatus("a");
  await instances.promote("a");
  await instances.eject("a");
  assert.deepEqual(
    requests.map(({ body }) => body),
    [
      { restart: {} },
      { resize: { flavorRef: "2" } },
      { resize: { volume: { size: 5 } } },
      { reset_status: { force_delete: true } },
      { promote_to_replica_source: {} },
      { eject_replica_source: {} },
    ],
  );
  assert.deepEqual(
    new Set(requests.map(({ method, path }) => `${method} ${path}`)),
    new Set(["POST /instances/a/action"]),
  );
});

test("an update is a PUT, a delete has no body", async (t) => {
  const cloud = await startCannedCloud(t);
  await cloud.client.instances.update("a", { name: "new", configurationId: null });
  await cloud.client.instances.delete("a");
  assert.deepEqual(cloud.requests, [
    { method: "PUT", path: "/instances/a", body: { instance: { name: "new", configuration: null } } },
    { method: "DELETE", path: "/instances/a", body: undefined },
  ]);
});

test("returns configuration defaults as the server formats them", async (t) => {
  const configuration = { innodb_buffer_pool_size: "150M", connect_timeout: 15, "local-infile": 0 };
  const cloud = await startCannedCloud(t, () => ({ body: { instance: { configuration } } }));
  assert.deepEqual(await cloud.client.instances.configurationDefaults("a"), configuration);
  assert.equal(cloud.requests[0]?.path, "/instances/a/configuration");
});

test("refuses an invalid update without a request", async (t) => {
  const cloud = await startCannedCloud(t);
  const update = cloud.client.instances.update("a", { configurationId: null, datastoreVersion: "8" });
  await assert.rejects(update, RangeError);
  await assert.rejects(cloud.client.instances.delete(""), RangeError);
  assert.deepEqual(cloud.requests, []);
});

test("a refused action throws the error for its cause", async (t) => {
  const message = "Instance b is not currently available for an action to be performed (instance status was BACKUP).";
  const cloud = await startCannedCloud(t, () => ({
    status: 422,
    body: { unprocessableEntity: { code: 422, message } },
  }));
  await assert.rejects(cloud.client.instances.growVolume("a", 5), (error) => {
    assert.ok(error instanceof BusyError);
    assert.equal(error.instanceId, "b");
    assert.equal(error.instanceStatus, "BACKUP");
    assert.match(error.message, /^Growing the volume of instance a failed: Trove answered 422/);
    return true;
  });
});

test("rejects a response that is no instance", async (t) => {
  const cloud = await startCannedCloud(t, () => ({ body: { hello: "harness" } }));
  await assert.rejects(cloud.client.instances.get("a"), UnexpectedAnswerError);
});

test("rejects a list with invalid links, which would end too early", async (t) => {
  const broken = [
    { link: { next: "b" }, at: /links\.0\.rel/ },
    { link: { rel: "next", href: "http://host:port/instances?marker=b" }, at: /links\.0\.href: Invalid URL/ },
  ];
  for (const { link, at } of broken) {
    const cloud = await startCannedCloud(t, () => ({ body: { instances: [wire("a")], links: [link] } }));
    await assert.rejects(cloud.client.instances.page(), (error) => {
      assert.ok(error instanceof UnexpectedAnswerError);
      assert.match(error.message, at);
      return true;
    });
  }
});

test("returns the cloud, and the server's time after a response", async (t) => {
  const { client, troveUrl }: CannedCloud = await startCannedCloud(t, () => ({ body: { instances: [] } }));
  assert.equal(client.serverNow(), undefined);
  assert.deepEqual(await client.cloud(), { projectId: "p1", region: "RegionOne", endpoint: `${troveUrl}/v1.0/p1` });
  await client.instances.page();
  assert.equal(typeof client.serverNow(), "number");
});
