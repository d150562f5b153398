import assert from "node:assert/strict";
import { test } from "node:test";
import { splitHidden } from "../../../../provider/hosts/dynamic/hidden-inputs.ts";

test("hidden inputs are taken out, and those that an operation needs are kept", () => {
  const split = splitHidden({
    flavor: "2",
    __urn: "urn:x",
    __defaultName: "db-1",
    __timeouts: { create: "5m" },
    __preview: true,
    __problems: [{ path: "users", reason: "must be a list" }],
    __provider: "text",
    __unheardOf: 1,
  });
  assert.deepEqual(split, {
    visible: { flavor: "2" },
    hidden: { __urn: "urn:x", __defaultName: "db-1", __timeouts: { create: "5m" } },
    preview: true,
    problems: [{ path: "users", reason: "must be a list" }],
  });
});

test("without hidden inputs nothing is a preview, and nothing a problem", () => {
  assert.deepEqual(splitHidden({ __preview: "true" }), { visible: {}, hidden: {}, preview: false, problems: [] });
});
