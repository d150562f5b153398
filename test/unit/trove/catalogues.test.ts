import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../../provider/core/clock.ts";
import { createHttp } from "../../../provider/http/create-http.ts";
import { listVersions } from "../../../provider/trove/list-versions.ts";
import { startCannedCloud } from "./canned-cloud.ts";

test("takes the id of a flavor from str_id, since not every id is a number", async (t) => {
  const flavors = [
    { id: 1, str_id: "1", name: "m1.tiny", ram: 512, vcpus: 1, disk: 1 },
    { id: null, str_id: "d2", name: "ds2G", ram: 2048 },
    { id: 7, name: "old", ram: 1024 },
  ];
  const { client } = await startCannedCloud(t, () => ({ body: { flavors } }));
  assert.deepEqual(await client.flavors.list(), [
    { id: "1", name: "m1.tiny", ram: 512, vcpus: 1, disk: 1 },
    { id: "d2", name: "ds2G", ram: 2048, vcpus: undefined, disk: undefined },
    { id: "7", name: "old", ram: 1024, vcpus: undefined, disk: undefined },
  ]);
});

test("reads a datastore with its versions and its default, if any", async (t) => {
  const mysql = { id: "d1", name: "mysql", default_version: "v1", versions: [{ id: "v1", name: "8.0.29", links: [] }] };
  const bare = { id: "d2", name: "redis" };
  const { client, requests } = await startCannedCloud(t, ({ path }) => ({
    body: path === "/datastores" ? { datastores: [mysql, bare] } : { datastore: mysql },
  }));
  const read = { id: "d1", name: "mysql", defaultVersionId: "v1", versions: [{ id: "v1", name: "8.0.29" }] };
  assert.deepEqual(await client.datastores.list(), [
    read,
    { id: "d2", name: "redis", defaultVersionId: undefined, versions: [] },
  ]);
  assert.deepEqual(await client.datastores.get("mysql"), read);
  assert.equal(requests.at(-1)?.path, "/datastores/mysql");
});

test("reads a version by a name with spaces", async (t) => {
  const version = { id: "v1", name: "8.0.29", version: "8.0.29", links: [], datastore: "d1" };
  const { client, requests } = await startCannedCloud(t, () => ({ body: { version } }));
  assert.deepEqual(await client.datastores.version("mysql", "8.0.29 "), { id: "v1", name: "8.0.29" });
  assert.equal(requests[0]?.path, "/datastores/mysql/versions/8.0.29%20");
});

test("lists the volume types of a version", async (t) => {
  const types = [{ id: "vt-1", name: "ssd", is_public: true, description: null }];
  const { client, requests } = await startCannedCloud(t, () => ({ body: { volume_types: types } }));
  assert.deepEqual(await client.datastores.volumeTypes("d1", "v1"), [{ id: "vt-1", name: "ssd" }]);
  assert.equal(requests[0]?.path, "/datastores/d1/versions/v1/volume-types");
});

test("reads the bounds of a parameter, if any", async (t) => {
  const wire = { name: "wait_timeout", datastore_version_id: "v", restart_required: false, type: "integer" };
  const parameters = [
    { ...wire, max: 31536000, min: 1 },
    { ...wire, name: "port", restart_required: true, min: 0 },
    wire,
  ];
  const { client, requests } = await startCannedCloud(t, () => ({ body: { "configuration-parameters": parameters } }));
  const read = { name: "wait_timeout", type: "integer", restartRequired: false };
  assert.deepEqual(await client.datastores.parameters("mysql", "8.0.29"), [
    { ...read, min: 1, max: 31536000 },
    { ...read, name: "port", restartRequired: true, min: 0 },
    read,
  ]);
  assert.equal(requests[0]?.path, "/datastores/mysql/versions/8.0.29/parameters");
});

test("limits are quotas and a rate for each verb, without those of administrators", async (t) => {
  const rate = { nextAvailable: "2026-11-25T00:33:41Z", unit: "MINUTE", value: 200 };
  const limits = [
    { verb: "ABSOLUTE", max_instances: 10, max_ram: -1, max_backups: 50, max_volumes: 40 },
    { ...rate, verb: "POST", remaining: 199, uri: "*", regex: ".*" },
    { ...rate, verb: "POST", remaining: 200, uri: "*/mgmt", regex: "^/mgmt" },
  ];
  const { client } = await startCannedCloud(t, () => ({ body: { limits } }));
  assert.deepEqual(await client.limits.get(), {
    absolute: { maxInstances: 10, maxRam: -1, maxVolumes: 40, maxBackups: 50 },
    rates: [{ verb: "POST", value: 200, remaining: 199, unit: "MINUTE" }],
  });
});

test("reads the versions at the root, wherever below it the address points", async (t) => {
  const version = {
    id: "v1.0",
    status: "CURRENT",
    updated: "2012-08-01T00:00:00Z",
    links: [{ rel: "self", href: "u" }],
  };
  const { troveUrl, requests } = await startCannedCloud(t, () => ({ body: { versions: [version] } }));
  const http = createHttp({ clock: systemClock, userAgent: "test" });
  for (const url of [troveUrl, `${troveUrl}/`, `${troveUrl}/v1.0`, `${troveUrl}/database/v1.0/p1/`]) {
    const versions = await listVersions(http, url);
    assert.deepEqual(versions, [{ id: "v1.0", status: "CURRENT", links: [{ rel: "self", href: "u" }] }]);
  }
  assert.deepEqual(
    requests.map(({ path }) => path),
    ["/", "/", "/", "/database/"],
  );
});
