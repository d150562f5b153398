import assert from "node:assert/strict";
import { test } from "node:test";
import { instance } from "../../../../provider/resources/instance/index.ts";
import { unknownValue } from "../../../../provider/resources/values/unknown-value.ts";
import { expectedState } from "../../../../provider/service/diff/expected-state.ts";
import type { ResourceDiff } from "../../../../provider/service/requests.ts";

const STORED = {
  outputs: { flavor: "m1.small", volume: { size: 1 }, name: "db", host: "10.0.0.1", volumeSize: 1, status: "ACTIVE" },
};
const INPUTS = { flavor: "m1.small", volume: { size: 2 } };

function changesOf(kind: "update" | "stateOnly", isUnfinished = false): ResourceDiff {
  const change = { path: "volume.size", kind, impact: "none", reason: "grows" } as const;
  return { changes: [change], replaces: [], deleteBeforeReplace: false, isUnfinished, exceedsInputs: false };
}

test("every argument affects outputs that exist", () => {
  const outputs = Object.keys(instance.outputs);
  for (const [name, { affects = [] }] of Object.entries(instance.inputs)) {
    assert.deepEqual(
      affects.filter((output) => !outputs.includes(output)),
      [],
      name,
    );
  }
});

test("of a create, the arguments are known and the outputs are not", () => {
  const { outputs } = expectedState(instance, INPUTS);
  assert.deepEqual([outputs.volume, outputs.users], [{ size: 2 }, null]);
  for (const name of Object.keys(instance.outputs)) assert.equal(outputs[name], unknownValue, name);
});

test("of an update, the outputs that a change affects are unknown", () => {
  const { outputs } = expectedState(instance, INPUTS, { stored: STORED, changes: changesOf("update") });
  assert.deepEqual([outputs.volume, outputs.volumeSize, outputs.host], [{ size: 2 }, unknownValue, "10.0.0.1"]);
});

test("a change of the state alone affects no output", () => {
  const { outputs } = expectedState(instance, INPUTS, { stored: STORED, changes: changesOf("stateOnly") });
  assert.deepEqual([outputs.volumeSize, outputs.status], [1, "ACTIVE"]);
});

test("an update that completes an earlier one may change every output", () => {
  const { outputs } = expectedState(instance, INPUTS, { stored: STORED, changes: changesOf("update", true) });
  assert.deepEqual([outputs.host, outputs.status], [unknownValue, unknownValue]);
});
