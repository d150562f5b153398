import assert from "node:assert/strict";
import { test } from "node:test";
import type { DatabaseInputs } from "../../../../provider/resources/database/arguments.ts";
import { database } from "../../../../provider/resources/database/index.ts";
import type { DatabaseState } from "../../../../provider/resources/database/state.ts";
import { unknownValue } from "../../../../provider/resources/values/unknown-value.ts";
import { cloudless } from "../instance/cloudless.ts";
import { CLOUD } from "../instance/samples.ts";

const instance = "8a2f3c1e-0000-4000-8000-000000000001";
const other = "8a2f3c1e-0000-4000-8000-000000000002";
const inputs: DatabaseInputs = { instance, name: "app" };

function stateOf(fields: Partial<DatabaseState> = {}): DatabaseState {
  return { ...inputs, declared: ["instance", "name"], pending: [], cloud: CLOUD, ...fields };
}

const replaced = { allow: { replace: true } };

const rows: readonly {
  readonly title: string;
  readonly before?: Partial<DatabaseState>;
  readonly after: Partial<DatabaseInputs>;
  /** Each as `<path> <kind>`. */
  readonly changes: readonly string[];
  readonly deleteBeforeReplace?: boolean;
}[] = [
  { title: "nothing", after: {}, changes: [], deleteBeforeReplace: true },
  { title: "another name without consent", after: { name: "b" }, changes: ["name refuse"] },
  {
    title: "another name with consent",
    after: { name: "b", ...replaced },
    changes: ["name replace", "allow stateOnly"],
  },
  { title: "another instance without consent", after: { instance: other }, changes: ["instance replace"] },
  {
    title: "an instance that is not known yet",
    after: { instance: unknownValue as unknown as string },
    changes: ["instance replace"],
  },
  {
    title: "another instance and another name without consent",
    after: { instance: other, name: "b" },
    changes: ["instance replace", "name replace"],
  },
  {
    title: "a character set without consent",
    after: { characterSet: "utf8mb4" },
    changes: ["characterSet refuse"],
    deleteBeforeReplace: true,
  },
  {
    title: "a character set with consent deletes the old database first, which has the same name",
    after: { characterSet: "utf8mb4", ...replaced },
    changes: ["characterSet replace", "allow stateOnly"],
    deleteBeforeReplace: true,
  },
  {
    title: "the first character set after an import is recorded",
    before: { imported: true },
    after: { characterSet: "utf8mb4" },
    changes: ["characterSet stateOnly"],
    deleteBeforeReplace: true,
  },
  {
    title: "a character set that was removed and is declared again",
    before: { released: { characterSet: "utf8mb4" } },
    after: { characterSet: "utf8mb4" },
    changes: ["characterSet stateOnly"],
    deleteBeforeReplace: true,
  },
  {
    title: "a removed character set",
    before: { characterSet: "utf8mb4", declared: ["characterSet", "instance", "name"] },
    after: {},
    changes: ["characterSet stateOnly"],
    deleteBeforeReplace: true,
  },
];

for (const { title, before, after, changes, deleteBeforeReplace = false } of rows) {
  test(`diff: ${title}`, async () => {
    const found = await database.diff(`${instance}/app`, stateOf(before), { ...inputs, ...after }, cloudless());
    assert.deepEqual(
      found.changes.map(({ path, kind }) => `${path} ${kind}`),
      changes,
    );
    assert.equal(found.deleteBeforeReplace, deleteBeforeReplace);
  });
}

test("an interrupted create is unfinished, and says why", async () => {
  const found = await database.diff(`${instance}/app`, stateOf({ pending: ["create"] }), inputs, cloudless());
  assert.equal(found.unfinished, true);
  assert.match(found.unfinishedReason ?? "", /The creation of the database did not finish/);
});
