import assert from "node:assert/strict";
import { test } from "node:test";
import { during, startHarness, writes } from "../engine/harness.ts";
import { checkpointOf, resourcesOf } from "../support/checkpoint.ts";
import { userPath } from "../support/cloud-guest.ts";
import { type ExampleName, edit, exampleConfig, exampleOf } from "./examples.ts";
import { rewrite, stackOfProgram } from "./program.ts";
import { shownBy } from "./steps.ts";

type Replacement = readonly [text: string, replacement: string];

interface Case {
  readonly program: string;
  /** A volume of 2 GiB, another database, and a user whose password is not marked as a secret. */
  readonly changes: readonly Replacement[];
}

const CASES: Readonly<Record<ExampleName, Case>> = {
  yaml: {
    program: "Pulumi.yaml",
    changes: [
      ["size: 1\n", "size: 2\n"],
      ["app: {}\n", "app: {}\n        audit: {}\n"],
      ["users:\n", "users:\n        reader@%:\n          password: p-of-reader\n          databases: [audit]\n"],
    ],
  },
  python: {
    program: "__main__.py",
    changes: [
      ["size=1", "size=2"],
      ['{"app": trove.InstanceDatabaseArgs()}', '{name: trove.InstanceDatabaseArgs() for name in ["app", "audit"]}'],
      [
        "users={\n",
        'users={\n        "reader@%": trove.InstanceUserArgs(password="p-of-reader", databases=["audit"]),\n',
      ],
    ],
  },
  go: {
    program: "main.go",
    changes: [
      ["pulumi.Int(1)", "pulumi.Int(2)"],
      [
        '"app": trove.InstanceDatabaseArgs{},',
        '"app": trove.InstanceDatabaseArgs{}, "audit": trove.InstanceDatabaseArgs{},',
      ],
      [
        "trove.InstanceUserMap{\n",
        `trove.InstanceUserMap{
	"reader@%": trove.InstanceUserArgs{
		Password:  pulumi.String("p-of-reader"),
		Databases: pulumi.StringArray{pulumi.String("audit")},
	},
`,
      ],
    ],
  },
};

for (const [name, { program, changes }] of Object.entries(CASES)) {
  test(`the example in ${name}: create, change, refresh, drift and delete`, async (t) => {
    const { cloud, env } = await startHarness(t);
    const example = await exampleOf(t, name as ExampleName);
    const stack = await stackOfProgram(t, example.files, { ...env, ...example.env });
    await stack.setAllConfig(exampleConfig);
    const changesOf = async (operation: () => Promise<unknown>) => writes(await during(cloud, operation));

    assert.deepEqual(await changesOf(() => stack.up()), ["POST /instances"]);
    const [db] = cloud.instances();
    assert.ok(db);
    const path = `/instances/${db.id}`;
    const endpoint = { host: db.addresses[0]?.address, port: 3306 };
    const unchanged = await shownBy(stack, "preview");
    assert.deepEqual([unchanged.steps, unchanged.problems], [{ db: "same" }, []]);
    assert.deepEqual(unchanged.stackOutputs, { id: db.id, status: "ACTIVE", endpoint });

    await rewrite(stack, edit(example.files, program, changes));
    const preview = await shownBy(stack, "preview");
    assert.deepEqual(preview.steps, { db: "update" });
    const paths = { "volume.size": "update", "databases.audit": "add", 'users["reader@%"]': "add" };
    assert.deepEqual(preview.diffs.db, paths);
    assert.deepEqual(preview.stackOutputs.endpoint, endpoint);
    const changed = await changesOf(() => stack.up());
    assert.deepEqual(changed.sort(), [`POST ${path}/action`, `POST ${path}/databases`, `POST ${path}/users`]);
    assert.equal(db.volume.size, 2);
    assert.deepEqual(db.user("reader", "%")?.databases, ["audit"]);

    await stack.setConfig("password", { value: "p-of-app-2", secret: true });
    assert.deepEqual(await changesOf(() => stack.up()), [`PUT ${userPath(db.id, "app@%")}`]);
    assert.equal(db.user("app", "%")?.password, "p-of-app-2");
    assert.equal(db.user("reader", "%")?.password, "p-of-reader");

    const [state] = await resourcesOf(stack);
    for (const { users } of [state?.inputs, state?.outputs]) {
      for (const key of ["app@%", "reader@%"]) assert.equal(users[key].password.ciphertext, "encrypted");
    }
    assert.doesNotMatch(await checkpointOf(stack), /p-of-/);

    assert.deepEqual((await shownBy(stack, "refresh")).steps, { db: "same" });
    cloud.change(db.id, (record) => {
      record.flavor = "3";
    });
    const drift = await shownBy(stack, "refresh");
    assert.deepEqual([drift.steps, drift.diffs.db], [{ db: "update" }, { flavor: "update" }]);
    assert.deepEqual(await changesOf(() => stack.up()), [`POST ${path}/action`]);
    assert.equal(db.flavor, "2");

    assert.deepEqual(await changesOf(() => stack.destroy()), [`DELETE ${path}`]);
    assert.deepEqual(await resourcesOf(stack), []);
  });
}
