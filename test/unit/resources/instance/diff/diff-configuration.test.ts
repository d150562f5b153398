import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { unknownValue } from "../../../../../provider/resources/values/unknown-value.ts";
import { ID, inputs, OTHER_ID, state } from "../samples.ts";

/** `path kind impact` of each row. */
function rowsOf(was: InstanceState, is: InstanceInputs): string[] {
  return compare(was, is).changes.map(({ path, kind, impact }) => `${path} ${kind} ${impact}`);
}

const changes: Readonly<Record<string, readonly [was: InstanceInputs, is: InstanceInputs]>> = {
  attached: [{}, { configuration: ID }],
  swapped: [{ configuration: ID }, { configuration: OTHER_ID }],
  detached: [{ configuration: ID }, {}],
};

for (const [title, [was, is]] of Object.entries(changes)) {
  test(`announces no restart for a group that is ${title} without allow.restart`, () => {
    const [row, ...others] = compare(state(inputs(was)), inputs(is)).changes;
    assert.deepEqual([row?.path, row?.kind, row?.impact, others], ["configuration", "update", "none", []]);
    assert.match(row?.note ?? "", /allow\.restart is not set/);
  });

  test(`announces a restart that Trove may require for a group that is ${title} with allow.restart`, () => {
    const allow = { restart: true };
    const [row, ...others] = compare(state(inputs({ ...was, allow })), inputs({ ...is, allow })).changes;
    assert.deepEqual([row?.path, row?.kind, row?.impact, others], ["configuration", "update", "possibleRestart", []]);
    assert.equal(row?.note, undefined);
  });
}

test("swaps no group while a restart is pending without consent, but attaches and detaches", () => {
  const owed = { status: "RESTART_REQUIRED" };
  const rows = (was: InstanceInputs, is: InstanceInputs) => rowsOf(state(inputs(was), owed), inputs(is));
  assert.deepEqual(rows({ configuration: ID }, { configuration: OTHER_ID }), ["configuration refuse restart"]);
  assert.deepEqual(rows({ configuration: ID }, { configuration: ID }), []);
  assert.deepEqual(rows({ configuration: ID }, {}), ["configuration update none"]);
  assert.deepEqual(rows({}, { configuration: ID }), ["configuration update none"]);
  const allow = { restart: true };
  assert.deepEqual(rows({ configuration: ID, allow }, { configuration: OTHER_ID, allow }), [
    "configuration update restart",
    "allow.restart update restart",
  ]);
});

test("whether a restart is allowed is not said of a consent that is not known yet", () => {
  const owed = { status: "RESTART_REQUIRED" };
  for (const allow of [unknownValue as never, { restart: unknownValue as never }]) {
    const now = inputs({ configuration: OTHER_ID, allow });
    const row = compare(state(inputs({ configuration: ID }), owed), now).changes.find(
      ({ path }) => path === "configuration",
    );
    assert.deepEqual([row?.kind, row?.impact], ["update", "possibleRestart"]);
    assert.equal(row?.note, undefined);
  }
});

test("a replacement is refused without consent, and not where the consent is not known yet", () => {
  const was = state(inputs({ availabilityZone: "nova" }));
  const kindWith = (allow: InstanceInputs["allow"]) =>
    compare(was, inputs({ availabilityZone: "other", allow })).changes.find(({ path }) => path === "availabilityZone")
      ?.kind;
  assert.equal(kindWith(unknownValue as never), "update");
  assert.equal(kindWith({ replace: unknownValue as never }), "update");
  assert.equal(kindWith({ restart: unknownValue as never }), "refuse");
  assert.equal(kindWith({ replace: true, restart: unknownValue as never }), "replace");
});
