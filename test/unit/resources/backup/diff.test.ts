import assert from "node:assert/strict";
import { test } from "node:test";
import type { BackupInputs } from "../../../../provider/resources/backup/arguments.ts";
import { create } from "../../../../provider/resources/backup/create/create.ts";
import { diff } from "../../../../provider/resources/backup/diff.ts";
import type { BackupState } from "../../../../provider/resources/backup/state.ts";
import { unknownValue } from "../../../../provider/resources/values/unknown-value.ts";
import type { Backup } from "../../../../provider/trove/types.ts";
import { cloudless } from "../instance/cloudless.ts";
import { ID, OTHER_ID } from "../instance/samples.ts";
import { BACKUP_ID, interruptedCreate, PARENT_ID, reported, startWithInstance, state as stateOf } from "./fixture.ts";

interface Row {
  readonly title: string;
  readonly before?: Partial<BackupInputs>;
  readonly after?: Partial<BackupInputs>;
  readonly state?: Partial<BackupState>;
  readonly backup?: Partial<Backup>;
  readonly changes?: readonly (readonly [path: string, kind: string])[];
}

const BASE: BackupInputs = { instance: ID, name: "nightly" };
const INCREMENTAL = { parentId: PARENT_ID };

const rows: readonly Row[] = [
  { title: "the same inputs are no change" },
  { title: "another name replaces", after: { name: "weekly" }, changes: [["name", "replace"]] },
  { title: "another instance is only recorded", after: { instance: OTHER_ID }, changes: [["instance", "stateOnly"]] },
  {
    title: "another instance replaces together with other triggers",
    before: { triggers: { version: "1" } },
    after: { instance: OTHER_ID, triggers: { version: "2" } },
    changes: [["triggers", "replace"]],
  },
  {
    title: "an instance that is not known yet is shown",
    after: { instance: unknownValue as unknown as string },
    changes: [["instance", "update"]],
  },
  {
    title: "the instance of the backup is no change",
    state: { instance: OTHER_ID },
    changes: [["instance", "stateOnly"]],
  },
  {
    title: "another description is only recorded",
    before: { description: "old" },
    after: { description: "new" },
    changes: [["description", "stateOnly"]],
  },
  { title: "incremental replaces a full backup", after: { incremental: true }, changes: [["incremental", "replace"]] },
  {
    title: "incremental is only recorded for an incremental backup",
    after: { incremental: true },
    backup: INCREMENTAL,
    changes: [["incremental", "stateOnly"]],
  },
  {
    title: "no incremental is only recorded for a full backup",
    after: { incremental: false },
    changes: [["incremental", "stateOnly"]],
  },
  {
    title: "an incremental backup that Trove made full is no change",
    before: { incremental: true },
    after: { incremental: true },
  },
  {
    title: "another parent replaces",
    before: { parent: PARENT_ID },
    after: { parent: BACKUP_ID },
    backup: INCREMENTAL,
    changes: [["parent", "replace"]],
  },
  {
    title: "the parent that Trove chose is only recorded",
    before: { incremental: true },
    after: { parent: PARENT_ID },
    backup: INCREMENTAL,
    changes: [
      ["incremental", "stateOnly"],
      ["parent", "stateOnly"],
    ],
  },
  { title: "another container replaces", after: { swiftContainer: "mine" }, changes: [["swiftContainer", "replace"]] },
  {
    title: "the container in the URL is only recorded",
    after: { swiftContainer: "database_backups" },
    changes: [["swiftContainer", "stateOnly"]],
  },
  {
    title: "a container is compared although the backup is a snapshot",
    after: { swiftContainer: "volumes" },
    backup: { locationRef: "cinder://volumes/1" },
    changes: [["swiftContainer", "replace"]],
  },
  {
    title: "other triggers replace",
    before: { triggers: { version: "1" } },
    after: { triggers: { version: "2" } },
    changes: [["triggers", "replace"]],
  },
  {
    title: "fewer triggers replace",
    before: { triggers: { version: "1", date: "x" } },
    after: { triggers: { version: "1" } },
    changes: [["triggers", "replace"]],
  },
  { title: "the first triggers replace", after: { triggers: { version: "1" } }, changes: [["triggers", "replace"]] },
  {
    title: "the first triggers of an import are only recorded",
    after: { triggers: { version: "1" } },
    state: { imported: true },
    changes: [["triggers", "stateOnly"]],
  },
  {
    title: "later triggers of an import replace",
    before: { triggers: { version: "1" } },
    after: { triggers: { version: "2" } },
    state: { imported: true },
    changes: [["triggers", "replace"]],
  },
  {
    title: "triggers that were removed and declared again are only recorded",
    after: { triggers: { version: "1" } },
    state: { released: { triggers: { version: "1" } } },
    changes: [["triggers", "stateOnly"]],
  },
  {
    title: "other triggers than those that were removed replace",
    after: { triggers: { version: "2" } },
    state: { released: { triggers: { version: "1" } }, imported: true },
    changes: [["triggers", "replace"]],
  },
  {
    title: "a removal is only recorded",
    before: { description: "old", parent: PARENT_ID, swiftContainer: "c", triggers: { version: "1" } },
    changes: [
      ["description", "stateOnly"],
      ["parent", "stateOnly"],
      ["swiftContainer", "stateOnly"],
      ["triggers", "stateOnly"],
    ],
  },
];

