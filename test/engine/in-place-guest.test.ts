import assert from "node:assert/strict";
import { test } from "node:test";
import type { TroveInstanceArgs } from "pulumi-trove";
import { assertSteady } from "./clouds.ts";
import { asked, declares, failureOf, startHarness, until, upOf } from "./harness.ts";

test("a new password is sent, and nothing beside it; a new grant likewise", async (t) => {
  const harness = await startHarness(t, { guestLag: 0.2 });
  const databases = [{ name: "app" }, { name: "more" }];
  const user = { name: "app", password: "p-before", databases: ["app"] };
  const { stack, id } = await upOf(harness, declares({ databases, users: [user] }));
  harness.cloud.requests.length = 0;

  stack.program = declares({ databases, users: [{ ...user, password: "p-after" }] });
  await stack.stack.up();
  assert.deepEqual(asked(harness.cloud, "PUT"), [userPath(id)]);
  // Trove tells no password, so nothing waits for the guest to set it.
  await until("the new password", () => harness.cloud.instance(id)?.user("app", "%")?.password === "p-after");

  harness.cloud.requests.length = 0;
  stack.program = declares({ databases, users: [{ ...user, password: "p-after", databases: ["more", "app"] }] });
  await stack.stack.up();
  assert.deepEqual(asked(harness.cloud, "PUT"), [`${userPath(id)}/databases`]);
  assert.deepEqual(harness.cloud.instance(id)?.user("app", "%")?.databases.toSorted(), ["app", "more"]);
  assert.deepEqual([asked(harness.cloud, "POST"), asked(harness.cloud, "DELETE")], [[], []]);
  await assertSteady(stack);
});

test("leaves a user's grants alone without `databases`; an empty list revokes all", async (t) => {
  const harness = await startHarness(t);
  const databases = [{ name: "app" }];
  const user = { name: "app", password: "p-of-app" };
  const { stack, id } = await upOf(harness, declares({ databases, users: [{ ...user, databases: ["app"] }] }));
  const granted = () => harness.cloud.instance(id)?.user("app", "%")?.databases;

  stack.program = declares({ databases, users: [user] });
  await stack.stack.up();
  assert.deepEqual(granted(), ["app"]);
  await assertSteady(stack);

  stack.program = declares({ databases, users: [{ ...user, databases: [] }] });
  await stack.stack.up();
  assert.deepEqual(granted(), []);
  await assertSteady(stack);
});

const START: TroveInstanceArgs = {
  volume: { size: 2 },
  datastore: { type: "mysql", version: "8.0.29" },
  databases: [{ name: "app", characterSet: "utf8mb4", collate: "utf8mb4_bin" }],
  users: [{ name: "app", password: "p-of-app", databases: ["app"] }],
};

/** What would lose data, or cannot be. */
const REFUSED: readonly (readonly [what: string, change: TroveInstanceArgs, says: RegExp])[] = [
  ["a smaller volume", { volume: { size: 1 } }, /volume\.size: a volume cannot shrink \(from 2 to 1 GiB\)/],
  [
    "a lower version",
    { datastore: { type: "mysql", version: "5.7.29" } },
    /version: cannot be downgraded from 8\.0\.29 to 5\.7\.29/,
  ],
  [
    "another character set",
    { databases: [{ name: "app", characterSet: "latin1" }] },
    /databases\.app: the character set and the collation of a database cannot change/,
  ],
  [
    "a dropped database",
    { databases: [], users: [{ name: "app", password: "p-of-app", databases: [] }] },
    /databases\.app: would be dropped with all its data.*allow: \{ dropDatabases: true \}/,
  ],
];

test("refuses data loss at preview, by path, and up changes nothing either", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares(START));
  harness.cloud.requests.length = 0;
  for (const [what, change, says] of REFUSED) {
    await t.test(what, async () => {
      stack.program = declares({ ...START, ...change });
      const message = await failureOf(stack.stack.preview());
      assert.match(message, says);
      assert.match(message, new RegExp(`Changing instance "[^"]+" \\(${id}\\) was refused, nothing was changed\\.`));
      assert.doesNotMatch(message, /p-of-app/);
    });
  }
  await failureOf(stack.stack.up());
  assert.deepEqual(
    ["POST", "PUT", "DELETE"].flatMap((method) => asked(harness.cloud, method)),
    [],
  );
  stack.program = declares(START);
  await assertSteady(stack);
});

function userPath(id: string): string {
  return `/instances/${id}/users/app%2540%2525`;
}
