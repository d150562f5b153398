import assert from "node:assert/strict";
import { test } from "node:test";
import { toState, withKnownAddresses } from "../../../../provider/resources/instance/state.ts";
import { declaredInputs } from "../../../../provider/resources/managed-state.ts";
import type { Address } from "../../../../provider/trove/types.ts";
import { CLOUD, inputs, instance } from "./samples.ts";

const PRIVATE: Address = { address: "10.0.0.5", type: "private", network: "n1" };
const PUBLIC: Address = { address: "203.0.113.5", type: "public", network: undefined };

test("records which arguments are declared", () => {
  const made = toState(inputs({ datastore: undefined }), instance(), CLOUD, {
    wasActive: true,
    pending: [],
    restartRequired: false,
  });
  assert.deepEqual(made.declared, ["name", "flavor", "volume"]);
  assert.deepEqual(declaredInputs(made), inputs());
});

test("has the name of the instance also if the program declares none", () => {
  const made = toState({ flavor: "2" }, instance(), CLOUD, { wasActive: true, pending: [], restartRequired: false });
  assert.equal(made.name, "db");
  assert.deepEqual(declaredInputs(made), { flavor: "2" });
});

for (const status of ["ACTIVE", "HEALTHY", "RESIZE", "RESTART_REQUIRED", "SHUTDOWN", "BUILD", "ERROR", ""]) {
  const isActive = ["ACTIVE", "HEALTHY", "RESIZE", "RESTART_REQUIRED"].includes(status);
  test(`records that an instance in "${status}" ${isActive ? "was" : "may never have been"} active`, () => {
    assert.equal(
      toState(inputs(), instance({ status }), CLOUD, { wasActive: false, pending: [], restartRequired: false })
        .wasActive,
      isActive,
    );
  });
}

test("keeps the record that an instance was active when it goes to ERROR", () => {
  assert.equal(
    toState(inputs(), instance({ status: "ERROR" }), CLOUD, { wasActive: true, pending: [], restartRequired: false })
      .wasActive,
    true,
  );
});

test("keeps the known addresses only while a task hides them", () => {
  const known = { addresses: [PRIVATE] };
  const addressesOf = (fields: Parameters<typeof instance>[0]) => withKnownAddresses(instance(fields), known).addresses;
  assert.deepEqual(addressesOf({ status: "RESIZE", operatingStatus: "" }), [PRIVATE]);
  assert.deepEqual(addressesOf({ status: "RESIZE", operatingStatus: "", addresses: [PUBLIC] }), [PUBLIC]);
  assert.deepEqual(addressesOf({ status: "RESTART_REQUIRED", operatingStatus: "" }), []);
  assert.deepEqual(addressesOf({ status: "ERROR", operatingStatus: "" }), []);
  assert.deepEqual(addressesOf({ status: "SHUTDOWN", operatingStatus: "" }), []);
  assert.deepEqual(addressesOf({}), []);
});
