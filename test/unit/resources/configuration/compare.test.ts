import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConfigurationInputs } from "../../../../provider/resources/configuration/arguments.ts";
import { compare } from "../../../../provider/resources/configuration/diff.ts";
import type { ConfigurationState } from "../../../../provider/resources/configuration/state.ts";
import { unknownValue } from "../../../../provider/resources/values/unknown-value.ts";
import { ID } from "../instance/samples.ts";
import { inputs, state, VERSION_ID } from "./samples.ts";

const allowed = { allow: { restart: true } };

interface Row {
  readonly title: string;
  readonly before?: ConfigurationInputs;
  readonly fields?: Partial<ConfigurationState>;
  readonly after: ConfigurationInputs;
  /** Kind, path and impact of each change. */
  readonly changes: readonly string[];
}

const rows: readonly Row[] = [
  { title: "nothing changes", after: inputs(), changes: [] },
  { title: "the same value as a string", after: inputs({ values: { wait_timeout: "60" } }), changes: [] },
  {
    title: "another value",
    after: inputs({ values: { wait_timeout: 70 } }),
    changes: ["update values.wait_timeout none"],
  },
  {
    title: "another value with consent",
    before: inputs(allowed),
    after: inputs({ ...allowed, values: { wait_timeout: 70 } }),
    changes: ["update values.wait_timeout possibleRestart"],
  },
  {
    title: "a value removed and one added",
    after: inputs({ values: { max_connections: 5 } }),
    changes: ["update values.wait_timeout none", "update values.max_connections none"],
  },
  { title: "another name", after: inputs({ name: "other" }), changes: ["update name none"] },
  { title: "a description", after: inputs({ description: "slow" }), changes: ["update description none"] },
  {
    title: "no description",
    before: inputs({ description: "slow" }),
    after: inputs(),
    changes: ["stateOnly description none"],
  },
  { title: "consent alone", after: inputs(allowed), changes: ["stateOnly allow none"] },
  {
    title: "the datastore that it has",
    after: inputs({ datastore: { type: "mysql", version: "8.0.29" } }),
    changes: ["stateOnly datastore none"],
  },
  {
    title: "the version that it has, by id",
    after: inputs({ datastore: { version: VERSION_ID } }),
    changes: ["stateOnly datastore none"],
  },
  {
    title: "another datastore",
    after: inputs({ datastore: { type: "mariadb" } }),
    changes: ["replace datastore.type none"],
  },
  {
    title: "another version",
    before: inputs({ datastore: { type: "mysql", version: "8.0.29" } }),
    after: inputs({ datastore: { type: "mysql", version: "5.7.29" } }),
    changes: ["replace datastore.version none"],
  },
  {
    title: "another version, by id",
    after: inputs({ datastore: { version: ID } }),
    changes: ["replace datastore.version none"],
  },
  {
    title: "no datastore any more",
    before: inputs({ datastore: { type: "mysql" } }),
    after: inputs(),
    changes: ["stateOnly datastore none"],
  },
  {
    title: "the real value of one that an import shows masked",
    before: inputs({ values: { innodb_ft_max_token_size: "***" } }),
    after: inputs({ values: { innodb_ft_max_token_size: 20 } }),
    changes: ["stateOnly values.innodb_ft_max_token_size none"],
  },
  {
    title: "a restart that is pending, with consent",
    before: inputs(allowed),
    fields: { waitingForRestart: [ID] },
    after: inputs(allowed),
    changes: ["update allow.restart restart"],
  },
  {
    title: "a restart that is pending, without consent",
    fields: { waitingForRestart: [ID] },
    after: inputs(),
    changes: [],
  },
];

for (const { title, before = inputs(), fields, after, changes } of rows) {
  test(`compares a group: ${title}`, () => {
    const difference = compare(state(before, fields), after);
    assert.deepEqual(
      difference.changes.map(({ kind, path, impact }) => `${kind} ${path} ${impact}`),
      changes,
    );
    assert.equal(difference.deleteBeforeReplace, false);
  });
}

test("an interrupted update is unfinished, also if the program has not changed", () => {
  const { changes, unfinished, unfinishedReason } = compare(state(inputs(), { pending: ["update"] }), inputs());
  assert.deepEqual([changes, unfinished], [[], true]);
  assert.match(unfinishedReason ?? "", /did not finish/);
});

test("values that are not known yet are one change whose impact is unknown", () => {
  const declared = inputs();
  Reflect.set(declared, "values", { wait_timeout: unknownValue });
  const [change, ...others] = compare(state(), declared).changes;
  assert.deepEqual([change?.path, change?.isImpactUnknown, others], ["values", true, []]);
});

test("a change without consent says when its values take effect", () => {
  const [change] = compare(state(), inputs({ values: { wait_timeout: 70 } })).changes;
  assert.match(change?.note ?? "", /take effect after the next one, since allow\.restart is not set/);
});
