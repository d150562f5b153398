import assert from "node:assert/strict";
import { test } from "node:test";
import {
  declaredInputs,
  toOutputs,
  toState,
  withKnownAddresses,
} from "../../../../provider/resources/instance/state.ts";
import type { Address } from "../../../../provider/trove/types.ts";
import { CLOUD, inputs, instance } from "./samples.ts";

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

test("the private and the public endpoint are told apart", () => {
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

test("a datastore whose port is not known has no endpoint, and its addresses all the same", () => {
  const outputs = toOutputs(instance({ datastore: { type: "custom", version: "1" }, addresses: [PRIVATE] }), CLOUD);
  assert.equal(outputs.endpoint, undefined);
  assert.deepEqual(outputs.addresses, [PRIVATE]);
});

test("a state tells what was declared from what was not", () => {
  const made = toState(inputs({ datastore: undefined }), instance(), CLOUD, {
    built: true,
    pending: [],
    owesRestart: false,
  });
  assert.deepEqual(made.declared, ["name", "flavor", "volume"]);
  assert.deepEqual(declaredInputs(made), inputs());
});

test("a name that was not declared is an output, and stays undeclared", () => {
  const made = toState({ flavor: "2" }, instance(), CLOUD, { built: true, pending: [], owesRestart: false });
  assert.equal(made.name, "db");
  assert.deepEqual(declaredInputs(made), { flavor: "2" });
});

for (const status of ["ACTIVE", "HEALTHY", "RESIZE", "RESTART_REQUIRED", "SHUTDOWN", "BUILD", "ERROR", ""]) {
  const inService = ["ACTIVE", "HEALTHY", "RESIZE", "RESTART_REQUIRED"].includes(status);
  test(`an instance first seen in "${status}" ${inService ? "was" : "was not"} built`, () => {
    assert.equal(
      toState(inputs(), instance({ status }), CLOUD, { built: false, pending: [], owesRestart: false }).built,
      inService,
    );
  });
}

test("built once is built for good", () => {
  assert.equal(
    toState(inputs(), instance({ status: "ERROR" }), CLOUD, { built: true, pending: [], owesRestart: false }).built,
    true,
  );
});

test("keeps the known addresses while a task hides them, and only then", () => {
  const known = { addresses: [PRIVATE] };
  const addressesOf = (fields: Parameters<typeof instance>[0]) => withKnownAddresses(instance(fields), known).addresses;
  assert.deepEqual(addressesOf({ status: "RESIZE", operatingStatus: "" }), [PRIVATE]);
  assert.deepEqual(addressesOf({ status: "RESIZE", operatingStatus: "", addresses: [PUBLIC] }), [PUBLIC]);
  assert.deepEqual(addressesOf({ status: "RESTART_REQUIRED", operatingStatus: "" }), []);
  assert.deepEqual(addressesOf({ status: "ERROR", operatingStatus: "" }), []);
  assert.deepEqual(addressesOf({ status: "SHUTDOWN", operatingStatus: "" }), []);
  assert.deepEqual(addressesOf({}), []);
});
