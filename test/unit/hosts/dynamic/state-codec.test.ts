import assert from "node:assert/strict";
import { test } from "node:test";
import { openSecret } from "../../../../provider/hosts/dynamic/secret-envelopes.ts";
import { missingOutputs, packState, unpackState } from "../../../../provider/hosts/dynamic/state-codec.ts";
import { instance } from "../../../../provider/resources/instance/index.ts";
import type { InstanceState } from "../../../../provider/resources/instance/state.ts";
import { inputs, OTHER_ID, state } from "../../resources/instance/samples.ts";

const HIDDEN = { __urn: "urn:x", __defaultName: "db-1234567", __timeouts: { create: "5m" } };

test("the provider's own bookkeeping is under one hidden key, and outputs are beside it", () => {
  const outputs = packState(instance, state(), HIDDEN, {});
  const internal = ["built", "cloud", "declared", "owesRestart", "pending", "replicas", "source"];
  // A source that there is not is left out, as any undefined value is.
  assert.deepEqual(Object.keys(outputs.__state as object).sort(), internal.slice(0, -1));
  assert.deepEqual(
    Object.keys(outputs)
      .filter((key) => key.startsWith("__"))
      .sort(),
    ["__defaultName", "__state", "__timeouts", "__urn"],
  );
  for (const key of internal) assert.ok(!(key in outputs), key);
});

test("what a state says of replication and of an owed restart goes under the hidden key, and comes back", () => {
  const fields = { source: OTHER_ID, replicas: ["r1", "r2"] };
  const outputs = packState(instance, state(inputs(), { ...fields, restartRequired: true }), HIDDEN, {});
  const { source, replicas, owesRestart } = outputs.__state as typeof fields & { owesRestart: boolean };
  assert.deepEqual({ source, replicas, owesRestart }, { ...fields, owesRestart: true });
  assert.deepEqual(
    unpackState<InstanceState>(outputs),
    JSON.parse(JSON.stringify(state(inputs(), { ...fields, restartRequired: true }))) as InstanceState,
  );
});

test("a state comes back as it went, without what is undefined", () => {
  const users = { "app@%": { password: "secret-1", databases: ["app"] } };
  const sent = state(inputs({ users }), { pending: ["create"], wasActive: false });
  const back = unpackState<InstanceState>(packState(instance, sent, HIDDEN, {}));
  assert.deepEqual(back, JSON.parse(JSON.stringify(sent)));
});

test("outputs without the hidden key are those of no state", () => {
  const { __state: _, ...outputs } = packState(instance, state(), HIDDEN, {});
  assert.equal(unpackState(outputs), undefined);
  assert.equal(unpackState({ ...outputs, __state: null }), undefined);
  assert.equal(unpackState({ ...outputs, __state: "x" }), undefined);
  assert.equal(unpackState({}), undefined);
});

test("keeps what a program has released encrypted: it may have been given as a secret", () => {
  const released = { availabilityZone: "nova", network: { networkId: OTHER_ID } };
  const outputs = packState(instance, state(inputs(), { released }), HIDDEN, {});
  const { released: kept } = outputs.__state as { released: object };
  assert.deepEqual(openSecret(kept)?.value, released);
  assert.deepEqual(unpackState<InstanceState>(outputs)?.released, released);
});

test("an absent output or argument is null for the engine, and absent again in the state", () => {
  const outputs = packState(instance, state(inputs(), { volumeSize: undefined }), HIDDEN, {});
  for (const name of ["volumeSize", "publicEndpoint", "host", "configuration", "users", "adoptId"]) {
    assert.equal(outputs[name], null, name);
    assert.ok(!(name in (unpackState(outputs) ?? {})), name);
  }
});

test("every argument and output of a resource has a value for the engine, in whatever state", () => {
  for (const fields of [{}, { wasActive: false, pending: ["create" as const] }, { status: "ERROR" }]) {
    assert.deepEqual(missingOutputs(instance, packState(instance, state(inputs(), fields), HIDDEN, {})), []);
  }
});

test("a state that lacks outputs is known by their names, and else by those of arguments", () => {
  const { host: _, port: __, ...older } = packState(instance, state(), HIDDEN, {});
  assert.deepEqual(missingOutputs(instance, older), ["host", "port"]);
  const { locality: ___, ...withoutLocality } = packState(instance, state(), HIDDEN, {});
  assert.deepEqual(missingOutputs(instance, withoutLocality), ["locality"]);
  const { locality: ____, ...both } = older;
  assert.deepEqual(missingOutputs(instance, both), ["host", "port"]);
});
