import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import type { Arguments } from "../../../../provider/resources/arguments.ts";
import { diffArguments } from "../../../../provider/resources/diff/diff-arguments.ts";
import { propertyChange } from "../../../../provider/resources/diff/property-change.ts";
import { unknownValue } from "../../../../provider/resources/values/unknown-value.ts";

interface Inputs {
  readonly name?: string | undefined;
  readonly zone?: string | undefined;
  readonly network?: { readonly networkId?: string | undefined; readonly subnetId?: string | undefined } | undefined;
  readonly size?: number | undefined;
  readonly group?: string | undefined;
  readonly backup?: string | undefined;
}

interface State extends Inputs {
  readonly declared: string[];
  readonly released?: object | undefined;
}

const field = { schema: z.unknown(), doc: "", onRemoval: "unmanage" } as const;

/** A table with an argument of each kind. */
const table: Arguments<State, Inputs> = {
  name: { ...field, onChange: { kind: "update", impact: "none" } },
  zone: { ...field, onChange: { kind: "replace", impact: "dataLoss", reason: "moves" }, isReported: false },
  network: { ...field, onChange: { kind: "replace", impact: "dataLoss" }, isReported: false },
  size: {
    ...field,
    onChange: ({ size: before }, { size: after }) =>
      before === after ? [] : [propertyChange("size", "refuse", "none", `${before} to ${after}`)],
  },
  group: { ...field, onChange: () => [propertyChange("group", "update", "restart", "detached")], onRemoval: "detach" },
  backup: {
    ...field,
    onChange: { kind: "stateOnly", impact: "none", reason: "is only read once", warning: true },
    onRemoval: "warn",
  },
};

function changesOf(before: Inputs, after: Inputs, rest: Partial<State> = {}) {
  const { group: _, ...withoutGroup } = table;
  return diffArguments(withoutGroup, { ...before, declared: Object.keys(before), ...rest }, after);
}

function kindsOf(...args: Parameters<typeof changesOf>): string[] {
  return changesOf(...args).map(({ path, kind, impact }) => `${path} ${kind} ${impact}`);
}

test("finds no change in equal inputs", () => {
  const all = { name: "a", zone: "z", network: { networkId: "n" }, size: 1, backup: "b" };
  assert.deepEqual(changesOf(all, all), []);
});

test("shows another value with the kind, the impact and the reason of the table", () => {
  assert.deepEqual(changesOf({ zone: "a" }, { zone: "b" }), [
    { path: "zone", kind: "replace", impact: "dataLoss", reason: "moves", before: "a", after: "b" },
  ]);
  const [change] = changesOf({ name: "a" }, { name: "b" });
  assert.equal(change?.reason, "changes");
});

test("leaves the decision to the function of an argument", () => {
  assert.deepEqual(kindsOf({ size: 1 }, { size: 2 }), ["size refuse none"]);
});

test("records a removal in the state only, also for an argument with a function", () => {
  assert.deepEqual(kindsOf({ name: "a", zone: "z", size: 1 }, {}), [
    "name stateOnly none",
    "zone stateOnly none",
    "size stateOnly none",
  ]);
});

test("asks the function about the removal of an argument that is detached", () => {
  const changes = diffArguments(table, { group: "g", declared: ["group"] }, {});
  assert.deepEqual(
    changes.map(({ path, kind }) => `${path} ${kind}`),
    ["group update"],
  );
});

test("warns of another value, and of the removal, of an argument that is only read once", () => {
  for (const after of [{ backup: "b" }, {}]) {
    const [change, ...others] = changesOf({ backup: "a" }, after);
    assert.deepEqual([change?.kind, change?.warning, others], ["stateOnly", true, []]);
  }
});

test("shows an unknown value as an update whose impact is unknown", () => {
  for (const after of [{ zone: unknownValue as never }, { network: { networkId: unknownValue as never } }]) {
    const [change, ...others] = changesOf(
      { zone: "a", network: { networkId: "n" } },
      { zone: "a", network: { networkId: "n" }, ...after },
    );
    assert.deepEqual([change?.kind, change?.impact, change?.isImpactUnknown, others], ["update", "none", true, []]);
  }
});

test("only records an output of the same value that the program declares for the first time", () => {
  assert.deepEqual(kindsOf({}, { name: "a" }, { name: "a" }), ["name stateOnly none"]);
  assert.deepEqual(changesOf({}, { name: "b" }, { name: "a" }), [
    { path: "name", kind: "update", impact: "none", reason: "changes", before: "a", after: "b" },
  ]);
});

test("compares a value that Trove does not report with what the program declared last", () => {
  const released = { zone: "a", network: { networkId: "n", subnetId: "s" } };
  assert.deepEqual(kindsOf({}, { zone: "a" }, { released }), ["zone stateOnly none"]);
  assert.deepEqual(kindsOf({}, { zone: "b" }, { released }), ["zone replace dataLoss"]);
  assert.deepEqual(kindsOf({}, { network: { subnetId: "s" } }, { released }), ["network stateOnly none"]);
  assert.deepEqual(kindsOf({}, { network: { subnetId: "t" } }, { released }), ["network replace dataLoss"]);
});

test("does not compare the parts of such a value that the program leaves out", () => {
  const network = { networkId: "n", subnetId: "s" };
  assert.deepEqual(kindsOf({ network }, { network: { networkId: "n" } }), ["network stateOnly none"]);
  assert.deepEqual(kindsOf({ network: { networkId: "n" } }, { network }), ["network replace dataLoss"]);
  const released = { network: { subnetId: "s" } };
  assert.deepEqual(kindsOf({ network: { networkId: "n" } }, { network }, { released }), ["network stateOnly none"]);
});
