import assert from "node:assert/strict";
import { test } from "node:test";
import { packState, unpackState } from "../../../provider/host/state-codec.ts";
import { instance } from "../../../provider/resources/instance/lifecycle.ts";
import type { InstanceState } from "../../../provider/resources/instance/state.ts";
import { inputs, state } from "../resources/instance/samples.ts";

const HIDDEN = { __urn: "urn:x", __defaultName: "db-1234567", __timeouts: { create: "5m" } };

test("the provider's own bookkeeping is under one hidden key, and outputs are beside it", () => {
  const outputs = packState(instance, state(), HIDDEN);
  assert.deepEqual(Object.keys(outputs.__state as object).sort(), ["built", "cloud", "declared", "pending"]);
  assert.deepEqual(
    Object.keys(outputs)
      .filter((key) => key.startsWith("__"))
      .sort(),
    ["__defaultName", "__state", "__timeouts", "__urn"],
  );
  for (const key of ["built", "cloud", "declared", "pending"]) assert.ok(!(key in outputs), key);
});

test("a state comes back as it went, without what is undefined", () => {
  const users = { "app@%": { password: "secret-1", databases: ["app"] } };
  const sent = state(inputs({ users }), { pending: ["create"], built: false });
  const back = unpackState<InstanceState>(packState(instance, sent, HIDDEN));
  assert.deepEqual(back, JSON.parse(JSON.stringify(sent)));
});

test("outputs without the hidden key are those of no state", () => {
  const { __state: _, ...outputs } = packState(instance, state(), HIDDEN);
  assert.equal(unpackState(outputs), undefined);
  assert.equal(unpackState({ ...outputs, __state: null }), undefined);
  assert.equal(unpackState({ ...outputs, __state: "x" }), undefined);
  assert.equal(unpackState({}), undefined);
});
