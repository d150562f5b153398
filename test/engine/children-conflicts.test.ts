import assert from "node:assert/strict";
import { test } from "node:test";
import type { TroveInstanceArgs } from "pulumi-trove";
import { databasesIn, declaresAll, declaresOf, grantsIn, onlyInstance, passwordsIn, WITHOUT_ROOT } from "./children.ts";
import { assertUnchanged, idOf } from "./clouds.ts";
import { declares, during, failureOf, startHarness, upOf, writes } from "./harness.ts";
import { TroveDatabase, TroveInstance, TroveUser } from "./host.ts";

const INLINE: TroveInstanceArgs = {
  databases: [{ name: "app" }],
  users: [{ name: "web", password: "p-of-web", databases: ["app"] }],
};
const TWICE =
  /declares the (database "app"|user "web@%") inline, in its argument (databases|users)\. Declare it in one place/;

test("a preview refuses an inline entry with a resource beside it, also of a new instance", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack();
  const conflicts = { database: { user: false }, user: { database: false } } as const;
  for (const [kind, others] of Object.entries(conflicts)) {
    await t.test(kind, async () => {
      stack.program = declaresAll({ ...WITHOUT_ROOT, ...others, instance: INLINE });
      const message = await failureOf(stack.stack.preview());
      assert.match(message, TWICE);
      assert.doesNotMatch(message, /p-of-web/);
    });
  }
  await failureOf(stack.stack.up());
  assert.deepEqual(grantsIn(onlyInstance(cloud)), { "web@%": ["app"] }, "only the inline entries exist");
});

test("a preview refuses both for an existing instance whose id is a plain string", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares(INLINE));
  const inline = declares(INLINE);
  const others = {
    database: () => new TroveDatabase("other", { instance: id, name: "app" }),
    user: () => new TroveUser("other", { instance: id, name: "web", password: "theirs" }),
  };
  for (const [kind, declare] of Object.entries(others)) {
    await t.test(kind, async () => {
      stack.program = async () => {
        declare();
        await inline();
      };
      const says = /inline, in its argument|is declared by a Trove(Database|User) too/;
      assert.match(await failureOf(stack.stack.preview()), says);
      const requests = await during(harness.cloud, () => failureOf(stack.stack.up()));
      assert.deepEqual(writes(requests), []);
    });
  }
});

test("resources that move into the instance's arguments are never dropped", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declaresAll(WITHOUT_ROOT) });
  await stack.stack.up();
  const [database] = onlyInstance(cloud).databases;
  stack.program = declares(INLINE);
  await stack.stack.up({ onOutput: stack.onOutput });
  const { databases, users } = onlyInstance(cloud);
  assert.ok(databases.length === 1 && databases[0] === database, "the database is the same one");
  assert.deepEqual(
    users.map(({ name, password }) => [name, password]),
    [["web", "p-of-web"]],
  );
  assert.match(stack.output(), /"app" is kept: instance .* declares it inline, in its argument databases/);
  assert.equal((await stack.resources()).length, 1);
  await assertUnchanged(stack);
});

test("a database and a user that exist are refused, and taken over with trove:resumeInterrupted", async (t) => {
  const harness = await startHarness(t);
  const { id } = await upOf(harness, declares(INLINE));
  const stack = await harness.createStack({
    program: declaresOf(id, { root: false, user: { password: "another", databases: [] } }),
  });
  const preview = await stack.stack.preview();
  assert.deepEqual(preview.changeSummary, { create: 3 } as typeof preview.changeSummary);
  const requests = await during(harness.cloud, async () => {
    const message = await failureOf(stack.stack.up({ continueOnError: true }));
    assert.match(message, new RegExp(`already has the database "app".*inline.*import it as ${id}/app`));
    assert.match(
      message,
      new RegExp(`already has the user "web@%".*import it as ${id}/web@%.*trove:resumeInterrupted`),
    );
    assert.doesNotMatch(message, /p-of-web|another"/);
  });
  assert.deepEqual([writes(requests), await stack.resources()], [[], []]);

  await stack.stack.setConfig("trove:resumeInterrupted", { value: "true" });
  await stack.stack.up();
  assert.deepEqual(await idOf(stack, "user"), `${id}/web@%`);
  const instance = onlyInstance(harness.cloud);
  assert.deepEqual(
    [databasesIn(instance), passwordsIn(instance), grantsIn(instance)],
    [["app"], { "web@%": "another" }, { "web@%": [] }],
  );
  await assertUnchanged(stack);
});

test("root that is enabled is refused, and taken over with trove:resumeInterrupted", async (t) => {
  const harness = await startHarness(t);
  const { id } = await upOf(harness, declares());
  const only = { database: false, user: false } as const;
  const theirs = await harness.createStack({ program: declaresOf(id, { ...only, root: { password: "theirs" } }) });
  await theirs.stack.up();
  const stack = await harness.createStack({ program: declaresOf(id, { ...only, root: { password: "ours" } }) });
  assert.match(await failureOf(stack.stack.up()), new RegExp(`root is enabled on it already.*Import it as ${id}/root`));
  assert.equal(onlyInstance(harness.cloud).rootPassword, "theirs");
  await stack.stack.setConfig("trove:resumeInterrupted", { value: "true" });
  await stack.stack.up();
  assert.equal(onlyInstance(harness.cloud).rootPassword, "ours");
  await assertUnchanged(stack);
});

test("a second resource for the same database is refused", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({
    program: async () => {
      const instance = new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 } });
      const first = new TroveDatabase("first", { instance, name: "app" });
      new TroveDatabase("second", { instance, name: "app" }, { dependsOn: first });
    },
  });
  assert.match(await failureOf(stack.stack.up()), /already has the database "app"/);
  assert.deepEqual(databasesIn(onlyInstance(cloud)), ["app"]);
});
