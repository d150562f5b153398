import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSteady } from "./clouds.ts";
import { declares, startHarness, upOf } from "./harness.ts";

const DATABASES = [{ name: "app" }, { name: "audit" }];
const USERS = [
  { name: "app", password: "p-of-app", databases: ["app", "audit"] },
  { name: "reader", password: "p-of-reader", host: "10.0.0.%" },
];

test("revokes a grant made outside, unless the user's grants are not declared", async (t) => {
  const harness = await startHarness(t);
  const users = [{ name: "app", password: "p-of-app", databases: ["app"] }, USERS[1] ?? assert.fail()];
  const { stack, id } = await upOf(harness, declares({ databases: DATABASES, users }));
  harness.cloud.change(id, (record) => {
    for (const user of record.users) user.databases.push("audit");
  });
  await stack.stack.refresh();
  await stack.stack.up();
  const now = harness.cloud.instance(id);
  assert.deepEqual(now?.user("app", "%")?.databases, ["app"]);
  assert.deepEqual(now?.user("reader", "10.0.0.%")?.databases, ["audit"]);
  await assertSteady(stack);
});

test("a user that vanished comes back with the password that the program says", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({ databases: DATABASES, users: USERS }));
  harness.cloud.change(id, (record) => {
    record.users = [];
  });
  await stack.stack.up({ refresh: true });
  assert.equal(harness.cloud.instance(id)?.user("app", "%")?.password, "p-of-app");
  assert.equal(harness.cloud.instance(id)?.user("reader", "10.0.0.%")?.password, "p-of-reader");
  await assertSteady(stack);
});

test("a refresh keeps databases and users with a warning if the guest does not answer", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({ databases: DATABASES, users: USERS }));
  const before = await stack.resources();
  const body = { unprocessableEntity: { code: 422, message: `Instance ${id} is not ready, status: shutdown.` } };
  harness.cloud.faults.add({ path: "/databases", times: 0, effect: { type: "status", status: 422, body } });
  const { stdout } = await stack.stack.refresh({ expectNoChanges: true });
  assert.match(
    stdout,
    new RegExp(`warning: The databases and users of instance "[^"]+" \\(${id}\\) could not be read: .*not ready`),
  );
  assert.deepEqual((await stack.resources())[0]?.inputs.databases, before[0]?.inputs.databases);
});
