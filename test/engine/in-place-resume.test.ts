import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestStack } from "../support/engine.ts";
import { killProvider } from "../support/processes.ts";
import { assertSteady } from "./clouds.ts";
import { asked, declares, failureOf, type Harness, idsIn, onlyId, startHarness, until, upOf } from "./harness.ts";

test("Ctrl-C during a resize reports progress; the next up sends no second one", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  stack.program = declares({ flavor: "m1.medium", name: "renamed" });
  await interruptResize(harness, stack, id);
  const [state] = await stack.resources();
  assert.deepEqual([state?.id, state?.outputs.name, state?.outputs.flavor], [id, "renamed", "m1.small"]);
  assert.equal(state?.initErrors?.length, 1);

  harness.cloud.resume();
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  assert.equal(harness.cloud.instance(id)?.flavor, "3");
  assert.deepEqual(asked(harness.cloud, "POST"), [`/instances/${id}/action`]);
  await assertSteady(stack);
});

test("after an interrupted resize a refresh loses nothing of what was still to be done", async (t) => {
  const harness = await startHarness(t);
  const users = (password: string) => [{ name: "app", password }];
  const { stack, id } = await upOf(harness, declares({ users: users("p-before") }));
  stack.program = declares({ flavor: "m1.medium", users: users("p-after") });
  await interruptResize(harness, stack, id);
  harness.cloud.resume();
  await stack.stack.refresh();
  await stack.stack.up();
  assert.equal(harness.cloud.instance(id)?.flavor, "3");
  assert.equal(harness.cloud.instance(id)?.user("app", "%")?.password, "p-after");
  assert.deepEqual(asked(harness.cloud, "POST"), [`/instances/${id}/action`]);
  await assertSteady(stack);
});

test("a program that takes an interrupted resize back gets what it says", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  stack.program = declares({ flavor: "m1.medium" });
  await interruptResize(harness, stack, id);
  harness.cloud.resume();
  stack.program = declares({ flavor: "m1.small", volume: { size: 2 } });
  await stack.stack.up();
  const now = harness.cloud.instance(id);
  assert.deepEqual([now?.flavor, now?.volume.size], ["2", 2]);
  assert.deepEqual(idsIn(harness.cloud), [id]);
  await assertSteady(stack);
});

test("up after a killed resize waits for it and sends no second one", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  harness.cloud.requests.length = 0;
  stack.program = declares({ flavor: "m1.medium" });
  harness.cloud.pause();
  const up = failureOf(stack.stack.up());
  await until("the resize", () => harness.cloud.instance(id)?.status === "RESIZE");
  killProvider();
  await up;
  harness.cloud.resume();
  await stack.stack.up();
  assert.equal(harness.cloud.instance(id)?.flavor, "3");
  assert.deepEqual(asked(harness.cloud, "POST"), [`/instances/${id}/action`]);
  await assertSteady(stack);
});

test("the next up sets a password that failed, and repeats nothing else", async (t) => {
  const harness = await startHarness(t);
  const databases = [{ name: "app" }];
  const users = (password: string) => [{ name: "app", password, databases: ["app"] }];
  const options = { customTimeouts: { update: "3s" } };
  const { stack, id } = await upOf(harness, declares({ databases, users: users("p-before") }, options));
  harness.cloud.requests.length = 0;
  harness.cloud.faults.add({ method: "PUT", path: "/users/", times: 0, effect: { type: "status", status: 500 } });
  stack.program = declares({ databases: [...databases, { name: "more" }], users: users("p-after") }, options);
  const message = await failureOf(stack.stack.up());
  assert.match(message, new RegExp(`instance "[^"]+" \\(${id}\\) to set the password of app@%`));
  assert.doesNotMatch(message, /p-before|p-after/);
  const [state] = await stack.resources();
  assert.deepEqual(Object.keys(state?.outputs.databases), ["app", "more"]);

  harness.cloud.faults.clear();
  await stack.stack.refresh();
  await stack.stack.up();
  assert.equal(harness.cloud.instance(id)?.user("app", "%")?.password, "p-after");
  assert.deepEqual(asked(harness.cloud, "POST"), [`/instances/${id}/databases`]);
  await assertSteady(stack);
});

test("a resize that Trove does not apply fails with its reason; the next up can retry", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({ name: "db-RESIZE_ERROR" }));
  stack.program = declares({ name: "db-RESIZE_ERROR", flavor: "m1.medium" });
  const message = await failureOf(stack.stack.up());
  assert.match(
    message,
    /Trove accepted the resize to flavor m1\.medium but did not apply it; its status is ACTIVE\. Trove says: Assertion failed!/,
  );
  assert.match(message, /TROVE_CHANGE_FAILED/);
  assert.equal((await stack.resources())[0]?.outputs.flavorId, "2");
  assert.deepEqual(idsIn(harness.cloud), [id]);

  stack.program = declares({ name: "db-one", flavor: "m1.medium" });
  await stack.stack.up();
  assert.equal(harness.cloud.instance(id)?.flavor, "3");
  assert.equal(await onlyId(stack), id);
  await assertSteady(stack);
});

test("a database that an interrupted update created is dropped if no longer declared", async (t) => {
  const harness = await startHarness(t);
  const start = { databases: [{ name: "app" }] };
  const { stack, id } = await upOf(harness, declares(start));
  const names = () => harness.cloud.instance(id)?.contents.databases.map(({ name }) => name);
  harness.cloud.faults.add({ method: "POST", path: "/databases$", effect: { type: "hang", when: "after" } });
  stack.program = declares({ databases: [{ name: "app" }, { name: "more" }] });
  const abort = new AbortController();
  const up = failureOf(stack.stack.up({ signal: abort.signal }));
  await until("the database", () => names()?.includes("more") === true);
  abort.abort();
  await up;

  stack.program = declares(start);
  const message = await failureOf(stack.stack.preview());
  assert.match(message, /databases\.more: would be dropped with all its data/);
  await stack.stack.refresh();
  await failureOf(stack.stack.up());
  assert.deepEqual(names(), ["app", "more"]);

  stack.program = declares({ ...start, allow: { dropDatabases: true } });
  await stack.stack.up();
  assert.deepEqual(names(), ["app"]);
  await assertSteady(stack);
});

/** Stops the cloud's time, and presses Ctrl-C as soon as an up waits for a resize to end. */
async function interruptResize({ cloud }: Harness, stack: TestStack, id: string): Promise<void> {
  cloud.requests.length = 0;
  cloud.pause();
  const abort = new AbortController();
  const up = failureOf(stack.stack.up({ signal: abort.signal }));
  await until("the resize", () => cloud.instance(id)?.status === "RESIZE");
  await until("the provider to wait", () => cloud.requests.at(-1)?.method === "GET");
  abort.abort();
  await up;
}
