import assert from "node:assert/strict";
import { test } from "node:test";
import type { TroveInstanceArgs } from "pulumi-trove";
import { assertSteady } from "./clouds.ts";
import { asked, declares, failureOf, idsIn, onlyId, startHarness, upOf } from "./harness.ts";

const HERE = { networkId: "5f0c8a5e-7f4d-4a0e-9a55-0f5a3a5c9d11" };
const THERE = { networkId: "7a1b8a5e-7f4d-4a0e-9a55-0f5a3a5c9d22" };
const START: TroveInstanceArgs = {
  volume: { size: 1, type: "ssd" },
  datastore: { type: "mysql" },
  network: HERE,
  availabilityZone: "nova",
  locality: "affinity",
};

/** What Trove cannot change. */
const ROWS: readonly (readonly [path: string, change: TroveInstanceArgs])[] = [
  ["volume.type", { volume: { size: 1, type: "lvmdriver-1" } }],
  ["datastore.type", { datastore: { type: "mariadb" } }],
  ["network", { network: THERE }],
  ["availabilityZone", { availabilityZone: "other" }],
  ["locality", { locality: "anti-affinity" }],
];

test("what needs a replacement is refused at preview, and the consent is named", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares(START));
  for (const [path, change] of ROWS) {
    await t.test(path, async () => {
      stack.program = declares({ ...START, ...change });
      const message = await failureOf(stack.stack.preview());
      assert.match(message, new RegExp(`${path}: .*needs a replacement, .*holds data.* allow: \\{ replace: true \\}`));
    });
  }
  await failureOf(stack.stack.up());
  assert.deepEqual(idsIn(harness.cloud), [id]);
  assert.deepEqual(asked(harness.cloud, "DELETE"), []);
});

test("each change that needs a replacement makes one with consent", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({ ...START, volume: { size: 2, type: "ssd" } }));
  for (const [path, change] of ROWS) {
    await t.test(path, async () => {
      stack.program = declares({ ...START, ...change, allow: { replace: true } });
      const { stdout, changeSummary } = await stack.stack.preview();
      assert.deepEqual(changeSummary, { same: 1, replace: 1 } as typeof changeSummary);
      assert.match(stdout, new RegExp(`${path}: .*, the instance is replaced, data is lost`));
    });
  }
  const all = Object.assign({}, START, ...ROWS.map(([, change]) => change), { allow: { replace: true } });
  stack.program = declares(all);
  await stack.stack.up();
  const now = await onlyId(stack);
  assert.notEqual(now, id);
  assert.deepEqual(idsIn(harness.cloud), [now]);
  await assertSteady(stack);
});

test("with a fixed address the old instance goes before the new one comes", async (t) => {
  const harness = await startHarness(t);
  const fixed = (ipAddress: string) => ({ network: { subnetId: HERE.networkId, ipAddress } });
  const { stack, id } = await upOf(harness, declares({ ...fixed("10.0.0.5"), availabilityZone: "nova" }));
  harness.cloud.requests.length = 0;
  stack.program = declares({ ...fixed("10.0.0.5"), availabilityZone: "other", allow: { replace: true } });
  await stack.stack.up();
  const changes = harness.cloud.requests.filter(({ method, service }) => method !== "GET" && service === "trove");
  assert.deepEqual(
    changes.map(({ method }) => method),
    ["DELETE", "POST"],
  );
  assert.notEqual(await onlyId(stack), id);
});

test("arguments that Trove does not report can be removed and declared again", async (t) => {
  const harness = await startHarness(t);
  const start = { ...START, allow: { replace: true } };
  const { stack, id } = await upOf(harness, declares(start));
  stack.program = declares({ volume: { size: 1 }, allow: { replace: true } });
  await stack.stack.up();
  await stack.stack.refresh();
  stack.program = declares(start);
  const { changeSummary } = await stack.stack.preview();
  assert.equal(changeSummary.replace, undefined);
  await stack.stack.up();
  assert.deepEqual([await onlyId(stack), idsIn(harness.cloud)], [id, [id]]);
  await assertSteady(stack);
});

test("another value than the removed one is a replacement, as it was before", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares(START));
  stack.program = declares();
  await stack.stack.up();
  stack.program = declares({ volume: { size: 1, type: "lvmdriver-1" }, availabilityZone: "other" });
  const message = await failureOf(stack.stack.preview());
  for (const path of ["volume.type", "availabilityZone"]) {
    assert.match(message, new RegExp(`${path}: .*needs a replacement`));
  }
  assert.deepEqual(idsIn(harness.cloud), [id]);
});