for (const { title, before, after, state, backup, changes = [] } of rows) {
  test(title, async () => {
    const old = stateOf({ ...BASE, ...before }, state, reported(backup));
    const {
      changes: found,
      deleteBeforeReplace,
      unfinished,
    } = await diff(BACKUP_ID, old, { ...BASE, ...after }, cloudless());
    assert.deepEqual(
      found.map(({ path, kind }) => [path, kind]),
      changes,
    );
    assert.deepEqual([deleteBeforeReplace, unfinished], [false, false]);
  });
}

test("says why another instance does not replace the backup", async () => {
  const { changes } = await diff(BACKUP_ID, stateOf(), { ...BASE, instance: OTHER_ID }, cloudless());
  assert.deepEqual(changes, [
    {
      path: "instance",
      kind: "stateOnly",
      impact: "none",
      warning: true,
      reason:
        `is now ${OTHER_ID}, but the backup is kept: it holds the data of instance ${ID}. To replace it with a backup of ` +
        "the other instance, change `triggers` too",
    },
  ]);
});

test("replaces a backup that failed, the failed one first", async (t) => {
  const { context, instanceId } = await startWithInstance(t);
  const inputs = { instance: instanceId, name: "BACKUP_ERROR" };
  const { id, state } = await interruptedCreate(inputs, context);
  const { changes, deleteBeforeReplace } = await diff(id, state, inputs, context);
  assert.deepEqual(changes, [
    { path: "status", kind: "replace", impact: "none", reason: "the backup failed and holds no data" },
  ]);
  assert.equal(deleteBeforeReplace, true);
});

test("replaces a backup that is gone before it was complete", async (t) => {
  const { cloud, context, instanceId } = await startWithInstance(t);
  const inputs = { instance: instanceId, name: "BACKUP_ERROR" };
  const { id, state } = await interruptedCreate(inputs, context);
  cloud.removeBackup(id);
  const { changes } = await diff(id, state, inputs, context);
  assert.deepEqual(
    changes.map(({ path, kind, reason }) => [path, kind, reason]),
    [["status", "replace", "the backup no longer exists"]],
  );
});

test("continues a backup that has completed since its create was interrupted", async (t) => {
  const { context, instanceId } = await startWithInstance(t);
  const inputs = { instance: instanceId, name: "nightly" };
  const { id, state } = await create(inputs, context);
  const saved = { ...state, status: "BUILDING", pending: ["create"] as const };
  const { changes, unfinished, unfinishedReason } = await diff(id, saved, inputs, context);
  assert.deepEqual([changes, unfinished], [[], true]);
  assert.match(unfinishedReason ?? "", /was still running \(BUILDING\) when the last operation ended/);
});
