import assert from "node:assert/strict";
import { test } from "node:test";
import { RefusedError } from "../../../../provider/resources/errors/refused-error.ts";
import type { PropertyChange } from "../../../../provider/resources/resource.ts";

function refusal(path: string, reason: string): PropertyChange {
  return { path, kind: "refuse", impact: "none", reason };
}

test("lists each of several reasons on a line with its path", () => {
  const { message } = new RefusedError("Changing x", [refusal("name", "no."), refusal("users", "neither.")]);
  assert.equal(message, "Changing x was refused, nothing was changed.\nname: no.\nusers: neither.");
});

test("keeps a single reason on the line of the refusal", () => {
  const { message } = new RefusedError("Changing x", [refusal("name", "no.")]);
  assert.equal(message, "Changing x was refused, nothing was changed. name: no.");
});
