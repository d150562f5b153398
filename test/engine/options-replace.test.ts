import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSteady } from "./clouds.ts";
import { asked, declares, failureOf, idsIn, onlyId, startHarness, upOf } from "./harness.ts";
import { urnOf } from "./host.ts";

const URN = urnOf("db");

test("refuses --replace under a default name; trove:resumeInterrupted loses nothing", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  const message = await failureOf(stack.stack.up({ replace: [URN] }));
  assert.match(message, new RegExp(`No instance was created: .* ${id} .*deleteBeforeReplace`));
  assert.deepEqual(idsIn(harness.cloud), [id]);

  await stack.stack.setConfig("trove:resumeInterrupted", { value: "true" });
  await stack.stack.up({ replace: [URN] });
  assert.equal(await onlyId(stack), id);
  assert.deepEqual(idsIn(harness.cloud), [id]);
  assert.deepEqual(asked(harness.cloud, "DELETE"), []);
  await assertSteady(stack);
});

test("--replace with deleteBeforeReplace creates an instance after the old one is gone", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({}, { deleteBeforeReplace: true }));
  await stack.stack.up({ replace: [URN] });
  const now = await onlyId(stack);
  assert.notEqual(now, id);
  assert.deepEqual(idsIn(harness.cloud), [now]);
  await assertSteady(stack);
});

test("--replace of an instance with a chosen name creates another, with a warning", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({ name: "db-one" }));
  const { stdout } = await stack.stack.up({ replace: [URN] });
  assert.match(stdout, new RegExp(`warning: There is already an instance named "db-one" \\(${id}\\)`));
  const now = await onlyId(stack);
  assert.notEqual(now, id);
  assert.deepEqual(idsIn(harness.cloud), [now]);
});

test("replaceOnChanges replaces an instance for the named change and for no other", async (t) => {
  const harness = await startHarness(t);
  const replaceOnChanges = ["flavor"];
  const { stack, id } = await upOf(harness, declares({}, { replaceOnChanges }));
  stack.program = declares({ volume: { size: 2 } }, { replaceOnChanges });
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  stack.program = declares({ volume: { size: 2 }, flavor: "m1.medium" }, { replaceOnChanges });
  await stack.stack.up();
  const now = await onlyId(stack);
  assert.notEqual(now, id);
  assert.deepEqual(idsIn(harness.cloud), [now]);
  assert.equal(harness.cloud.instance(now)?.flavor, "3");
  await assertSteady(stack);
});

test("honours deleteBeforeReplace for a replacement by consent, true and false", async (t) => {
  const harness = await startHarness(t);
  const { stack } = await upOf(harness, declares({ availabilityZone: "one" }));
  const replaced = async (availabilityZone: string, deleteBeforeReplace: boolean) => {
    harness.cloud.requests.length = 0;
    stack.program = declares({ availabilityZone, allow: { replace: true } }, { deleteBeforeReplace });
    await stack.stack.up();
    const changes = harness.cloud.requests.filter(({ method, service }) => service === "trove" && method !== "GET");
    assert.deepEqual(idsIn(harness.cloud), [await onlyId(stack)]);
    return changes.map(({ method }) => method);
  };
  assert.deepEqual(await replaced("two", true), ["DELETE", "POST"]);
  assert.deepEqual(await replaced("three", false), ["POST", "DELETE"]);
});
