import assert from "node:assert/strict";
import { test } from "node:test";
import {
  markedPaths,
  openSecret,
  withSecrets,
  withSecretsOf,
} from "../../../../provider/hosts/encoding/secret-envelopes.ts";
import { fromWire } from "../../../../provider/hosts/encoding/wire.ts";
import { secretPaths } from "../../../../provider/resources/arguments.ts";
import { instance } from "../../../../provider/resources/instance/index.ts";

const secret = (value: unknown) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

const PLAIN = {
  name: "db",
  password: "of nobody",
  users: { "app@%": { password: "p-1", databases: ["app"] }, "a.b@%": { password: "p-2" } },
};

test("marks the values at the secret paths as secrets, and no others", () => {
  assert.deepEqual(withSecrets(PLAIN, ["users.*.password"], {}), {
    name: "db",
    password: "of nobody",
    users: { "app@%": { password: secret("p-1"), databases: ["app"] }, "a.b@%": { password: secret("p-2") } },
  });
  assert.deepEqual(withSecrets(PLAIN, ["name", "password"], {}), {
    ...PLAIN,
    name: secret("db"),
    password: secret("of nobody"),
  });
});

test("does not mark what the engine marks itself", () => {
  const known = { users: { "app@%": { password: "p-before" }, "c@%": { password: "p-3" } } };
  const users = { ...PLAIN.users, "a.b@%": { password: secret("p-2") } };
  assert.deepEqual(withSecrets(PLAIN, ["users.*.password"], known), { ...PLAIN, users });
  assert.deepEqual(withSecrets(PLAIN, ["users.*.password"], PLAIN), PLAIN);
});

for (const properties of [{}, { users: {} }, { users: null }, { users: "x" }, { users: { "app@%": {} } }]) {
  test(`marks nothing without a value at a secret path: ${JSON.stringify(properties)}`, () => {
    assert.deepEqual(withSecrets(properties, ["users.*.password"], {}), properties);
  });
}

test("opens secrets, at any depth", () => {
  assert.deepEqual(fromWire(withSecrets(PLAIN, secretPaths(instance.inputs), {})), PLAIN);
  assert.deepEqual(fromWire({ a: [secret({ b: secret(null) })] }), { a: [{ b: null }] });
});

test("recognizes a secret by its signature alone", () => {
  assert.equal(openSecret({ value: "x" }), undefined);
  assert.equal(openSecret({ "4dabf18193072939515e22adb298388d": "an asset", value: "x" }), undefined);
  assert.deepEqual(openSecret(secret(undefined)), { value: undefined });
});

test("the secrets of an instance are the passwords of its users", () => {
  assert.deepEqual(secretPaths(instance.inputs), ["users.*.password"]);
});

const SENT = {
  name: secret("db"),
  users: { "app@%": { password: secret("p-1"), databases: ["app", secret("log")] } },
  volume: { size: 1 },
};

test("finds the paths of secrets, and takes a list with one for a whole", () => {
  assert.deepEqual(markedPaths(SENT), [["name"], ["users", "app@%", "password"], ["users", "app@%", "databases"]]);
  assert.deepEqual(markedPaths({ users: secret(SENT.users) }), [["users"]]);
  assert.deepEqual(markedPaths({ list: ["a"], none: null }), []);
});

test("marks values where others arrived marked", () => {
  const plain = { name: "new", users: { "app@%": { password: "p-2", databases: ["app"] } }, volume: { size: 2 } };
  assert.deepEqual(withSecretsOf(plain, SENT), {
    name: secret("new"),
    users: { "app@%": { password: secret("p-2"), databases: secret(["app"]) } },
    volume: { size: 2 },
  });
});

test("marks no value twice, whether the whole or a part arrived marked", () => {
  const marked = { users: { "app@%": { password: secret("p-1") } } };
  assert.deepEqual(withSecretsOf(marked, SENT), marked);
  assert.deepEqual(withSecretsOf(marked, { users: secret({}) }), {
    users: secret({ "app@%": { password: "p-1" } }),
  });
  assert.deepEqual(withSecretsOf({ users: secret("x") }, { users: secret("x") }), { users: secret("x") });
});

test("marks nothing of what did not arrive", () => {
  assert.deepEqual(withSecretsOf({ other: "x", name: "db" }, { users: secret({}) }), { other: "x", name: "db" });
});
