import assert from "node:assert/strict";
import { test } from "node:test";
import { instance } from "../../../provider/resources/instance/index.ts";
import { missingOutputs, toStoredState } from "../../../provider/service/stored-state.ts";
import { inputs, state } from "../resources/instance/samples.ts";

test("stores a value for every argument and output, in any state", () => {
  for (const fields of [{}, { wasActive: false, pending: ["create" as const] }, { status: "ERROR" }]) {
    assert.deepEqual(missingOutputs(instance, toStoredState(instance, state(inputs(), fields)).outputs), []);
  }
});

test("reports the outputs that a state lacks, or else the arguments", () => {
  const { host: _, port: __, ...older } = toStoredState(instance, state()).outputs;
  assert.deepEqual(missingOutputs(instance, older), ["host", "port"]);
  const { locality: ___, ...withoutLocality } = toStoredState(instance, state()).outputs;
  assert.deepEqual(missingOutputs(instance, withoutLocality), ["locality"]);
  const { locality: ____, ...both } = older;
  assert.deepEqual(missingOutputs(instance, both), ["host", "port"]);
});

test("stores only plain values, with the bookkeeping apart from the outputs", () => {
  const { outputs, bookkeeping = {} } = toStoredState(instance, state());
  for (const key of [...Object.keys(outputs), ...Object.keys(bookkeeping)]) assert.doesNotMatch(key, /^__/);
  assert.equal(bookkeeping.built, true);
  assert.ok(!("built" in outputs) && !("wasActive" in bookkeeping));
});
