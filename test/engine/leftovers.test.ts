import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestStack } from "../support/engine.ts";
import { killProvider, killPulumi } from "../support/processes.ts";
import { asked, declares, failureOf, type Harness, idsIn, onlyId, startHarness, until } from "./harness.ts";

test("up after a killed create does not create a second instance", async (t) => {
  const harness = await startHarness(t);
  const stack = await harness.createStack({ program: declares() });
  const id = await dieDuring(harness, stack, killProvider);
  assert.deepEqual(await stack.resources(), []);

  const message = await failureOf(stack.stack.up());
  assertNames(message, id);
  assert.deepEqual(idsIn(harness.cloud), [id]);

  await stack.stack.setConfig("trove:resumeInterrupted", { value: "true" });
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  await stack.stack.preview({ expectNoChanges: true });
  assert.deepEqual([asked(harness.cloud, "POST"), asked(harness.cloud, "DELETE")], [["/instances"], []]);
});

test("up after Pulumi was killed creates no second instance; adoptId adopts the first", async (t) => {
  const harness = await startHarness(t);
  const stack = await harness.createStack({ program: declares() });
  const id = await dieDuring(harness, stack, killPulumi);
  await stack.stack.cancel();
  await stack.stack.refresh({ clearPendingCreates: true });

  assertNames(await failureOf(stack.stack.up()), id);
  assert.deepEqual(idsIn(harness.cloud), [id]);
  stack.program = declares({ adoptId: id });
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  await stack.stack.preview({ expectNoChanges: true });
  assert.deepEqual([asked(harness.cloud, "POST"), asked(harness.cloud, "DELETE")], [["/instances"], []]);
});

/** Lets something die while an up waits for the instance to be built; the cloud goes on. Gives the instance's id. */
async function dieDuring({ cloud }: Harness, stack: TestStack, die: () => void): Promise<string> {
  cloud.pause();
  const up = failureOf(stack.stack.up());
  await until("the instance", () => cloud.instances().length === 1);
  const [id = ""] = idsIn(cloud);
  await until("the provider to wait", () => asked(cloud, "GET").includes(`/instances/${id}`));
  die();
  await up;
  cloud.resume();
  await until("the instance to be ACTIVE", () => cloud.instance(id)?.status === "ACTIVE");
  return id;
}

function assertNames(message: string, id: string): void {
  assert.match(message, new RegExp(`No instance was created: "db-[0-9a-f]{7}".* ${id} \\(ACTIVE`));
  assert.match(message, /set adoptId to its id, or run once with `pulumi config set trove:resumeInterrupted true`/);
}
