import assert from "node:assert/strict";
import { test } from "node:test";
import { openSecret } from "../../../../provider/hosts/encoding/secret-envelopes.ts";
import { decodeState, encodeState } from "../../../../provider/hosts/encoding/state-codec.ts";
import { instance } from "../../../../provider/resources/instance/index.ts";
import type { InstanceState } from "../../../../provider/resources/instance/state.ts";
import { fromStoredState, toStoredState } from "../../../../provider/service/stored-state.ts";
import { inputs, OTHER_ID, state } from "../../resources/instance/samples.ts";

const METADATA = { urn: "urn:x", defaultName: "db-1234567", customTimeouts: { create: "5m" } };

function encoded(instanceState: InstanceState): Record<string, unknown> {
  return encodeState(toStoredState(instance, instanceState), METADATA, { resource: instance, known: {} });
}

function decoded(outputs: Record<string, unknown>): InstanceState | undefined {
  return fromStoredState<InstanceState>(decodeState("id", outputs));
}

test("hides bookkeeping and metadata from the outputs that Pulumi shows", () => {
  const outputs = encoded(state());
  const internal = ["built", "cloud", "declared", "owesRestart", "pending", "replicas", "source"];
  // An undefined source is left out, as any undefined value is.
  assert.deepEqual(Object.keys(outputs.__state as object).sort(), internal.slice(0, -1));
  assert.deepEqual(
    Object.keys(outputs)
      .filter((key) => key.startsWith("__"))
      .sort(),
    ["__defaultName", "__state", "__timeouts", "__urn"],
  );
  for (const key of internal) assert.ok(!(key in outputs), key);
});

test("gives back replication and a required restart from the hidden bookkeeping", () => {
  const fields = { source: OTHER_ID, replicas: ["r1", "r2"] };
  const outputs = encoded(state(inputs(), { ...fields, restartRequired: true }));
  assert.partialDeepStrictEqual(outputs.__state, { ...fields, owesRestart: true });
  assert.deepEqual(
    decoded(outputs),
    JSON.parse(JSON.stringify(state(inputs(), { ...fields, restartRequired: true }))) as InstanceState,
  );
});

test("gives back a state as it was, without undefined values", () => {
  const users = { "app@%": { password: "secret-1", databases: ["app"] } };
  const sent = state(inputs({ users }), { pending: ["create"], wasActive: false });
  assert.deepEqual(decoded(encoded(sent)), JSON.parse(JSON.stringify(sent)));
});

test("gives back the metadata of a state", () => {
  assert.deepEqual(decodeState("id", encoded(state())).metadata, METADATA);
});

test("gives no state for outputs without bookkeeping", () => {
  const { __state: _, ...outputs } = encoded(state());
  assert.equal(decoded(outputs), undefined);
  assert.equal(decoded({ ...outputs, __state: null }), undefined);
  assert.equal(decoded({ ...outputs, __state: "x" }), undefined);
  assert.equal(decoded({}), undefined);
});

test("encrypts released values: the program may have marked them as secret", () => {
  const released = { availabilityZone: "nova", network: { networkId: OTHER_ID } };
  const outputs = encoded(state(inputs(), { released }));
  const { released: kept } = outputs.__state as { released: object };
  assert.deepEqual(openSecret(kept)?.value, released);
  assert.deepEqual(decoded(outputs)?.released, released);
});

test("encodes an absent output or argument as null, and leaves it out of the state", () => {
  const outputs = encoded(state(inputs(), { volumeSize: undefined }));
  for (const name of ["volumeSize", "publicEndpoint", "host", "configuration", "users", "adoptId"]) {
    assert.equal(outputs[name], null, name);
    assert.ok(!(name in (decoded(outputs) ?? {})), name);
  }
});
