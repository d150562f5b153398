import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import type { TroveInstanceArgs, UserArgs } from "pulumi-trove";
import { asked, declares, failureOf, startHarness } from "./harness.ts";

const NULL_USER = null as unknown as UserArgs;
const app = { name: "app", password: "p-of-app" };

/** What no cloud need be asked for: it is refused at preview. */
const AT_PREVIEW: readonly (readonly [what: string, args: TroveInstanceArgs, says: RegExp])[] = [
  ["a volume of 0", { volume: { size: 0 } }, /volume\.size: must be at least 1 GiB/],
  [
    "a user of an undeclared database",
    { databases: [{ name: "app" }], users: [{ ...app, databases: ["app", "audit"] }] },
    /users\["app@%"\]\.databases\[1\]: names the database "audit"/,
  ],
  [
    "a reserved database",
    { databases: [{ name: "mysql" }] },
    /databases\.mysql: "mysql" is a name that Trove reserves/,
  ],
  ["a reserved user", { users: [{ ...app, name: "root" }] }, /users\["root@%"\]: "root" is a name that Trove reserves/],
  ["a user declared twice", { users: [app, { ...app, host: "%" }] }, /users\[1\]: is a second "app@%"/],
  ["a null in a list", { users: [app, NULL_USER] }, /users\[1\]: must be an object, not null/],
  [
    "access without its ranges",
    { access: { isPublic: true } as NonNullable<TroveInstanceArgs["access"]> },
    /access\.allowedCidrs: must be a list/,
  ],
  [
    "databases on a replica",
    { replicaOf: "11111111-2222-3333-4444-555555555555", databases: [{ name: "app" }] },
    /databases: cannot be combined with replicaOf/,
  ],
  [
    "a backup to restore on a replica",
    {
      replicaOf: "11111111-2222-3333-4444-555555555555",
      restorePoint: { backupId: "11111111-2222-3333-4444-555555555555" },
    },
    /restorePoint: cannot be combined with replicaOf/,
  ],
  ["a group by its name", { configuration: "my-group" }, /configuration: must be an id/],
];

test("an argument that is wrong by itself is refused at preview, by its path", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack();
  for (const [what, args, says] of AT_PREVIEW) {
    await t.test(what, async () => {
      stack.program = declares(args);
      const message = await failureOf(stack.stack.preview());
      assert.match(message, says);
      assertShownOnce(message, says);
    });
  }
  await failureOf(stack.stack.up());
  assert.deepEqual(asked(cloud, "POST"), []);
  assert.deepEqual(await stack.resources(), []);
});

const CANARY = "hunter2-S3cret";

/** As plain JavaScript can write them: none of these types is one of the arguments'. */
const WITH_SECRETS: readonly (readonly [what: string, args: object, says: RegExp])[] = [
  ["a misspelled argument", { user: { name: "app", password: CANARY } }, /has a problem: user: unknown argument/],
  ["a list of them", { user: [{ name: "app", password: CANARY }] }, /has a problem: user: unknown argument/],
  ["a misspelled secret", { passwrod: pulumi.secret(CANARY) }, /has a problem: passwrod: unknown argument/],
  ["a name with brackets", { 'a["b"].c': CANARY }, /has a problem: a\["b"\]\.c: unknown argument/],
  ["an object for a text", { name: { password: CANARY } }, /has a problem: name: must be a string/],
  ["a list for a text", { flavor: [CANARY] }, /has a problem: flavor: must be a string/],
  ["a text for an object", { volume: CANARY }, /has a problem: volume: must be an object/],
  ["an object for a list", { users: { app: { password: CANARY } } }, /has a problem: users: must be a list/],
  ["a text in a list", { users: [CANARY] }, /has a problem: users\[0\]: must be an object, not a string/],
  [
    "an object for a password",
    { users: [{ name: "app", password: { value: CANARY } }] },
    /has a problem: users\["app@%"\]\.password: must be a string/,
  ],
  [
    "a misspelled argument of a user",
    { users: [{ name: "app", password: "p-1", pasword: CANARY }] },
    /has a problem: users\["app@%"\]\.pasword: unknown argument/,
  ],
];

test("a wrong argument is refused by its path, without its value", async (t) => {
  const { createStack } = await startHarness(t);
  const stack = await createStack();
  for (const [what, args, says] of WITH_SECRETS) {
    await t.test(what, async () => {
      stack.program = declares(args);
      const message = await failureOf(stack.stack.preview({ diff: true, onOutput: stack.onOutput }));
      assert.match(message, says);
      assert.ok(!message.includes(CANARY), message);
      assert.ok(!stack.output().includes(CANARY), stack.output());
    });
  }
});

test("what the cloud does not have is refused before anything is created, by its path", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack();
  const rows: readonly (readonly [what: string, args: TroveInstanceArgs, says: RegExp])[] = [
    [
      "an unknown flavor",
      { flavor: "m1.huge" },
      /flavor: this cloud has no flavor "m1\.huge"\. Use one of .*m1\.small \(2\)/,
    ],
    [
      "an unknown version",
      { datastore: { type: "mysql", version: "9.9" } },
      /datastore\.version: .*"9\.9" of mysql.*8\.0\.29/,
    ],
  ];
  for (const [what, args, says] of rows) {
    await t.test(what, async () => {
      stack.program = declares(args);
      assertShownOnce(await failureOf(stack.stack.preview()), says);
      assertShownOnce(await failureOf(stack.stack.up()), says);
    });
  }
  assert.deepEqual(asked(cloud, "POST"), []);
  assert.deepEqual(await stack.resources(), []);
});

test("a quota that is used up fails the create with Trove's words, and it is sent once", async (t) => {
  const { cloud, createStack } = await startHarness(t, { maxInstances: 0 });
  const stack = await createStack({ program: declares() });
  assertShownOnce(await failureOf(stack.stack.up()), /Quota exceeded for resources: \['instances'\]/);
  assert.deepEqual(asked(cloud, "POST"), ["/instances"]);
  assert.deepEqual(await stack.resources(), []);
});

/** Once in the list of the resource's messages; a stack or a path of a file is none of the user's business. */
function assertShownOnce(message: string, says: RegExp): void {
  assert.match(message, says);
  const diagnostics = message.slice(message.lastIndexOf("Diagnostics:"));
  const shown = diagnostics.split("\n").filter((line) => says.test(line));
  assert.equal(shown.length, 1, message);
  assert.doesNotMatch(message, /^\s+at .*:\d+:\d+\)?$/m);
  assert.doesNotMatch(message, /TROVE_BUG/);
}
