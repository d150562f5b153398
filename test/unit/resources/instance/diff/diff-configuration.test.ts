import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { unknownValue } from "../../../../../provider/resources/values/unknown-value.ts";
import { ID, inputs, OTHER_ID, state } from "../samples.ts";

/** `path kind impact` of each change. */
function kindsOf(before: InstanceState, after: InstanceInputs): string[] {
  return compare(before, after).changes.map(({ path, kind, impact }) => `${path} ${kind} ${impact}`);
}

const groupChanges: Readonly<Record<string, readonly [before: InstanceInputs, after: InstanceInputs]>> = {
  attached: [{}, { configuration: ID }],
  swapped: [{ configuration: ID }, { configuration: OTHER_ID }],
  detached: [{ configuration: ID }, {}],
};

for (const [title, [before, after]] of Object.entries(groupChanges)) {
  test(`announces no restart for a group that is ${title} without allow.restart`, () => {
    const [change, ...others] = compare(state(inputs(before)), inputs(after)).changes;
    assert.deepEqual([change?.path, change?.kind, change?.impact, others], ["configuration", "update", "none", []]);
    assert.match(change?.note ?? "", /allow\.restart is not set/);
  });

  test(`announces a possible restart for a group that is ${title} with allow.restart`, () => {
    const allow = { restart: true };
    const [change, ...others] = compare(state(inputs({ ...before, allow })), inputs({ ...after, allow })).changes;
    assert.deepEqual(
      [change?.path, change?.kind, change?.impact, others],
      ["configuration", "update", "possibleRestart", []],
    );
    assert.equal(change?.note, undefined);
  });
}

test("refuses to swap groups, but not to attach or detach, while a restart is pending", () => {
  const restartPending = { status: "RESTART_REQUIRED" };
  const kinds = (before: InstanceInputs, after: InstanceInputs) =>
    kindsOf(state(inputs(before), restartPending), inputs(after));
  assert.deepEqual(kinds({ configuration: ID }, { configuration: OTHER_ID }), ["configuration refuse restart"]);
  assert.deepEqual(kinds({ configuration: ID }, { configuration: ID }), []);
  assert.deepEqual(kinds({ configuration: ID }, {}), ["configuration update none"]);
  assert.deepEqual(kinds({}, { configuration: ID }), ["configuration update none"]);
  const allow = { restart: true };
  assert.deepEqual(kinds({ configuration: ID, allow }, { configuration: OTHER_ID, allow }), [
    "configuration update restart",
    "allow.restart update restart",
  ]);
});

test("announces a possible restart if the consent to it is not known yet", () => {
  const restartPending = { status: "RESTART_REQUIRED" };
  for (const allow of [unknownValue as never, { restart: unknownValue as never }]) {
    const now = inputs({ configuration: OTHER_ID, allow });
    const change = compare(state(inputs({ configuration: ID }), restartPending), now).changes.find(
      ({ path }) => path === "configuration",
    );
    assert.deepEqual([change?.kind, change?.impact], ["update", "possibleRestart"]);
    assert.equal(change?.note, undefined);
  }
});

test("refuses a replacement without consent, but not if the consent is not known yet", () => {
  const before = state(inputs({ availabilityZone: "nova" }));
  const kindWith = (allow: InstanceInputs["allow"]) =>
    compare(before, inputs({ availabilityZone: "other", allow })).changes.find(
      ({ path }) => path === "availabilityZone",
    )?.kind;
  assert.equal(kindWith(unknownValue as never), "update");
  assert.equal(kindWith({ replace: unknownValue as never }), "update");
  assert.equal(kindWith({ restart: unknownValue as never }), "refuse");
  assert.equal(kindWith({ replace: true, restart: unknownValue as never }), "replace");
});

test("a new revision of the group is an update that may restart the database, with consent", () => {
  const before = { configuration: ID, configurationRevision: "a" };
  const after = { configuration: ID, configurationRevision: "b" };
  const allow = { restart: true };
  assert.deepEqual(kindsOf(state(inputs(before)), inputs(after)), ["configurationRevision update none"]);
  assert.deepEqual(kindsOf(state(inputs({ ...before, allow })), inputs({ ...after, allow })), [
    "configurationRevision update possibleRestart",
  ]);
});

test("the first revision of the group is only recorded, and its removal too", () => {
  const without = { configuration: ID };
  const having = { configuration: ID, configurationRevision: "a" };
  assert.deepEqual(kindsOf(state(inputs(without)), inputs(having)), ["configurationRevision stateOnly none"]);
  assert.deepEqual(kindsOf(state(inputs(having)), inputs(without)), ["configurationRevision stateOnly none"]);
});
