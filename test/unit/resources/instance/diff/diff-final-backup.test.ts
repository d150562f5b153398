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

function finalBackupChange(before: InstanceState, after: InstanceInputs) {
  return compare(before, after).changes.find(({ path }) => path === "finalBackup");
}

for (const [title, finalBackup] of [
  ["", {}],
  [" with a name", { name: "last" }],
  [" whose name is not known yet", { name: unknown }],
  [" that is not known yet", unknown],
] as const) {
  test(`refuses a replacement with a new finalBackup${title}`, () => {
    const change = finalBackupChange(state(), replaced(finalBackup));
    assert.equal(change?.kind, "refuse");
    assert.match(change?.reason ?? "", /without a backup\. Run `pulumi up` with finalBackup but without the change/);
  });
}

test("refuses a new finalBackup also if an earlier program had removed it", () => {
  const released = state(inputs({ finalBackup: undefined }));
  assert.equal(finalBackupChange(released, replaced({}))?.kind, "refuse");
});

test("refuses a new finalBackup also while the instance is being built", () => {
  const building = state(inputs(), { wasActive: false, status: "BUILD", pending: ["create"] });
  assert.equal(finalBackupChange(building, replaced({}))?.kind, "refuse");
});

test("replaces an instance whose build failed despite a new finalBackup", () => {
  const failed = state(inputs(), { wasActive: false, status: "ERROR", pending: ["create"], finding: "failedBuild" });
  assert.deepEqual(
    compare(failed, inputs({ finalBackup: {} })).changes.map(({ path, kind }) => `${path} ${kind}`),
    ["status replace", "finalBackup stateOnly"],
  );
});

test("allows a replacement if finalBackup did not change", () => {
  assert.equal(finalBackupChange(state(inputs({ finalBackup: {} })), replaced({})), undefined);
  const named = { name: "last" };
  assert.equal(finalBackupChange(state(inputs({ finalBackup: named })), replaced(named)), undefined);
});

test("records a new finalBackup without a replacement in the state only", () => {
  assert.equal(finalBackupChange(state(), inputs({ finalBackup: {} }))?.kind, "stateOnly");
});

for (const [before, after, name] of [
  [{ name: "old" }, { name: "new" }, /gets the name "old"/],
  [{ name: "old" }, {}, /gets the name "old"/],
  [{}, { name: "new" }, /gets the default name/],
] as const) {
  test(`warns that the old instance's backup ${name.source}, not ${JSON.stringify(after)}`, () => {
    const change = finalBackupChange(state(inputs({ finalBackup: before })), replaced(after));
    assert.deepEqual([change?.kind, change?.warning], ["stateOnly", true]);
    assert.match(change?.reason ?? "", name);
  });
}

for (const [consent, allow] of Object.entries({ "": {}, ", also with consent": { allow: { replace: true } } })) {
  test(`records the removal of finalBackup of an instance in ERROR${consent}`, () => {
    const unproven = state(inputs({ finalBackup: {} }), { wasActive: false, status: "ERROR", pending: ["create"] });
    const { changes, unfinished } = compare(unproven, inputs(allow));
    const kinds = new Set(changes.map(({ kind }) => kind));
    assert.deepEqual([[...kinds], unfinished], [["stateOnly"], true]);
    assert.ok(changes.some(({ path }) => path === "finalBackup"));
  });
}
