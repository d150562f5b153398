import assert from "node:assert/strict";
import { test } from "node:test";
import { toState, withKnownAddresses } from "../../../../provider/resources/instance/state.ts";
import { declaredInputs } from "../../../../provider/resources/managed-state.ts";
import type { Address } from "../../../../provider/trove/types.ts";
import { CLOUD, inputs, instance } from "./samples.ts";

const PRIVATE: Address = { address: "10.0.0.5", type: "private", network: "n1" };
const PUBLIC: Address = { address: "203.0.113.5", type: "public", network: undefined };

test("a state tells what was declared from what was not", () => {
  const made = toState(inputs({ datastore: undefined }), instance(), CLOUD, {
    wasActive: true,
    pending: [],
    restartRequired: false,
  });
  assert.deepEqual(made.declared, ["name", "flavor", "volume"]);
  assert.deepEqual(declaredInputs(made), inputs());
});

test("a name that was not declared is an output, and stays undeclared", () => {
  const made = toState({ flavor: "2" }, instance(), CLOUD, { wasActive: true, pending: [], restartRequired: false });
  assert.equal(made.name, "db");
  assert.deepEqual(declaredInputs(made), { flavor: "2" });
});

for (const status of ["ACTIVE", "HEALTHY", "RESIZE", "RESTART_REQUIRED", "SHUTDOWN", "BUILD", "ERROR", ""]) {
  const inService = ["ACTIVE", "HEALTHY", "RESIZE", "RESTART_REQUIRED"].includes(status);
  test(`an instance first seen in "${status}" ${inService ? "was" : "was not"} built`, () => {
    assert.equal(
      toState(inputs(), instance({ status }), CLOUD, { wasActive: false, pending: [], restartRequired: false })
        .wasActive,
      inService,
    );
  });
}

test("built once is built for good", () => {
  assert.equal(
    toState(inputs(), instance({ status: "ERROR" }), CLOUD, { wasActive: true, pending: [], restartRequired: false })
      .wasActive,
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
