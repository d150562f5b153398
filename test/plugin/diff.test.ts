import assert from "node:assert/strict";
import { test } from "node:test";
import { failureOf } from "../host/harness.ts";
import type { PluginHost } from "../support/plugin-host.ts";
import { type Properties, UNKNOWN } from "../support/provider-process.ts";
import { checked, created, program, startHarness } from "./harness.ts";

const CONTENTS = {
  name: "db",
  databases: { app: {}, old: {} },
  users: { "app@%": { password: "s3cret-of-app", databases: ["app"] }, "old@%": { password: "s3cret-of-old" } },
  access: { isPublic: true, allowedCidrs: ["10.0.0.0/8"] },
};

async function diffOf(plugin: PluginHost, existing: Awaited<ReturnType<typeof created>>, fields: Properties) {
  const { id, outputs: olds, inputs: oldInputs } = existing;
  const news = await checked(plugin, program({ ...CONTENTS, ...fields }), oldInputs);
  return plugin.diff({ id, olds, oldInputs, news });
}

test("names each path that changes, with its kind", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const existing = await created(plugin, program(CONTENTS));
  const { users } = CONTENTS;
  const kinds: readonly (readonly [fields: Properties, detailed: Readonly<Record<string, string>>])[] = [
    [{}, {}],
    [{ flavor: "m1.medium" }, { flavor: "UPDATE" }],
    [{ volume: { size: 2 } }, { "volume.size": "UPDATE" }],
    [{ databases: { ...CONTENTS.databases, late: {} } }, { "databases.late": "ADD" }],
    [
      { databases: { app: {} }, allow: { dropDatabases: true } },
      { "databases.old": "DELETE", allow: "ADD" },
    ],
    [{ users: { ...users, "late@%": { password: "s3cret-of-late" } } }, { 'users["late@%"]': "ADD" }],
    [{ users: { "app@%": users["app@%"] } }, { 'users["old@%"]': "DELETE" }],
    [{ users: { ...users, "old@%": { password: "another-one" } } }, { 'users["old@%"].password': "UPDATE" }],
    [{ flavor: UNKNOWN }, { flavor: "UPDATE" }],
  ];
  for (const [fields, detailed] of kinds) {
    const diff = await diffOf(plugin, existing, fields);
    assert.deepEqual(diff.detailed, detailed, JSON.stringify(fields));
    assert.equal(diff.hasChanges, Object.keys(detailed).length > 0);
    assert.deepEqual(diff.replaces, []);
  }
});

test("marks the paths that require a replacement", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const existing = await created(plugin, program({ ...CONTENTS, availabilityZone: "nova" }));
  const allow = { replace: true };
  const added = await diffOf(plugin, existing, { availabilityZone: "nova", locality: "affinity", allow });
  assert.equal(added.detailed.locality, "ADD_REPLACE");
  const changed = await diffOf(plugin, existing, { availabilityZone: "other", allow });
  assert.deepEqual(
    [changed.detailed.availabilityZone, changed.replaces, changed.deleteBeforeReplace],
    ["UPDATE_REPLACE", ["availabilityZone"], false],
  );
  assert.ok(changed.diffs.includes("availabilityZone"));
  const network = { subnetId: "2e0ba7a9-7a38-4d8e-a6fc-8c0f0e7f5f00", ipAddress: "10.0.0.9" };
  const fixed = await diffOf(plugin, existing, { availabilityZone: "nova", network, allow });
  assert.deepEqual([fixed.replaces, fixed.deleteBeforeReplace], [["network"], true]);
});

test("refuses a change after a check, but shows it to a refresh", async (t) => {
  const { start } = await startHarness(t);
  const first = await start();
  const existing = await created(first, program({ ...CONTENTS, volume: { size: 2 } }));
  assert.match((await failureOf(diffOf(first, existing, { volume: { size: 1 } }))).message, /\[TROVE_REFUSED\]$/);
  const refreshing = await start();
  const { id, outputs: olds, inputs: oldInputs } = existing;
  const news = { ...oldInputs, volume: { size: 1 } };
  assert.equal((await refreshing.diff({ id, olds, oldInputs, news })).detailed["volume.size"], "UPDATE");
});
