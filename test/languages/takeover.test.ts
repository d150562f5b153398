import assert from "node:assert/strict";
import { test } from "node:test";
import { during, startHarness, writes } from "../engine/harness.ts";
import { resourcesOf } from "../support/checkpoint.ts";
import { pluginEntry } from "../support/engine-host.ts";
import { type ProgramFiles, rewrite, stackOfProgram } from "./program.ts";
import { pythonSdk } from "./sdks.ts";
import { shownBy } from "./steps.ts";
import { reference, yamlProgram } from "./yaml.ts";

// Each program declares a primary whose volume has this size, with a user, and its replica.

function typescript(size: number): ProgramFiles {
  return {
    "Pulumi.yaml": JSON.stringify({ name: "program", runtime: { name: "nodejs", options: { typescript: false } } }),
    "package.json": JSON.stringify({ main: "index.js" }),
    "index.js": `const { TroveInstance } = require("pulumi-trove");
const users = [{ name: "app", password: "p-of-app", databases: ["app"] }];
const db = new TroveInstance("db", { flavor: "m1.small", volume: { size: ${size} }, databases: [{ name: "app" }], users });
new TroveInstance("replica", { replicaOf: db.id });
`,
  };
}

function yaml(size: number): ProgramFiles {
  const users = { "app@%": { password: "p-of-app", databases: ["app"] } };
  const properties = { flavor: "m1.small", volume: { size }, databases: { app: {} }, users };
  const db = { type: "trove:Instance", properties } as const;
  const replica = { type: "trove:Instance", properties: { replicaOf: reference("db.id") } } as const;
  return yamlProgram({ resources: { db, replica } });
}

function python(size: number): ProgramFiles {
  return {
    "Pulumi.yaml": JSON.stringify({ name: "program", runtime: "python", plugins: pluginEntry }),
    "__main__.py": `import pulumi_trove as trove

users = {"app@%": trove.InstanceUserArgs(password="p-of-app", databases=["app"])}
volume = trove.InstanceVolumeArgs(size=${size})
databases = {"app": trove.InstanceDatabaseArgs()}
db = trove.Instance("db", flavor="m1.small", volume=volume, databases=databases, users=users)
trove.Instance("replica", replica_of=db.id)
`,
  };
}

for (const [language, program] of Object.entries({ YAML: yaml, Python: python })) {
  test(`a program in ${language} takes over the stack of a TypeScript program, and back`, async (t) => {
    const { cloud, env } = await startHarness(t, { backup: 0.1 });
    const stack = await stackOfProgram(t, typescript(1), { ...env, PYTHONPATH: await pythonSdk(t) });
    await stack.up();
    const ids = async () => new Map((await resourcesOf(stack)).map(({ urn, id }) => [urn.replace(/^.*::/, ""), id]));
    const before = await ids();
    const steps = (db: string, replica = "same") => ({ db, replica });
    const assertSame = async () => {
      const requests = await during(cloud, async () => {
        for (const operation of ["preview", "up", "refresh"] as const) {
          const { problems, ...shown } = await shownBy(stack, operation);
          assert.deepEqual(
            { operation, steps: shown.steps, problems },
            { operation, steps: steps("same"), problems: [] },
          );
        }
      });
      assert.deepEqual(writes(requests), []);
    };

    await rewrite(stack, program(1));
    await assertSame();
    await rewrite(stack, program(2));
    assert.deepEqual((await shownBy(stack, "up")).steps, steps("update"));
    await rewrite(stack, typescript(2));
    await assertSame();
    assert.deepEqual(await ids(), before);
    assert.equal(cloud.instance(before.get("db") ?? "")?.volume.size, 2);
  });
}
