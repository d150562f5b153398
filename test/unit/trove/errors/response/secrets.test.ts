import assert from "node:assert/strict";
import { test } from "node:test";
import { secretsIn, withoutSecrets } from "../../../../../provider/trove/errors/response/secrets.ts";

test("the passwords of a body are found however deep", () => {
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

test("a secret is found in the spelling of Python too", () => {
  assert.equal(withoutSecrets(String.raw`'it\'s "this"' is bad`, [`it's "this"`]), "'***' is bad");
  assert.equal(withoutSecrets(String.raw`'back\\slash' is bad`, ["back\\slash"]), "'***' is bad");
});

test("a short secret is replaced where it is quoted, not within words", () => {
  assert.equal(withoutSecrets("Validation error: 'a' is bad", ["a"]), "Validation error: *** is bad");
});

test("a secret that contains another is replaced whole", () => {
  assert.equal(withoutSecrets("secret-long", ["secret", "secret-long"]), "***");
});
