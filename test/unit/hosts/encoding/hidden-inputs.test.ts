import assert from "node:assert/strict";
import { test } from "node:test";
import { splitHidden, toHidden } from "../../../../provider/hosts/encoding/hidden-inputs.ts";
import { unknownValue } from "../../../../provider/resources/values/unknown-value.ts";

test("separates hidden inputs, and drops those that no operation needs", () => {
  const split = splitHidden({
    flavor: "2",
    __urn: "urn:x",
    __defaultName: "db-1",
    __timeouts: { create: "5m" },
    __secrets: [["users", "app@%", "password"]],
    __preview: true,
    __problems: [{ path: "users", reason: "must be a list" }],
    __provider: "text",
    __unheardOf: 1,
  });
  assert.deepEqual(split, {
    visible: { flavor: "2" },
    metadata: {
      urn: "urn:x",
      defaultName: "db-1",
      customTimeouts: { create: "5m" },
      secretPaths: [["users", "app@%", "password"]],
    },
    preview: true,
    problems: [{ path: "users", reason: "must be a list" }],
  });
});

test("without hidden inputs there is no metadata, no preview and no problem", () => {
  assert.deepEqual(splitHidden({ __preview: "true" }), { visible: {}, metadata: {}, preview: false, problems: [] });
});

test("omits inline lists that are unknown, since the instance is replaced", () => {
  const { inline } = splitHidden({ __inline: { databases: ["app"], users: unknownValue } });
  assert.deepEqual(inline, { databases: ["app"] });
});

test("stores metadata under the names of the hidden inputs", () => {
  const hidden = {
    __urn: "urn:x",
    __defaultName: "db-1",
    __timeouts: { create: "5m" },
    __secrets: [["flavor"]],
  };
  assert.deepEqual(toHidden(splitHidden(hidden).metadata), hidden);
});
