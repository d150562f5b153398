import assert from "node:assert/strict";
import { test } from "node:test";
import { createBody, type InstancePatch, updateBody } from "../../../../provider/trove/instances/instance-bodies.ts";

test("a create has everything under the keys that the server reads", () => {
  const body = createBody({
    name: "db",
    flavorId: "2",
    volume: { size: 5, type: "ssd" },
    datastore: { type: "mysql", version: "8.0.29" },
    databases: [{ name: "app", characterSet: "utf8mb4", collate: "utf8mb4_general_ci" }, { name: "log" }],
    users: [
      { name: "a", password: "p4ss", host: "10.0.0.%", databases: ["app"] },
      { name: "b", password: "p4ss" },
    ],
    network: { networkId: "n", subnetId: "s", ipAddress: "10.0.0.9" },
    availabilityZone: "az1",
    locality: "affinity",
    access: { isPublic: false, allowedCidrs: ["10.0.0.0/8"] },
    configurationId: "group",
    backupId: "backup",
  });
  assert.deepEqual(body, {
    instance: {
      name: "db",
      flavorRef: "2",
      volume: { size: 5, type: "ssd" },
      datastore: { type: "mysql", version: "8.0.29" },
      databases: [{ name: "app", character_set: "utf8mb4", collate: "utf8mb4_general_ci" }, { name: "log" }],
      users: [
        { name: "a", password: "p4ss", host: "10.0.0.%", databases: [{ name: "app" }] },
        { name: "b", password: "p4ss" },
      ],
      nics: [{ network_id: "n", subnet_id: "s", ip_address: "10.0.0.9" }],
      availability_zone: "az1",
      locality: "affinity",
      access: { is_public: false, allowed_cidrs: ["10.0.0.0/8"] },
      configuration: "group",
      restorePoint: { backupRef: "backup" },
    },
  });
});

test("a create sends no group that is null, which Trove 18 answers with 500", () => {
  const fromScript = { name: "db", configurationId: null } as unknown as Parameters<typeof createBody>[0];
  assert.deepEqual(createBody(fromScript), { instance: { name: "db" } });
});

test("a create has nothing that was not given, no empty object either", () => {
  const body = createBody({ name: "db", flavorId: "2", datastore: {}, network: {}, databases: [], users: [] });
  assert.deepEqual(body, { instance: { name: "db", flavorRef: "2" } });
});

test("access has both fields, an empty list too", () => {
  const body = createBody({ name: "db", access: { isPublic: true, allowedCidrs: [] } });
  assert.deepEqual(body, { instance: { name: "db", access: { is_public: true, allowed_cidrs: [] } } });
});

test("a replica is asked for with its source and nothing that it has from there", () => {
  assert.deepEqual(createBody({ name: "copy", replicaOf: "source" }), {
    instance: { name: "copy", replica_of: "source" },
  });
  assert.throws(
    () => createBody({ name: "copy", replicaOf: "source", flavorId: "2", users: [] }),
    /RangeError|flavorId, users/,
  );
});

test("an update has the name and one thing more", () => {
  assert.deepEqual(updateBody({ name: "new" }), { instance: { name: "new" } });
  assert.deepEqual(updateBody({ name: "new", access: { isPublic: false, allowedCidrs: [] } }), {
    instance: { name: "new", access: { is_public: false, allowed_cidrs: [] } },
  });
  assert.deepEqual(updateBody({ datastoreVersion: "8.0.32" }), { instance: { datastore_version: "8.0.32" } });
});

test("a group is attached by its id and detached by null", () => {
  assert.deepEqual(updateBody({ configurationId: "group" }), { instance: { configuration: "group" } });
  assert.deepEqual(updateBody({ configurationId: null }), { instance: { configuration: null } });
});

test("a replica is detached with an empty source", () => {
  assert.deepEqual(updateBody({ detachFromSource: true }), { instance: { replica_of: null } });
});

test("an update of nothing, or of two things at once, is refused", () => {
  const wrong: InstancePatch[] = [
    {},
    { name: undefined },
    { configurationId: null, datastoreVersion: "8.0.32" },
    { access: { isPublic: true, allowedCidrs: [] }, detachFromSource: true },
  ];
  for (const patch of wrong) {
    assert.throws(() => updateBody(patch), RangeError);
  }
});
