import assert from "node:assert/strict";
import { test } from "node:test";
import { partialFailure, plainError } from "../../../../provider/hosts/dynamic/host-errors.ts";
import { RefusedError } from "../../../../provider/resources/errors/refused-error.ts";

const refused = new RefusedError("The change of x", [{ path: "name", kind: "refuse", impact: "none", reason: "no." }]);

test("an error of ours keeps its message, with its code behind it", () => {
  const plain = plainError(refused);
  assert.equal(plain.message, "The change of x was refused, nothing was changed. name: no. [TROVE_REFUSED]");
});

test("reports any other error as a bug, by its name and never by its text", () => {
  assert.match(
    plainError(new RangeError("far")).message,
    /which is a bug in it; please report it: RangeError: thrown outside this package \[TROVE_BUG\]$/,
  );
  assert.match(plainError("thrown text").message, /: a value of type string was thrown \[TROVE_BUG\]$/);
  assert.match(plainError(undefined).message, /: a value of type undefined was thrown \[TROVE_BUG\]$/);
});

test("the host prints where the error is, and nothing of the error beside its message is passed on", () => {
  const source = Object.assign(new Error("x"), { code: 5, details: "secret", password: "secret" });
  for (const plain of [plainError(source), plainError(refused)]) {
    assert.equal(`${plain}: ${plain.stack}`, "pulumi-trove: see the error of the resource");
    assert.deepEqual(Object.keys(plain), ["name"]);
    assert.equal(plain.cause, undefined);
  }
});

for (const [urn, name] of [
  ["urn:pulumi:dev::shop::pulumi-nodejs:dynamic/trove:Instance::db", '"db"'],
  ["urn:pulumi:dev::shop::pulumi-nodejs:dynamic/trove:Instance::a::b", '"a::b"'],
  ["not a URN", "the resource"],
] as const) {
  test(`points to the error of ${name} for ${urn}`, () => {
    assert.equal(plainError(refused, { urn }).stack, `see the error of ${name}`);
  });
}

test("a partial failure carries id, properties and the one reason, which is the message", () => {
  const partial = partialFailure("id-1", { a: 1 }, refused) as Error & Record<string, unknown>;
  assert.equal(partial.id, "id-1");
  assert.deepEqual(partial.properties, { a: 1 });
  assert.deepEqual(partial.reasons, [partial.message]);
});
