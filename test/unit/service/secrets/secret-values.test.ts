import assert from "node:assert/strict";
import { test } from "node:test";
import { instance } from "../../../../provider/resources/instance/index.ts";
import { secretValues } from "../../../../provider/service/secrets/secret-values.ts";

const values = {
  users: { "canary@%": { password: "hunter2", databases: ["orders"] } },
  databases: { orders: { characterSet: "latin1" } },
  volume: { size: 10_000, type: "ssd" },
  restorePoint: { backupId: "b-1" },
};

function secretsOf(...secretPaths: string[][]): string[] {
  return [...new Set(secretValues({ values, metadata: { secretPaths } }, instance))].sort();
}

/** The secrets of a state that declares a flavor alone. */
function secretsOfReleased(released: object, ...secretPaths: string[][]): readonly string[] {
  return secretValues({ values: { flavor: "2" }, metadata: { secretPaths }, released }, instance);
}

test("if all users are one secret, their names are secret, but not property names", () => {
  assert.deepEqual(secretsOf(["users"]), ["canary", "canary@%", "hunter2", "orders"]);
});

test("if all databases are one secret, their names are secret, but not property names", () => {
  assert.deepEqual(secretsOf(["databases"]), ["hunter2", "latin1", "orders"]);
});

test("if any other object is one secret, only its values are secret", () => {
  assert.deepEqual(secretsOf(["volume"]), ["10000", "hunter2", "ssd"]);
  assert.deepEqual(secretsOf(["restorePoint"]), ["b-1", "hunter2"]);
  assert.deepEqual(secretsOf(["users", "canary@%"]), ["hunter2", "orders"]);
});

test("if the program marks nothing as secret, only the passwords are secret", () => {
  assert.deepEqual(secretsOf(), ["hunter2"]);
});

test("what the program no longer declares stays secret, unless it is too short", () => {
  assert.deepEqual(secretsOfReleased({ volume: { type: "canary-type" }, availabilityZone: "az1" }), ["canary-type"]);
});

test("of users that are no longer declared, passwords are secret and grants are not", () => {
  const users = { "app@%": { password: "pw", databases: ["orders"] }, "old@%": { databases: ["audit"] } };
  const released = { users, databases: { orders: {} } };
  assert.deepEqual(secretsOfReleased(released), ["pw"]);
  assert.deepEqual(secretsOfReleased(released, ["users", "old@%", "databases"]), ["pw", "audit"]);
});
