import assert from "node:assert/strict";
import { test } from "node:test";
import { CancelledError } from "../../../../provider/core/errors/cancelled-error.ts";
import { InterruptedError } from "../../../../provider/resources/errors/interrupted-error.ts";

test("has the message and the code of a cause of the provider's own", () => {
  const cause = new CancelledError("Waiting for x");
  const { code, message } = new InterruptedError("i", {}, cause);
  assert.deepEqual({ code, message }, { code: cause.code, message: cause.message });
});

test("names the id and the error of an unexpected cause, and what to do", () => {
  for (const [cause, told] of [
    [new RangeError("too far."), "RangeError: thrown outside this package"],
    ["thrown text", "a value of type string was thrown"],
  ] as const) {
    const { code, message } = new InterruptedError("i-1", {}, cause);
    assert.equal(code, "TROVE_INTERRUPTED");
    assert.match(message, /^i-1 is unfinished because of an unexpected error, .*please report it: /);
    assert.ok(
      message.endsWith(`: ${told}. Progress so far is saved in the state, and the next \`pulumi up\` continues.`),
    );
  }
});
