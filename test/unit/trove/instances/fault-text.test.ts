import assert from "node:assert/strict";
import { test } from "node:test";
import { troveSays } from "../../../../provider/trove/instances/fault-text.ts";
import type { Instance } from "../../../../provider/trove/types.ts";

test("Trove's reason is a sentence with one full stop, even without a reason", () => {
  const says = (message: string | undefined) => troveSays({ fault: message && { message } } as unknown as Instance);
  assert.equal(says("Polling request timed out."), "Trove says: Polling request timed out.");
  assert.equal(says("No valid host"), "Trove says: No valid host.");
  assert.equal(says(undefined), "Trove gives no reason.");
});
