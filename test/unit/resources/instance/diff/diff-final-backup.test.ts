import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { unknownValue } from "../../../../../provider/resources/values/unknown-value.ts";
import { inputs, state } from "../samples.ts";

const unknown = unknownValue as never;
/** Another zone needs a replacement, and this program consents to it. */
const replaced = (finalBackup?: InstanceInputs["finalBackup"]) =>
  inputs({ availabilityZone: "b", allow: { replace: true }, finalBackup });

function finalBackupRow(was: InstanceState, is: InstanceInputs) {
  return compare(was, is).changes.find(({ path }) => path === "finalBackup");
}

for (const [title, finalBackup] of [
  ["", {}],
  [" with a name", { name: "last" }],
  [" whose name is not known yet", { name: unknown }],
  [" that is not known yet", unknown],
] as const) {
  test(`refuses a consented replacement together with a new finalBackup${title}`, () => {
    const row = finalBackupRow(state(), replaced(finalBackup));
    assert.equal(row?.kind, "refuse");
    assert.match(row?.reason ?? "", /without a backup\. Run `pulumi up` with finalBackup but without the change/);
  });
}

test("refuses it also where an earlier program had released finalBackup", () => {
  const released = state(inputs({ finalBackup: undefined }));
  assert.equal(finalBackupRow(released, replaced({}))?.kind, "refuse");
});

test("refuses it also for an instance that is still being built", () => {
  const building = state(inputs(), { wasActive: false, status: "BUILD", pending: ["create"] });
  assert.equal(finalBackupRow(building, replaced({}))?.kind, "refuse");
});

test("replaces an instance that failed to be built, new finalBackup or not", () => {
  const failed = state(inputs(), { wasActive: false, status: "ERROR", pending: ["create"], finding: "failedBuild" });
  assert.deepEqual(
    compare(failed, inputs({ finalBackup: {} })).changes.map(({ path, kind }) => `${path} ${kind}`),
    ["status replace", "finalBackup stateOnly"],
  );
});

test("replaces an instance whose state has the finalBackup of the program", () => {
  assert.equal(finalBackupRow(state(inputs({ finalBackup: {} })), replaced({})), undefined);
  const named = { name: "last" };
  assert.equal(finalBackupRow(state(inputs({ finalBackup: named })), replaced(named)), undefined);
});

test("notes a new finalBackup that comes without a replacement", () => {
  assert.equal(finalBackupRow(state(), inputs({ finalBackup: {} }))?.kind, "stateOnly");
});

for (const [was, is, name] of [
  [{ name: "old" }, { name: "new" }, /gets the name "old"/],
  [{ name: "old" }, {}, /gets the name "old"/],
  [{}, { name: "new" }, /gets the default name/],
] as const) {
  test(`warns that the old instance's backup ${name.source}, not ${JSON.stringify(is)}`, () => {
    const row = finalBackupRow(state(inputs({ finalBackup: was })), replaced(is));
    assert.deepEqual([row?.kind, row?.warning], ["stateOnly", true]);
    assert.match(row?.reason ?? "", name);
  });
}

for (const [consent, allow] of Object.entries({ "": {}, ", also with a consent": { allow: { replace: true } } })) {
  test(`notes the removal of finalBackup from an instance in ERROR${consent}`, () => {
    const unproven = state(inputs({ finalBackup: {} }), { wasActive: false, status: "ERROR", pending: ["create"] });
    const { changes: rows, unfinished } = compare(unproven, inputs(allow));
    const kinds = new Set(rows.map(({ kind }) => kind));
    assert.deepEqual([[...kinds], unfinished], [["stateOnly"], true]);
    assert.ok(rows.some(({ path }) => path === "finalBackup"));
  });
}
