import assert from "node:assert/strict";
import { test } from "node:test";
import { secretValues } from "../../../../provider/service/secrets/secret-values.ts";

const OWN = ["users.*.password"];
const properties = {
  users: { "canary@%": { password: "hunter2", databases: ["orders"] } },
  databases: { orders: { characterSet: "latin1" } },
  volume: { size: 10_000, type: "ssd" },
  restorePoint: { backupId: "b-1" },
};

function secret(...paths: string[][]): string[] {
  return [...new Set(secretValues({ ...properties, __secrets: paths }, OWN))].sort();
}

test("of users that are secret as a whole the names are secret, and no property's name is", () => {
  assert.deepEqual(secret(["users"]), ["canary", "canary@%", "hunter2", "orders"]);
});

test("of databases that are secret as a whole the names are secret, and no property's name is", () => {
  assert.deepEqual(secret(["databases"]), ["hunter2", "latin1", "orders"]);
});

test("of any other object that is secret as a whole only the values are secret", () => {
  assert.deepEqual(secret(["volume"]), ["10000", "hunter2", "ssd"]);
  assert.deepEqual(secret(["restorePoint"]), ["b-1", "hunter2"]);
  assert.deepEqual(secret(["users", "canary@%"]), ["hunter2", "orders"]);
});

test("without a secret of the program the passwords alone are secret", () => {
  assert.deepEqual(secret(), ["hunter2"]);
});

test("what the program no longer declares stays secret, but for what is too short to be one", () => {
  const __state = { declared: ["flavor"], released: { volume: { type: "canary-type" }, availabilityZone: "az1" } };
  assert.deepEqual(secretValues({ flavor: "2", __state }, OWN), ["canary-type"]);
});

test("of users that the program no longer declares the passwords are secret, and grants are not", () => {
  const users = { "app@%": { password: "pw", databases: ["orders"] }, "old@%": { databases: ["audit"] } };
  const state = { declared: ["flavor"], released: { users, databases: { orders: {} } } };
  assert.deepEqual(secretValues({ flavor: "2", __state: state }, OWN), ["pw"]);
  const given = secretValues({ flavor: "2", __state: state, __secrets: [["users", "old@%", "databases"]] }, OWN);
  assert.deepEqual(given, ["pw", "audit"]);
});
