import assert from "node:assert/strict";
import { test } from "node:test";
import { toOutputs } from "../../../../provider/resources/instance/outputs.ts";
import type { Address } from "../../../../provider/trove/types.ts";
import { CLOUD, instance } from "./samples.ts";

const PRIVATE: Address = { address: "10.0.0.5", type: "private", network: "n1" };
const PUBLIC: Address = { address: "203.0.113.5", type: "public", network: undefined };

const endpoints: readonly (readonly [
  title: string,
  fields: Parameters<typeof instance>[0],
  host: string | undefined,
])[] = [
  ["the host name before all", { hostname: "db.example", addresses: [PUBLIC, PRIVATE] }, "db.example"],
  ["the private address before the public one", { addresses: [PUBLIC, PRIVATE] }, "10.0.0.5"],
  ["the public address where there is no other", { addresses: [PUBLIC] }, "203.0.113.5"],
  ["none without an address", {}, undefined],
];

for (const [title, fields, host] of endpoints) {
  test(`the endpoint is ${title}`, () => {
    const expected = host === undefined ? undefined : { host, port: 3306 };
    assert.deepEqual(toOutputs(instance(fields), CLOUD).endpoint, expected);
  });
}

for (const [title, fields, host] of endpoints) {
  test(`the host is ${title}`, () => {
    assert.equal(toOutputs(instance(fields), CLOUD).host, host);
  });
}

test("distinguishes the private and the public endpoint", () => {
  const { privateEndpoint, publicEndpoint } = toOutputs(instance({ addresses: [PUBLIC, PRIVATE] }), CLOUD);
  assert.deepEqual(privateEndpoint, { host: "10.0.0.5", port: 3306 });
  assert.deepEqual(publicEndpoint, { host: "203.0.113.5", port: 3306 });
});

for (const [type, port] of Object.entries({
  mysql: 3306,
  mariadb: 3306,
  percona: 3306,
  postgresql: 5432,
  redis: 6379,
  mongodb: 27017,
})) {
  test(`${type} is reached at port ${port}`, () => {
    const seen = instance({ datastore: { type, version: "1" }, addresses: [PRIVATE] });
    assert.equal(toOutputs(seen, CLOUD).endpoint?.port, port);
  });
}

test("the port is there without an address, and no port for the name of an object's own property", () => {
  const portOf = (type: string) => toOutputs(instance({ datastore: { type, version: "1" } }), CLOUD).port;
  assert.equal(portOf("mysql"), 3306);
  for (const type of ["custom", "constructor", "__proto__", "toString"]) assert.equal(portOf(type), undefined, type);
});

test("a datastore whose port is not known has a host", () => {
  const outputs = toOutputs(instance({ datastore: { type: "custom", version: "1" }, addresses: [PRIVATE] }), CLOUD);
  assert.equal(outputs.host, "10.0.0.5");
});

test("a datastore whose port is not known has no endpoint, and its addresses all the same", () => {
  const outputs = toOutputs(instance({ datastore: { type: "custom", version: "1" }, addresses: [PRIVATE] }), CLOUD);
  assert.equal(outputs.endpoint, undefined);
  assert.deepEqual(outputs.addresses, [PRIVATE]);
});
