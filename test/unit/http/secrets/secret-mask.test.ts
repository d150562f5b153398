import assert from "node:assert/strict";
import { test } from "node:test";
import { SecretMask } from "../../../../provider/http/secrets/secret-mask.ts";

function masked(text: string, ...secrets: string[]): string {
  return new SecretMask(secrets).apply(text);
}

test("a text without the secret, and one without secrets, stay as they are", () => {
  assert.equal(masked("Trove answered 400.", "hunter2"), "Trove answered 400.");
  assert.equal(masked("Trove answered 400."), "Trove answered 400.");
  assert.equal(masked("Trove answered 400.", ""), "Trove answered 400.");
});

test("each of several secrets is masked, however often", () => {
  assert.equal(masked("one, two, one", "one!", "two!"), "one, two, one");
  assert.equal(masked("first, second, first", "first", "second"), "***, ***, ***");
});

test("a short secret is masked where it is quoted or a word of its own", () => {
  assert.equal(
    masked(`instance "db1" and 'db1', (db1), db1; db10 and adb1`, "db1"),
    "instance *** and ***, (***), ***; db10 and adb1",
  );
  assert.equal(masked(`"x" is an x of 'x'`, "x"), "*** is an x of ***");
});

test("a secret that the server cut off is masked as far as it goes", () => {
  const secret = "correct-horse-battery-staple";
  assert.equal(masked("Data too long: correct-horse-bat", secret), "Data too long: ***");
  assert.equal(masked("Bad value 'correct-horse-bat...' of 1", secret), "Bad value '***...' of 1");
  assert.equal(masked("Bad value 'correct-horse-bat…", secret), "Bad value '***…");
  assert.equal(masked("a correct-horse sense", secret), "a correct-horse sense");
});

test("the longest of two secrets is masked whole", () => {
  assert.equal(masked("hunter22", "hunter2", "hunter22"), "***");
});

test("a text that almost fits takes no longer than another", () => {
  const awkward = ["\\", "\n", "\\\n", "%25", "&amp;", "\\'", "Ã\u0083", " ", "+ "];
  for (const part of awkward) {
    const secret = part.repeat(40);
    const text = [part, JSON.stringify(part).slice(1, -1), encodeURIComponent(part), "\\".repeat(9), "%25", "&amp;"];
    const mask = new SecretMask([`${secret}1`, `${secret}2`]);
    for (const spelling of text) {
      // With a choice at each character, 2^40 ways would have to be tried.
      const almost = spelling.repeat(40);
      assert.ok(!mask.apply(`${almost}3`).includes("3***"));
    }
  }
});

test("a text of a hundred thousand codes costs no more with thousands of secrets", () => {
  const secrets = Array.from({ length: 20_000 }, (_, index) => `hunter${index}-S3cret`);
  const mask = new SecretMask([...secrets, "?secret", "\ud800secret"]);
  for (const piece of ["?", "\ufffd", "%", "%41", "&", "&lt;", "\\", "\\n", "\\'", "\\u0041"]) {
    // To try every secret at each of them would be 2 * 10^9 tries, which take an hour.
    const text = piece.repeat(100_000);
    assert.equal(mask.apply(`${text} ?secret`), `${text} ***`);
    assert.equal(mask.apply(`${text} hunter7-S3cret`), `${text} ***`);
  }
});

test("a secret is found by each spelling of its first character", () => {
  const rows = [
    ["Axyz", ["Axyz", "%41xyz", "%2541xyz", "&#65;xyz", "&amp;#65;xyz", "\\x41xyz", "\\\\u0041xyz"]],
    ["\nxyz", ["\nxyz", "\\nxyz", "+xyz", "%0Axyz", "%2Bxyz", " xyz"]],
    ["\\xyz", ["\\xyz", "\\\\xyz", "%5Cxyz", "&#92;xyz"]],
    ["'xyz", ["\\'xyz", "'xyz", "\\&#39;xyz", "&apos;xyz"]],
    ["éxyz", ["éxyz", "%C3%A9xyz", "\\xc3\\xa9xyz", "\\u00e9xyz"]],
    ["\ud800xyz", ["?xyz", "\ufffdxyz", "%3Fxyz", "\\ud800xyz"]],
    ["😀xyz", ["😀xyz", "%F0%9F%98%80xyz", "\\U0001f600xyz", "&#128512;xyz"]],
  ] as const;
  for (const [secret, spellings] of rows) {
    for (const spelling of spellings) assert.equal(masked(`= ${spelling} =`, secret, "other"), "= *** =", spelling);
  }
});
