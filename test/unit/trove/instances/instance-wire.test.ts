import assert from "node:assert/strict";
import { test } from "node:test";
import { fromWireInstance, wireInstance } from "../../../../provider/trove/instances/instance-wire.ts";

const least = { id: "i", name: "db", status: "BUILD", operating_status: "" };

function read(fields: Record<string, unknown>) {
  return fromWireInstance(wireInstance.parse({ ...least, ...fields }));
}

test("an instance is read with everything that Trove tells of it", () => {
  const instance = read({
    status: "ACTIVE",
    operating_status: "HEALTHY",
    flavor: { id: "2", links: [] },
    datastore: { type: "mysql", version: "8.0.29", version_number: "8.0.29" },
    volume: { size: 5, used: 0.12 },
    ip: ["10.1.0.62", "172.24.5.114"],
    addresses: [
      { address: "10.1.0.62", type: "private", network: "net" },
      { address: "172.24.5.114", type: "public" },
    ],
    replica_of: { id: "source", links: [] },
    replicas: [{ id: "one", links: [] }, { id: "two" }],
    access: { is_public: true, allowed_cidrs: ["10.0.0.0/8"] },
    configuration: { id: "group", name: "tuned", links: [] },
    locality: "affinity",
    region: "RegionOne",
    created: "2026-11-24T03:33:31",
    updated: "2026-11-24T03:34:31",
    service_status_updated: "2026-11-24T03:36:31",
    fault: { message: "No valid host was found.", created: "2026-11-24T03:35:31", details: null },
  });
  assert.deepEqual(instance, {
    id: "i",
    name: "db",
    status: "ACTIVE",
    operatingStatus: "HEALTHY",
    flavorId: "2",
    datastore: { type: "mysql", version: "8.0.29" },
    volumeSize: 5,
    volumeSupport: true,
    addresses: [
      { address: "10.1.0.62", type: "private", network: "net" },
      { address: "172.24.5.114", type: "public", network: undefined },
    ],
    hostname: undefined,
    replicaOf: "source",
    replicas: ["one", "two"],
    access: { isPublic: true, allowedCidrs: ["10.0.0.0/8"] },
    configurationId: "group",
    locality: "affinity",
    region: "RegionOne",
    created: "2026-11-24T03:33:31Z",
    updated: "2026-11-24T03:34:31Z",
    serviceStatusUpdated: "2026-11-24T03:36:31Z",
    fault: { message: "No valid host was found.", created: "2026-11-24T03:35:31Z" },
  });
});

test("an instance that tells next to nothing can be read", () => {
  const instance = read({ access: {}, datastore: { type: null, version: null } });
  assert.deepEqual(instance.access, { isPublic: undefined, allowedCidrs: undefined });
  assert.deepEqual(instance.addresses, []);
  assert.deepEqual([instance.volumeSize, instance.volumeSupport], [undefined, false]);
  assert.equal(instance.fault, undefined);
  assert.equal(instance.operatingStatus, "");
});

test("a host name stands in place of addresses where Trove manages DNS", () => {
  const instance = read({ hostname: "db.example.org" });
  assert.equal(instance.hostname, "db.example.org");
  assert.deepEqual(instance.addresses, []);
});

test("older clouds tell bare addresses, whose kind they show themselves", () => {
  const kinds = read({ ip: ["10.0.0.3", "203.0.113.9", "fd00::3", "2001:db8::3"] }).addresses.map(({ type }) => type);
  assert.deepEqual(kinds, ["private", "public", "private", "public"]);
});

test("older clouds have no operating status: a settled status stands for it", () => {
  assert.equal(read({ operating_status: undefined, status: "HEALTHY" }).operatingStatus, "HEALTHY");
  assert.equal(read({ operating_status: undefined, status: "BUILD" }).operatingStatus, "");
});

test("an empty operating status stays empty: a task is under way", () => {
  assert.equal(read({ operating_status: "", status: "ACTIVE" }).operatingStatus, "");
});

test("a flavor's id is text even where it comes as a number", () => {
  assert.equal(read({ flavor: { id: 6 } }).flavorId, "6");
});

test("masks a password that a fault quotes", () => {
  const fault = { message: "User create error: 'sec;ret' is not a valid password.", created: null };
  assert.equal(read({ fault }).fault?.message, "User create error: '***' is not a valid password.");
});
