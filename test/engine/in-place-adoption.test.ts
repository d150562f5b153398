import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSteady } from "./clouds.ts";
import { asked, declares, failureOf, onlyId, startHarness, upOf } from "./harness.ts";

test("adoption applies the program and keeps what the program leaves out", async (t) => {
  const harness = await startHarness(t, { guestLag: 0.2 });
  const { id } = await upOf(harness, declares({ name: "theirs", databases: [{ name: "old" }] }));
  const { stack } = await upOf(
    harness,
    declares({
      adoptId: id,
      flavor: "m1.medium",
      volume: { size: 2 },
      databases: [{ name: "app" }],
      users: [{ name: "app", password: "p-of-app", databases: ["app"] }],
      access: { isPublic: false, allowedCidrs: ["10.0.0.0/8"] },
    }),
  );
  assert.equal(await onlyId(stack), id);
  const now = harness.cloud.instance(id);
  assert.deepEqual([now?.name, now?.flavor, now?.volume.size], ["theirs", "3", 2]);
  assert.deepEqual(now?.access, { is_public: false, allowed_cidrs: ["10.0.0.0/8"] });
  assert.deepEqual(now?.databases.map(({ name }) => name).sort(), ["app", "old"]);
  assert.deepEqual(now?.user("app", "%")?.databases, ["app"]);
  await assertSteady(stack);
});

test("adopts users without their passwords, and refuses one that does not exist", async (t) => {
  const harness = await startHarness(t, { guestLag: 0.2 });
  const contents = { databases: [{ name: "app" }], users: [{ name: "app", password: "p-of-app" }] };
  const { id } = await upOf(harness, declares({ name: "theirs", ...contents }));
  const users = (...names: readonly string[]) => names.map((name) => ({ name, databases: ["app"] }));
  const program = (...names: readonly string[]) => declares({ adoptId: id, ...contents, users: users(...names) });
  const { stack } = await upOf(harness, program("app"));
  const [adopted] = await stack.resources();
  assert.deepEqual(adopted?.outputs.users, { "app@%": { databases: ["app"] } });
  const { password, databases } = harness.cloud.instance(id)?.user("app", "%") ?? {};
  assert.deepEqual([password, databases], ["p-of-app", ["app"]]);
  await assertSteady(stack);
  stack.program = program("app", "new");
  const refusal = await failureOf(stack.stack.preview());
  assert.match(refusal, /users\["new@%"\]\.password: is required to create the user/);
});

test("refuses an adoption by path, before any change, if it cannot match the program", async (t) => {
  const harness = await startHarness(t);
  const owner = await harness.createStack({ program: declares({ name: "theirs", volume: { size: 3 } }) });
  await owner.stack.up();
  const id = await onlyId(owner);
  harness.cloud.requests.length = 0;
  const stack = await harness.createStack({
    program: declares({
      adoptId: id,
      flavor: "m1.medium",
      volume: { size: 2 },
      datastore: { type: "mysql", version: "5.7.29" },
      replicaOf: "11111111-2222-3333-4444-555555555555",
    } as never),
  });
  assert.match(await failureOf(stack.stack.up()), /cannot be combined with replicaOf/);
  stack.program = declares({ adoptId: id, volume: { size: 2 }, datastore: { type: "mysql", version: "5.7.29" } });
  const message = await failureOf(stack.stack.up());
  assert.match(message, new RegExp(`Adopting instance "[^"]+" \\(${id}\\) was refused, nothing was changed`));
  assert.match(message, /volume\.size: a volume cannot shrink \(from 3 to 2 GiB\)/);
  assert.match(message, /datastore\.version: cannot be downgraded from 8\.0\.29 to 5\.7\.29/);
  stack.program = declares({ adoptId: id, volume: { size: 3 }, datastore: { type: "mariadb" } });
  assert.match(await failureOf(stack.stack.up()), /datastore\.type: /);
  assert.deepEqual(
    ["POST", "PUT", "DELETE"].flatMap((method) => asked(harness.cloud, method)),
    [],
  );
  assert.deepEqual(await stack.resources(), []);
});
