import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { ID, OTHER_ID, state } from "../samples.ts";

const THIRD_ID = "8a2f3c1e-0000-4000-8000-000000000003";

interface Case {
  /** What was declared. */
  readonly was?: InstanceInputs;
  /** What the cloud says: the instance's source and replicas. */
  readonly cloud?: Partial<Pick<InstanceState, "source" | "replicas" | "unmanagedSource">>;
  readonly is?: InstanceInputs;
  readonly rows: readonly string[];
}

const of = (replicaOf: string): InstanceInputs => ({ replicaOf });

const cases: Readonly<Record<string, Case>> = {
  "an instance of its own": { rows: [] },
  "a source, which declares nothing of its replicas": { cloud: { replicas: [OTHER_ID] }, rows: [] },
  "a replica of the declared source": { was: of(ID), cloud: { source: ID }, is: of(ID), rows: [] },
  "a replica that leaves its source": { was: of(ID), cloud: { source: ID }, rows: ["replicaOf update none"] },
  "another source": {
    was: of(ID),
    cloud: { source: ID },
    is: of(OTHER_ID),
    rows: ["replicaOf refuse dataLoss"],
  },
  "another source, with consent": {
    was: { ...of(ID), allow: { replace: true } },
    cloud: { source: ID },
    is: { ...of(OTHER_ID), allow: { replace: true } },
    rows: ["replicaOf replace dataLoss"],
  },
  "a source for what was never a replica": { is: of(ID), rows: ["replicaOf refuse dataLoss"] },
  "a replica that was detached outside, still declared": { is: of(ID), rows: ["replicaOf refuse dataLoss"] },
  "a replica that was detached outside, and is declared so": { rows: [] },
  "a replica that a fail-over elsewhere moved to another source": {
    was: of(ID),
    cloud: { source: OTHER_ID },
    is: of(ID),
    rows: ["replicaOf refuse none"],
  },
  "the same, with consent to replace": {
    was: { ...of(ID), allow: { replace: true } },
    cloud: { source: OTHER_ID },
    is: { ...of(ID), allow: { replace: true } },
    rows: ["replicaOf refuse none"],
  },
  "the same, once the program follows": {
    was: of(ID),
    cloud: { source: OTHER_ID },
    is: of(OTHER_ID),
    rows: ["replicaOf stateOnly none"],
  },
  "a source that a fail-over made a replica": { cloud: { source: OTHER_ID }, rows: ["replicaOf refuse none"] },
  "the same, once the program agrees": {
    cloud: { source: OTHER_ID },
    is: of(OTHER_ID),
    rows: ["replicaOf stateOnly none"],
  },
  "a replica adopted without replicaOf": { cloud: { source: ID, unmanagedSource: ID }, rows: [] },
  "the same, after a fail-over to another source": { cloud: { source: OTHER_ID, unmanagedSource: ID }, rows: [] },
  "the same, after it was promoted": { cloud: { unmanagedSource: ID }, rows: [] },
  "a replica that a fail-over made the source": {
    cloud: { replicas: [ID, THIRD_ID] },
    is: of(ID),
    rows: ["replicaOf refuse none"],
  },
  "the same before a refresh, with the old source in the state": {
    was: of(ID),
    cloud: { replicas: [ID] },
    is: of(ID),
    rows: ["replicaOf refuse none"],
  },
  "a new source, with consent to replace: roles are never undone by a replacement": {
    was: { allow: { replace: true } },
    cloud: { replicas: [ID] },
    is: { ...of(ID), allow: { replace: true } },
    rows: ["replicaOf refuse none"],
  },
};

function differenceOf({ was = {}, cloud = {}, is = {} }: Case) {
  const flavor = { flavor: "2" };
  return compare(state({ ...flavor, ...was }, cloud), { ...flavor, ...is });
}

for (const [title, given] of Object.entries(cases)) {
  test(`diff of ${title} is ${given.rows.join(", ") || "no row"}`, () => {
    const rows = differenceOf(given).changes.map(({ path, kind, impact }) => `${path} ${kind} ${impact}`);
    assert.deepEqual(rows, given.rows);
  });
}

test("after a fail-over the refusal names the other instance and the edits that agree with the cloud", () => {
  const [old] = differenceOf({ cloud: { source: OTHER_ID }, rows: [] }).changes;
  assert.match(old?.reason ?? "", new RegExp(`become a replica of ${OTHER_ID}\\. .*set replicaOf: "${OTHER_ID}"`));
  assert.match(old?.reason ?? "", new RegExp(`remove replicaOf from the resource of ${OTHER_ID}`));
  const [promoted] = differenceOf({ cloud: { replicas: [ID] }, is: of(ID), rows: [] }).changes;
  assert.match(promoted?.reason ?? "", new RegExp(`become the source of ${ID}\\. .*remove replicaOf here`));
  assert.match(promoted?.reason ?? "", new RegExp(`set replicaOf to the id of this instance .* ${ID}`));
});
