import assert from "node:assert/strict";
import { test } from "node:test";
import type { TroveInstanceArgs } from "pulumi-trove";
import { asked, declares, failureOf, idsIn, onlyId, startHarness, until, upOf } from "./harness.ts";
import { storedTimeouts } from "./host.ts";

test("records consents and timeouts in the state without asking the cloud", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  stack.program = declares({ allow: { restart: true } }, { customTimeouts: { delete: "7m" } });

  const { summary } = await stack.stack.up();
  assert.deepEqual(summary.resourceChanges, { same: 1, update: 1 });
  const { outputs, customTimeouts } = (await stack.resources())[0] ?? assert.fail("nothing in the state");
  assert.deepEqual([outputs.allow, outputs.__timeouts], [{ restart: true }, storedTimeouts({ delete: "7m" })]);
  assert.equal(customTimeouts?.delete, 7 * 60);
  await stack.stack.preview({ expectNoChanges: true });
  assert.deepEqual(idsIn(harness.cloud), [id]);
  assert.deepEqual([asked(harness.cloud, "POST"), asked(harness.cloud, "PUT")], [["/instances"], []]);
});

const START: TroveInstanceArgs = {
  name: "db-one",
  volume: { size: 2 },
  databases: [{ name: "app" }],
  users: [{ name: "app", password: "p-of-app", databases: ["app"] }],
};

/** What is made in place, and what a preview says of it. */
const IN_PLACE: readonly (readonly [what: string, change: TroveInstanceArgs, says: RegExp])[] = [
  ["another flavor", { flavor: "m1.medium" }, /flavor: m1\.small → m1\.medium, the database is down meanwhile/],
  ["a larger volume", { volume: { size: 3 } }, /volume\.size: 2 → 3 GiB, without interruption/],
  ["another name", { name: "db-two" }, /name: db-one → db-two, without interruption/],
  [
    "another database",
    { databases: [{ name: "app" }, { name: "b2" }] },
    /databases\.b2: is created, without interruption/,
  ],
  [
    "another password",
    { users: [{ name: "app", password: "other", databases: ["app"] }] },
    /users\["app@%"\]\.password: new password, without interruption/,
  ],
];

test("changes in place what Trove can change, after a preview that says what it does", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares(START));
  let args = START;
  for (const [what, change, says] of IN_PLACE) {
    await t.test(what, async () => {
      args = { ...args, ...change };
      stack.program = declares(args);
      const { stdout, changeSummary } = await stack.stack.preview();
      assert.match(stdout, says);
      assert.doesNotMatch(stdout, /p-of-app|"other"/);
      assert.deepEqual(changeSummary, { same: 1, update: 1 });
    });
  }
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  assert.deepEqual(idsIn(harness.cloud), [id]);
  const record = harness.cloud.instance(id);
  assert.deepEqual([record?.name, record?.flavor, record?.volume.size], ["db-two", "3", 3]);
  assert.deepEqual(record?.databases.map(({ name }) => name).sort(), ["app", "b2"]);
  await until("the new password", () => record?.user("app", "%")?.password === "other");
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.refresh({ expectNoChanges: true });
  assert.deepEqual(asked(harness.cloud, "DELETE"), []);
});

/** What would lose data, and what the refusal says. */
const REFUSED: readonly (readonly [what: string, change: TroveInstanceArgs, says: RegExp])[] = [
  ["a smaller volume", { volume: { size: 1 } }, /volume\.size: a volume cannot shrink \(from 2 to 1 GiB\)/],
  ["no database", { databases: [], users: [] }, /databases\.app: .*allow: \{ dropDatabases: true \}/],
  [
    "another character set",
    { databases: [{ name: "app", characterSet: "latin1" }] },
    /databases\.app: the character set and the collation of a database cannot change/,
  ],
  ["another datastore", { datastore: { type: "mariadb" } }, /datastore\.type: .*allow: \{ replace: true \}/],
  [
    "a lower version",
    { datastore: { type: "mysql", version: "5.7.29" } },
    /datastore\.version: cannot be downgraded from 8\.0\.29 to 5\.7\.29/,
  ],
  ["another zone without consent", { availabilityZone: "nova" }, /availabilityZone: .*allow: \{ replace: true \}/],
];

test("a change that would lose data is refused at preview by its name", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares(START));
  const before = await stack.resources();
  for (const [what, change, says] of REFUSED) {
    await t.test(what, async () => {
      stack.program = declares({ ...START, ...change });
      const message = await failureOf(stack.stack.preview());
      assert.match(message, says);
      assert.match(message, new RegExp(`Changing instance "[^"]+" \\(${id}\\) was refused, nothing was changed\\.`));
      assert.doesNotMatch(message, /p-of-app|"other"/);
    });
  }
  await failureOf(stack.stack.up());
  assert.deepEqual(idsIn(harness.cloud), [id]);
  assert.deepEqual(await stack.resources(), before);
  assert.deepEqual([asked(harness.cloud, "PUT"), asked(harness.cloud, "DELETE")], [[], []]);
});

test("replaces an instance with the program's consent and deletes the old one", async (t) => {
  const harness = await startHarness(t);
  const { stack, id: old } = await upOf(harness, declares({ name: "db-one" }));
  stack.program = declares({ name: "db-one", availabilityZone: "nova", allow: { replace: true } });

  await stack.stack.up();
  const now = await onlyId(stack);
  assert.notEqual(now, old);
  assert.deepEqual(idsIn(harness.cloud), [now]);
  assert.equal(harness.cloud.instance(now)?.availabilityZone, "nova");
});
