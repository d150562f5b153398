import assert from "node:assert/strict";
import { test } from "node:test";
import { RefusedError } from "../../../../provider/resources/errors/refused-error.ts";
import { OperationError, PartialFailure } from "../../../../provider/service/errors/operation-error.ts";

const refused = new RefusedError("The change of x", [{ path: "name", kind: "refuse", impact: "none", reason: "no." }]);

test("keeps the message of an error of this package, and appends its code", () => {
  assert.equal(
    new OperationError(refused).message,
    "The change of x was refused, nothing was changed. name: no. [TROVE_REFUSED]",
  );
});

test("reports any other error as a bug, by its name and never by its text", () => {
  assert.match(
    new OperationError(new RangeError("far")).message,
    /which is a bug in pulumi-trove\. Please report it: RangeError: thrown outside this package \[TROVE_BUG\]$/,
  );
  assert.match(new OperationError("thrown text").message, /: a value of type string was thrown \[TROVE_BUG\]$/);
  assert.match(new OperationError(undefined).message, /: a value of type undefined was thrown \[TROVE_BUG\]$/);
});

test("masks the message, and keeps no reference to the error", () => {
  const error = new OperationError(refused, { urn: "urn:x", mask: (text) => text.replaceAll("name", "***") });
  assert.match(error.message, /\*\*\*: no\. \[TROVE_REFUSED\]$/);
  assert.equal(error.cause, undefined);
});

test("the one reason of a partial failure is its message", () => {
  const partial = new PartialFailure("id-1", { outputs: { a: 1 } }, refused);
  assert.equal(partial.id, "id-1");
  assert.deepEqual(partial.state, { outputs: { a: 1 } });
  assert.deepEqual(partial.reasons, [partial.message]);
});
