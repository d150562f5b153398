import assert from "node:assert/strict";
import { test } from "node:test";
import { secretsIn, withoutSecrets } from "../../../../../provider/trove/errors/response/secrets.ts";

test("finds the passwords of a body at any depth", () => {
  const body = {
    instance: {
      name: "db",
      users: [
        { name: "a", password: "one" },
        { name: "b", password: "two" },
      ],
    },
  };
  assert.deepEqual(secretsIn(body), ["one", "two"]);
  assert.deepEqual(secretsIn(undefined), []);
});

test("finds a secret in Python's notation too", () => {
  assert.equal(withoutSecrets(String.raw`'it\'s "this"' is bad`, [`it's "this"`]), "'***' is bad");
  assert.equal(withoutSecrets(String.raw`'back\\slash' is bad`, ["back\\slash"]), "'***' is bad");
});

test("replaces a short secret only in quotes, not within words", () => {
  assert.equal(withoutSecrets("Validation error: 'a' is bad", ["a"]), "Validation error: *** is bad");
});

test("replaces a secret that contains another as a whole", () => {
  assert.equal(withoutSecrets("secret-long", ["secret", "secret-long"]), "***");
});
