import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestName } from "../../../provider/core/nearest-name.ts";

const KNOWN = ["flavor", "volume", "databases", "users", "authUrl", "applicationCredentialId", "key", "cert"];

for (const [word, expected, what] of [
  ["falvor", "flavor", "two letters swapped"],
  ["flavour", "flavor", "one letter too many"],
  ["volme", "volume", "one letter missing"],
  ["valume", "volume", "one wrong letter"],
  ["user", "users", "the singular"],
  ["datbases", "databases", "a letter missing in the middle"],
  ["auth_url", "authUrl", "snake_case"],
  ["auth-url", "authUrl", "kebab-case"],
  ["AUTHURL", "authUrl", "upper case"],
  ["aplicationCredentalID", "applicationCredentialId", "several errors in a long word"],
  ["kye", "key", "two letters swapped in a short word"],
] as const) {
  test(`finds ${expected} for ${word}: ${what}`, () => {
    assert.equal(nearestName(word, KNOWN), expected);
  });
}

for (const [word, what] of [
  ["tags", "another word"],
  ["kv", "a short word of which half is wrong"],
  ["abc", "a short word"],
  ["", "no word"],
  ["constructor", "a name that every object has"],
  ["userPassword", "a word that only begins like a known one"],
] as const) {
  test(`finds nothing for ${JSON.stringify(word)}: ${what}`, () => {
    assert.equal(nearestName(word, KNOWN), undefined);
  });
}

test("prefers the closer of two names, wherever they stand", () => {
  assert.equal(nearestName("tokens", ["tokes", "token"]), "tokes");
  assert.equal(nearestName("regions", ["legion", "region"]), "region");
  assert.equal(nearestName("regions", ["region", "legion"]), "region");
});

test("takes the first of names that are equally close", () => {
  assert.equal(nearestName("cart", ["cert", "card"]), "cert");
  assert.equal(nearestName("cart", ["card", "cert"]), "card");
});

test("finds nothing among no names", () => {
  assert.equal(nearestName("flavor", []), undefined);
});

test("compares no letters of a text that is too long for a name", (t) => {
  // Each comparison takes the least of three numbers of edits.
  const comparisons = t.mock.method(Math, "min").mock;
  assert.equal(nearestName("flavour", KNOWN), "flavor");
  assert.ok(comparisons.callCount() > 0);
  comparisons.resetCalls();
  assert.equal(nearestName("x".repeat(2_000_000), KNOWN), undefined);
  assert.equal(comparisons.callCount(), 0);
});
