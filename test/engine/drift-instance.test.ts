import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSteady } from "./clouds.ts";
import { asked, declares, failureOf, idsIn, onlyId, startHarness, upOf } from "./harness.ts";
import { TroveInstance } from "./host.ts";

test("up without refresh corrects only what the program changes; a refresh the rest", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({ name: "db-one" }));
  harness.cloud.change(id, (record) => {
    record.flavor = "3";
  });
  stack.program = declares({ name: "db-two" });
  await stack.stack.up();
  const now = harness.cloud.instance(id);
  assert.deepEqual([now?.name, now?.flavor], ["db-two", "3"]);
  await stack.stack.up({ refresh: true });
  assert.equal(harness.cloud.instance(id)?.flavor, "2");
});

test("restores a default name that was changed outside, even of a renamed resource", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  const name = harness.cloud.instance(id)?.name ?? assert.fail("it is gone");
  const renamed = async () => {
    new TroveInstance("main", { flavor: "m1.small", volume: { size: 1 } }, { aliases: [{ name: "db" }] });
  };
  for (const program of [declares(), renamed, renamed]) {
    harness.cloud.change(id, (record) => {
      record.name = "theirs";
    });
    await stack.stack.refresh();
    stack.program = program;
    assert.deepEqual((await stack.stack.preview()).changeSummary, { same: 1, update: 1 });
    await stack.stack.up();
    assert.equal(harness.cloud.instance(id)?.name, name);
  }
  assert.equal(await onlyId(stack), id);
  await assertSteady(stack);
});

test("a volume that was grown outside is no drift: a warning names the number to write", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({ volume: { size: 1 } }));
  harness.cloud.change(id, (record) => {
    record.volume.size = 4;
  });
  const { stdout, summary } = await stack.stack.refresh();
  assert.match(
    stdout,
    /warning: The volume of instance .* was grown to 4 GiB outside this program\. Declare volume: \{ size: 4 \}/,
  );
  assert.deepEqual(summary.resourceChanges?.replace, undefined);
  await stack.stack.preview({ expectNoChanges: true });

  stack.program = declares({ volume: { size: 4 } });
  await stack.stack.up();
  assert.deepEqual(asked(harness.cloud, "POST"), ["/instances"]);
  await assertSteady(stack);
  stack.program = declares({ volume: { size: 5 } });
  await stack.stack.up();
  assert.equal(harness.cloud.instance(id)?.volume.size, 5);
  assert.deepEqual(idsIn(harness.cloud), [id]);
  assert.equal(asked(harness.cloud, "POST").length, 2);
});

test("grows a volume from its current size, not from the size in the state", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({ volume: { size: 1 } }));
  harness.cloud.change(id, (record) => {
    record.volume.size = 4;
  });
  stack.program = declares({ volume: { size: 3 } });
  await stack.stack.up();
  assert.equal(harness.cloud.instance(id)?.volume.size, 4);
  assert.deepEqual(asked(harness.cloud, "POST"), ["/instances"]);
  await assertSteady(stack);
});

test("never undoes an upgrade made outside; a program that agrees is up to date", async (t) => {
  const harness = await startHarness(t);
  const on = (version: string) => declares({ datastore: { type: "mysql", version } });
  const { stack, id } = await upOf(harness, on("5.7.29"));
  const newer = await upOf(harness, declares({ name: "newer" }));
  const { version } = harness.cloud.instance(newer.id) ?? assert.fail("it is gone");
  harness.cloud.change(id, (record) => {
    record.version = version;
  });
  await stack.stack.refresh();
  const message = await failureOf(stack.stack.preview());
  assert.match(message, /datastore\.version: cannot be downgraded from 8\.0\.29 to 5\.7\.29/);
  stack.program = on("8.0.29");
  await stack.stack.up();
  assert.deepEqual(asked(harness.cloud, "PUT"), []);
  await assertSteady(stack);
});

test("what the program never declared may change outside as it likes", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  harness.cloud.change(id, (record) => {
    record.access = { is_public: false, allowed_cidrs: ["1.2.3.4/32"] };
    record.databases.push({ name: "theirs", characterSet: undefined, collate: undefined });
    record.users.push({ name: "them", host: "%", password: "p-of-them", databases: ["theirs"] });
  });
  await stack.stack.refresh({ expectNoChanges: true });
  await stack.stack.up({ expectNoChanges: true });
  assert.deepEqual(asked(harness.cloud, "PUT"), []);
  assert.equal(harness.cloud.instance(id)?.users.length, 1);
});
