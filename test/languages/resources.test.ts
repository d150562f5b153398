import assert from "node:assert/strict";
import { test } from "node:test";
import { startHarness } from "../engine/harness.ts";
import { checkpointOf, resourcesOf } from "../support/checkpoint.ts";
import { type ExampleName, edit, exampleConfig, exampleOf } from "./examples.ts";
import { rewrite, stackOfProgram } from "./program.ts";
import { shownBy } from "./steps.ts";
import { reference, type YamlProgram, yamlProgram } from "./yaml.ts";

const datastore = { type: "mysql", version: "8.0.29" };
const instance = reference("db.id");

interface Values {
  readonly size: number;
  readonly waitTimeout: number;
  readonly collate: string;
  readonly password: string;
  readonly container: string;
  readonly release: string;
}

const FIRST: Values = {
  size: 1,
  waitTimeout: 60,
  collate: "utf8mb4_bin",
  password: "p-of-first",
  container: "backups",
  release: "1",
};

/** Differs from the first in something of each resource. */
const SECOND: Values = {
  size: 2,
  waitTimeout: 70,
  collate: "utf8mb4_unicode_ci",
  password: "p-of-second",
  container: "others",
  release: "2",
};

/** A program with every kind of resource, and a lookup of what it creates. */
function everything({ size, waitTimeout, collate, password, container, release }: Values): YamlProgram {
  const network = { networkId: "2d8b0e6c-5e3b-4f5c-9d2c-1f4a3c4e5d6f" };
  const configuration = {
    configuration: reference("settings.id"),
    configurationRevision: reference("settings.revision"),
  };
  return {
    variables: { found: { "fn::invoke": { function: "trove:getInstance", arguments: { id: instance } } } },
    resources: {
      settings: { type: "trove:Configuration", properties: { datastore, values: { wait_timeout: waitTimeout } } },
      db: {
        type: "trove:Instance",
        properties: { flavor: "m1.small", volume: { size }, datastore, network, ...configuration },
      },
      orders: {
        type: "trove:Database",
        properties: { instance, name: "orders", characterSet: "utf8mb4", collate, allow: { replace: true } },
      },
      app: {
        type: "trove:User",
        properties: { instance, name: "app", password, databases: [reference("orders.name")] },
      },
      superuser: { type: "trove:Root", properties: { instance, password } },
      strategy: { type: "trove:BackupStrategy", properties: { instance, swiftContainer: container } },
      dump: {
        type: "trove:Backup",
        properties: { instance, triggers: { release } },
        options: { dependsOn: [reference("strategy"), reference("app"), reference("superuser")] },
      },
    },
    outputs: { uri: reference("app.uri"), status: reference("found.status"), location: reference("dump.locationRef") },
  };
}

const NAMES = ["app", "db", "dump", "orders", "settings", "strategy", "superuser"];
const all = (step: string) => Object.fromEntries(NAMES.map((name) => [name, step]));

test("a program in YAML creates, changes and deletes every kind of resource", async (t) => {
  const { cloud, env } = await startHarness(t, { backup: 0.3 });
  const stack = await stackOfProgram(t, yamlProgram(everything(FIRST)), env);
  assert.deepEqual((await shownBy(stack, "up")).steps, all("create"));
  const [db] = cloud.instances();
  assert.ok(db);
  const unchanged = await shownBy(stack, "preview");
  assert.deepEqual([unchanged.steps, unchanged.problems], [all("same"), []]);

  await rewrite(stack, yamlProgram(everything(SECOND)));
  // The database is dropped before another of its name is created; the old backup is deleted last.
  const replaced = { orders: "create-replacement", dump: "delete-replaced" };
  assert.deepEqual((await shownBy(stack, "preview")).steps, { ...all("update"), ...replaced });
  const { outputs } = await stack.up();
  assert.equal(outputs.uri?.value, `mysql://app:p-of-second@${db.addresses[0]?.address}:3306/orders`);
  assert.match(outputs.location?.value, /\/others\//);
  assert.deepEqual([outputs.status?.value, db.volume.size, db.rootPassword], ["ACTIVE", 2, "p-of-second"]);
  assert.deepEqual((await shownBy(stack, "preview")).steps, all("same"));
  assert.doesNotMatch(await checkpointOf(stack), /p-of-/);

  await stack.destroy();
  assert.deepEqual([await resourcesOf(stack), cloud.instances(), cloud.backups("demo")], [[], [], []]);
});

/** For each SDK, what to add to the program of its example: a database, a user, and the name of every other kind. */
const ADDITIONS: Readonly<
  Record<Exclude<ExampleName, "yaml">, readonly [program: string, before: string, text: string]>
> = {
  python: [
    "__main__.py",
    'pulumi.export("id", db.id)',
    `reports = trove.Database("reports", instance=db.id, name="reports")
reader = trove.User("reader", instance=db.id, name="reader", password="p-of-reader", databases=[reports.name])
others = [trove.Backup, trove.BackupStrategy, trove.Configuration, trove.Root]
pulumi.export("uri", reader.uri)
`,
  ],
  go: [
    "main.go",
    'ctx.Export("id", db.ID())',
    `reports, err := trove.NewDatabase(ctx, "reports", &trove.DatabaseArgs{
	Instance: db.ID(),
	Name:     pulumi.String("reports"),
})
if err != nil {
	return err
}
reader, err := trove.NewUser(ctx, "reader", &trove.UserArgs{
	Instance:  db.ID(),
	Name:      pulumi.String("reader"),
	Password:  pulumi.String("p-of-reader"),
	Databases: pulumi.StringArray{reports.Name},
})
if err != nil {
	return err
}
_ = []any{trove.NewBackup, trove.NewBackupStrategy, trove.NewConfiguration, trove.NewRoot}
ctx.Export("uri", reader.Uri)
`,
  ],
};

for (const [name, [program, before, text]] of Object.entries(ADDITIONS)) {
  test(`a program in ${name} creates a database and a user of an instance`, async (t) => {
    const { cloud, env } = await startHarness(t);
    const example = await exampleOf(t, name as ExampleName);
    const files = edit(example.files, program, [[before, `${text}${before}`]]);
    const stack = await stackOfProgram(t, files, { ...env, ...example.env });
    await stack.setAllConfig(exampleConfig);
    const { outputs } = await stack.up();
    const [db] = cloud.instances();
    assert.ok(db);
    const uri = { value: `mysql://reader:p-of-reader@${db.addresses[0]?.address}:3306/reports`, secret: true };
    assert.deepEqual(outputs.uri, uri);
    assert.deepEqual(db.user("reader", "%")?.databases, ["reports"]);
    await stack.destroy();
    assert.deepEqual(cloud.instances(), []);
  });
}
