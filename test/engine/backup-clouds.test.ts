import assert from "node:assert/strict";
import { showBackup } from "../support/cloud-backups.ts";
import { assertSteady, idOf, onRealTroves } from "./clouds.ts";
import { failureOf } from "./harness.ts";
import { TroveBackup, TroveBackupStrategy, TroveInstance } from "./host.ts";

/** Seconds from BUILD to ACTIVE. */
const BOOT = 0.5;

onRealTroves("takes backups into the container of a strategy, replaces and deletes them", BOOT, async (place) => {
  const { api, createStack } = place;
  const program = (release: string, name?: string) => async () => {
    const db = new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 } });
    const strategy = new TroveBackupStrategy("strategy", { instance: db, swiftContainer: "ours" });
    const full = new TroveBackup("full", { instance: db, triggers: { release } }, { dependsOn: strategy });
    new TroveBackup("next", { instance: db, parent: full, ...(name === undefined ? {} : { name }) });
  };
  const stack = await createStack({ program: program("1") });
  await stack.stack.up();
  const [full, next] = [await idOf(stack, "full"), await idOf(stack, "next")];
  const shown = await showBackup(api, next);
  assert.deepEqual([shown.status, shown.parent_id], ["COMPLETED", full]);
  assert.match((await showBackup(api, full)).locationRef ?? "", /\/ours\//);
  await assertSteady(stack);

  stack.program = program("2");
  await stack.stack.up();
  const now = await idOf(stack, "full");
  assert.notEqual(now, full);
  assert.equal((await showBackup(api, await idOf(stack, "next"))).parent_id, now);
  assert.deepEqual(
    await Promise.all([full, next].map(async (id) => (await api.get(`/backups/${id}`)).status)),
    [404, 404],
  );

  stack.program = program("2", "BACKUP_ERROR");
  assert.match(await failureOf(stack.stack.up()), /Backup "BACKUP_ERROR" .* is FAILED\. .*\[TROVE_BACKUP_FAILED\]/s);
  stack.program = program("2", "fixed");
  await stack.stack.up();
  const fixed = await showBackup(api, await idOf(stack, "next"));
  assert.deepEqual([fixed.name, fixed.status, fixed.parent_id], ["fixed", "COMPLETED", now]);
  await assertSteady(stack);

  await stack.stack.destroy();
  assert.deepEqual((await api.get("/backups")).body, { backups: [] });
  assert.deepEqual((await api.get("/backup_strategies")).body, { backup_strategies: [] });
});
