import assert from "node:assert/strict";
import { test } from "node:test";
import { getBackup } from "../../../provider/lookups/get-backup.ts";
import { getBackups } from "../../../provider/lookups/get-backups.ts";
import { startCannedCloud } from "../trove/canned-cloud.ts";
import { contextOf, present, run, startHarness } from "./harness.ts";

const INSTANCE = "8a2f3c1e-0000-4000-8000-000000000001";
const NOBODYS = "8a2f3c1e-0000-4000-8000-000000000009";

interface CannedBackup {
  readonly id: string;
  readonly name?: string;
  readonly status?: string;
  readonly created: string;
}

/** A project with these backups of one instance, in the order in which Trove lists them. */
async function projectWith(t: Parameters<typeof startCannedCloud>[0], backups: readonly CannedBackup[]) {
  const { client, requests } = await startCannedCloud(t, ({ path }) => {
    if (path === "/limits") return { body: { limits: [] } };
    const shown = backups.map((backup) => ({ name: "nightly", status: "COMPLETED", instance_id: INSTANCE, ...backup }));
    return { body: { backups: shown } };
  });
  const lists = () => requests.map(({ path }) => path).filter((path) => path.startsWith("/backups"));
  return { context: contextOf(client), lists };
}

test("finds a backup by its id, its name, and its instance", async (t) => {
  const { run: lookUp, createInstance, takeBackup } = await startHarness(t);
  const instance = await createInstance("orders");
  const id = await takeBackup("nightly", instance);
  const byId = await lookUp(getBackup, { id });
  const { created, locationRef, size, ...rest } = byId;
  assert.match(String(created), /Z$/);
  assert.match(String(locationRef), /^https?:/);
  assert.equal(typeof size, "number");
  assert.deepEqual(present(rest), {
    id,
    name: "nightly",
    status: "COMPLETED",
    instance,
    datastoreType: "mysql",
    datastoreVersion: "8.0.29",
  });
  for (const args of [
    { name: "nightly" },
    { instance },
    { name: "nightly", instance },
    { instance, mostRecent: true },
  ]) {
    assert.deepEqual(await lookUp(getBackup, args), byId, JSON.stringify(args));
  }
});

test("mostRecent chooses the last created backup that can be restored", async (t) => {
  const { context, lists } = await projectWith(t, [
    { id: "changed-last", created: "2026-01-01T00:00:00" },
    { id: "failed", status: "FAILED", created: "2026-01-04T00:00:00" },
    { id: "running", status: "BUILDING", created: "2026-01-03T00:00:00" },
    { id: "newest", created: "2026-01-02T00:00:00" },
  ]);
  assert.equal((await run(getBackup, context, { instance: INSTANCE, mostRecent: true })).id, "newest");
  assert.deepEqual(lists(), [`/backups?instance_id=${INSTANCE}`]);
});

test("lists the candidates, and says how to choose one", async (t) => {
  const { context } = await projectWith(t, [
    { id: "one", created: "2026-01-01T00:00:00" },
    { id: "two", status: "FAILED", created: "2026-01-02T00:00:00" },
  ]);
  const where = "in project p1, region RegionOne";
  const candidates =
    'two ("nightly", FAILED, created 2026-01-02T00:00:00Z), one ("nightly", COMPLETED, created 2026-01-01T00:00:00Z)';
  const advice = "Look one up by its id, or set mostRecent: true for the last completed one.";
  await assert.rejects(run(getBackup, context, { name: "nightly" }), {
    code: "TROVE_AMBIGUOUS_LOOKUP",
    message: `2 backups are named "nightly" ${where}: ${candidates}. ${advice}`,
  });
  await assert.rejects(run(getBackup, context, { instance: INSTANCE }), {
    message: `2 backups are of instance ${INSTANCE} ${where}: ${candidates}. ${advice}`,
  });
});

test("names the backups whose names are near one that nobody has", async (t) => {
  const { context } = await projectWith(t, [{ id: "one", created: "2026-01-01T00:00:00" }]);
  await assert.rejects(run(getBackup, context, { name: "nigthly" }), {
    code: "TROVE_LOOKUP",
    message: 'Backup "nigthly" does not exist in project p1, region RegionOne. Did you mean "nightly"?',
  });
});

test("says which backups there are if none can be restored", async (t) => {
  const { context } = await projectWith(t, [{ id: "one", status: "FAILED", created: "2026-01-01T00:00:00" }]);
  await assert.rejects(run(getBackup, context, { instance: INSTANCE, mostRecent: true }), {
    message:
      `A completed backup of instance ${INSTANCE} does not exist in project p1, region RegionOne. ` +
      'The others are one ("nightly", FAILED, created 2026-01-01T00:00:00Z).',
  });
});

test("names an instance that has no backup", async (t) => {
  const { run: lookUp } = await startHarness(t);
  await assert.rejects(lookUp(getBackup, { instance: NOBODYS }), {
    code: "TROVE_LOOKUP",
    message:
      /^A backup of instance 8a2f3c1e-0000-4000-8000-000000000009 does not exist in .* Take one first, or correct/,
  });
});

test("names where the id of a backup was looked for", async (t) => {
  const { run: lookUp } = await startHarness(t);
  const message = new RegExp(`^Backup ${NOBODYS} does not exist in project \\w+, region RegionOne\\. Correct the id`);
  await assert.rejects(lookUp(getBackup, { id: NOBODYS }), { code: "TROVE_LOOKUP", message });
});

for (const [title, args, path] of [
  ["no argument", {}, "id"],
  ["mostRecent alone", { mostRecent: true }, "id"],
  ["an id with a name", { id: NOBODYS, name: "nightly" }, "name"],
  ["an id with mostRecent", { id: NOBODYS, mostRecent: false }, "mostRecent"],
  ["an instance that is no id", { instance: "orders" }, "instance"],
] as const) {
  test(`refuses ${title}, by its path`, () => {
    assert.deepEqual(
      getBackup.check(args).map((failure) => failure.path),
      [path],
    );
  });
}

test("lists the backups of the project or of one instance, the last created first", async (t) => {
  const { run: lookUp, createInstance, takeBackup } = await startHarness(t);
  const [orders, other] = [await createInstance("orders"), await createInstance("other")];
  const ids = { orders: await takeBackup("nightly", orders), other: await takeBackup("nightly", other) };
  const idsOf = ({ backups }: Readonly<Record<string, unknown>>) => (backups as { id: string }[]).map(({ id }) => id);
  assert.deepEqual(idsOf(await lookUp(getBackups, { instance: orders })), [ids.orders]);
  assert.deepEqual(new Set(idsOf(await lookUp(getBackups))), new Set(Object.values(ids)));
  assert.deepEqual(idsOf(await lookUp(getBackups, { instance: NOBODYS })), []);
});

test("shows a backup once that changes while its pages are read", async (t) => {
  const { context } = await projectWith(t, [
    { id: "old", created: "2026-01-01T00:00:00" },
    { id: "new", created: "2026-01-02T00:00:00" },
    { id: "old", created: "2026-01-01T00:00:00" },
  ]);
  const { backups } = await run(getBackups, context);
  assert.deepEqual(
    (backups as { id: string }[]).map(({ id }) => id),
    ["new", "old"],
  );
});
