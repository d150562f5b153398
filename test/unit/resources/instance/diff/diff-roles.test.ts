import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { ID, OTHER_ID, state } from "../samples.ts";

const THIRD_ID = "8a2f3c1e-0000-4000-8000-000000000003";

interface Case {
  /** The declared arguments of the state. */
  readonly before?: InstanceInputs;
  /** The source and the replicas of the instance, as Trove reports them. */
  readonly cloud?: Partial<Pick<InstanceState, "source" | "replicas" | "unmanagedSource">>;
  readonly after?: InstanceInputs;
  readonly changes: readonly string[];
}

const of = (replicaOf: string): InstanceInputs => ({ replicaOf });

const cases: Readonly<Record<string, Case>> = {
  "an instance of its own": { changes: [] },
  "a source, which declares nothing of its replicas": { cloud: { replicas: [OTHER_ID] }, changes: [] },
  "a replica of the declared source": { before: of(ID), cloud: { source: ID }, after: of(ID), changes: [] },
  "a replica that is detached from its source": {
    before: of(ID),
    cloud: { source: ID },
    changes: ["replicaOf update none"],
  },
  "another source": {
    before: of(ID),
    cloud: { source: ID },
    after: of(OTHER_ID),
    changes: ["replicaOf refuse dataLoss"],
  },
  "another source, with consent": {
    before: { ...of(ID), allow: { replace: true } },
    cloud: { source: ID },
    after: { ...of(OTHER_ID), allow: { replace: true } },
    changes: ["replicaOf replace dataLoss"],
  },
  "a source for an instance that was never a replica": { after: of(ID), changes: ["replicaOf refuse dataLoss"] },
  "a replica that was detached outside, still declared": { after: of(ID), changes: ["replicaOf refuse dataLoss"] },
  "a replica that was detached outside, no longer declared": { changes: [] },
  "a replica that a failover moved to another source": {
    before: of(ID),
    cloud: { source: OTHER_ID },
    after: of(ID),
    changes: ["replicaOf refuse none"],
  },
  "a replica that a failover moved, with consent to replace": {
    before: { ...of(ID), allow: { replace: true } },
    cloud: { source: OTHER_ID },
    after: { ...of(ID), allow: { replace: true } },
    changes: ["replicaOf refuse none"],
  },
  "a replica that a failover moved, once the program follows": {
    before: of(ID),
    cloud: { source: OTHER_ID },
    after: of(OTHER_ID),
    changes: ["replicaOf stateOnly none"],
  },
  "a source that became a replica in a failover": { cloud: { source: OTHER_ID }, changes: ["replicaOf refuse none"] },
  "a source that became a replica, once the program follows": {
    cloud: { source: OTHER_ID },
    after: of(OTHER_ID),
    changes: ["replicaOf stateOnly none"],
  },
  "a replica adopted without replicaOf": { cloud: { source: ID, unmanagedSource: ID }, changes: [] },
  "a replica adopted without replicaOf, after a failover": {
    cloud: { source: OTHER_ID, unmanagedSource: ID },
    changes: [],
  },
  "a promoted replica that was adopted without replicaOf": { cloud: { unmanagedSource: ID }, changes: [] },
  "a replica that became the source in a failover": {
    cloud: { replicas: [ID, THIRD_ID] },
    after: of(ID),
    changes: ["replicaOf refuse none"],
  },
  "a replica that became the source, before a refresh": {
    before: of(ID),
    cloud: { replicas: [ID] },
    after: of(ID),
    changes: ["replicaOf refuse none"],
  },
  "a replica that became the source, with consent to replace": {
    before: { allow: { replace: true } },
    cloud: { replicas: [ID] },
    after: { ...of(ID), allow: { replace: true } },
    changes: ["replicaOf refuse none"],
  },
};

function differenceOf({ before = {}, cloud = {}, after = {} }: Case) {
  const flavor = { flavor: "2" };
  return compare(state({ ...flavor, ...before }, cloud), { ...flavor, ...after });
}

for (const [title, roles] of Object.entries(cases)) {
  test(`finds the change for ${title}`, () => {
    const changes = differenceOf(roles).changes.map(({ path, kind, impact }) => `${path} ${kind} ${impact}`);
    assert.deepEqual(changes, roles.changes);
  });
}

test("names the other instance and the edits that match the cloud after a failover", () => {
  const [old] = differenceOf({ cloud: { source: OTHER_ID }, changes: [] }).changes;
  assert.match(old?.reason ?? "", new RegExp(`become a replica of ${OTHER_ID}\\. .*set replicaOf: "${OTHER_ID}"`));
  assert.match(old?.reason ?? "", new RegExp(`remove replicaOf from the resource of ${OTHER_ID}`));
  const [promoted] = differenceOf({ cloud: { replicas: [ID] }, after: of(ID), changes: [] }).changes;
  assert.match(promoted?.reason ?? "", new RegExp(`become the source of ${ID}\\. .*remove replicaOf here`));
  assert.match(promoted?.reason ?? "", new RegExp(`set replicaOf to the id of this instance .* ${ID}`));
});
