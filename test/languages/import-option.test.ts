import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { goModule } from "../../scripts/go-module.ts";
import { during, startHarness, writes } from "../engine/harness.ts";
import { openApi } from "../support/cloud-api.ts";
import { createGroup } from "../support/cloud-configurations.ts";
import { userPath } from "../support/cloud-guest.ts";
import { activeInstance } from "../support/cloud-instances.ts";
import { pluginEntry } from "../support/engine-host.ts";
import { type ProgramFiles, rewrite, stackOfProgram } from "./program.ts";
import { goSdk, pythonSdk } from "./sdks.ts";
import { shownBy } from "./steps.ts";
import { reference, yamlProgram } from "./yaml.ts";

interface Ids {
  /** The instance that the program imports; `undefined` without the option. */
  readonly imported: string | undefined;
  /** The instance that the program looks up with `get`. */
  readonly found: string;
}

interface Language {
  /** A program that declares `db`, looks up `found`, and exports the name and the volume's size of the latter. */
  readonly program: (ids: Ids) => ProgramFiles;
  /** What runs it beside the language hosts. */
  readonly prepare?: (
    t: TestContext,
  ) => Promise<{ readonly env?: Record<string, string>; readonly files?: ProgramFiles }>;
}

const LANGUAGES: Readonly<Record<string, Language>> = {
  YAML: {
    program({ imported, found }) {
      const db = { type: "trove:Instance", properties: { flavor: "m1.small", volume: { size: 1 } } } as const;
      return yamlProgram({
        resources: {
          db: imported === undefined ? db : { ...db, options: { import: imported } },
          found: { type: "trove:Instance", get: { id: found } },
        },
        outputs: { name: reference("found.name"), size: reference("found.volumeSize") },
      });
    },
  },
  TypeScript: {
    program: ({ imported, found }) => ({
      "Pulumi.yaml": project({ name: "nodejs", options: { typescript: false } }),
      "package.json": JSON.stringify({ main: "index.js" }),
      "index.js": `const { TroveInstance } = require("pulumi-trove/plugin");
new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 } }, ${JSON.stringify({ import: imported })});
const found = TroveInstance.get("found", "${found}");
exports.name = found.name;
exports.size = found.volumeSize;
`,
    }),
  },
  Python: {
    program: ({ imported, found }) => ({
      "Pulumi.yaml": project("python"),
      "__main__.py": `import pulumi
import pulumi_trove as trove

options = pulumi.ResourceOptions(${imported === undefined ? "" : `import_="${imported}"`})
trove.Instance("db", flavor="m1.small", volume=trove.InstanceVolumeArgs(size=1), opts=options)
found = trove.Instance.get("found", "${found}")
pulumi.export("name", found.name)
pulumi.export("size", found.volume_size)
`,
    }),
    prepare: async (t) => ({ env: { PYTHONPATH: await pythonSdk(t) } }),
  },
  Go: {
    program: ({ imported, found }) => ({
      "Pulumi.yaml": project("go"),
      "main.go": `package main

import (
	"${goModule}/trove"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		_, err := trove.NewInstance(ctx, "db", &trove.InstanceArgs{
			Flavor: pulumi.String("m1.small"),
			Volume: trove.InstanceVolumeArgs{Size: pulumi.Int(1)},
		}${imported === undefined ? "" : `, pulumi.Import(pulumi.ID("${imported}"))`})
		if err != nil {
			return err
		}
		found, err := trove.GetInstance(ctx, "found", pulumi.ID("${found}"), nil)
		if err != nil {
			return err
		}
		ctx.Export("name", found.Name)
		ctx.Export("size", found.VolumeSize)
		return nil
	})
}
`,
    }),
    prepare: async (t) => ({
      files: {
        "go.mod": `module program

go 1.26

require (
	${goModule} v0.0.0
	github.com/pulumi/pulumi/sdk/v3 v3.274.1
)

replace ${goModule} => ${await goSdk(t)}
`,
      },
    }),
  },
};

function project(runtime: unknown): string {
  return JSON.stringify({ name: "program", runtime, plugins: pluginEntry });
}

for (const [language, { program, prepare }] of Object.entries(LANGUAGES)) {
  test(`${language}: the option import takes over a part, get looks up, and nothing changes`, async (t) => {
    const { cloud, env } = await startHarness(t);
    const api = await openApi(cloud);
    const contents = { databases: [{ name: "app" }], users: [{ name: "app", password: "p-of-app" }] };
    const { id: imported } = await activeInstance(api, { name: "theirs", flavorRef: "2", ...contents });
    const { id: found } = await activeInstance(api, { name: "found", volume: { size: 3 } });
    const prepared = await prepare?.(t);
    const files = { ...prepared?.files, ...program({ imported, found }) };
    const stack = await stackOfProgram(t, files, { ...env, ...prepared?.env });

    const requests = await during(cloud, async () => {
      const up = await shownBy(stack, "up");
      assert.deepEqual([up.steps, up.problems], [{ db: "import", found: "read" }, []]);
      assert.deepEqual(up.stackOutputs, { name: "found", size: 3 });
      await rewrite(stack, program({ imported: undefined, found }));
      const again = await shownBy(stack, "up", { refresh: true });
      assert.deepEqual([again.steps, again.problems], [{ db: "same", found: "read" }, []]);
    });
    assert.deepEqual(writes(requests), []);
    const { name, contents: kept } = cloud.instance(imported) ?? assert.fail("the instance is gone");
    assert.deepEqual([name, kept.databases.length, kept.users.length], ["theirs", 1, 1]);

    assert.deepEqual(writes(await during(cloud, () => stack.destroy())), [`DELETE /instances/${imported}`]);
  });
}

test("the option import leaves alone what the program does not declare", async (t) => {
  const { cloud, env } = await startHarness(t, { backup: 0.1 });
  const api = await openApi(cloud);
  const { id: group } = await createGroup(api, { max_connections: 100 });
  const users = ["app", "other"].map((name) => ({ name, password: `p-of-${name}`, databases: [{ name: "app" }] }));
  const databases = [{ name: "app" }, { name: "log" }];
  const source = await activeInstance(api, { name: "source", flavorRef: "2", configuration: group, databases, users });
  const replica = await activeInstance(api, { replica_of: source.id, flavorRef: undefined, volume: undefined });
  const part = (id: string, properties: object, imports: boolean) =>
    ({ type: "trove:Instance", properties, ...(imports && { options: { import: id } }) }) as const;
  const program = (imports: boolean) =>
    yamlProgram({
      resources: {
        source: part(source.id, { databases: { app: {} }, users: { "app@%": { databases: ["app"] } } }, imports),
        replica: part(replica.id, {}, imports),
      },
    });
  const stack = await stackOfProgram(t, program(true), env);

  const requests = await during(cloud, async () => {
    const up = await shownBy(stack, "up");
    assert.deepEqual(up.steps, { source: "import", replica: "import" });
    await rewrite(stack, program(false));
    const again = await shownBy(stack, "up", { refresh: true });
    assert.deepEqual(again.steps, { source: "same", replica: "same" });
  });
  assert.deepEqual(writes(requests), []);
  const { contents, configurationId } = cloud.instance(source.id) ?? assert.fail("the source is gone");
  assert.deepEqual([contents.databases.length, contents.users.length, configurationId], [2, 2, group]);
  assert.equal(cloud.instance(replica.id)?.replicaOf, source.id);

  // From then on the program manages what it declares.
  const withoutUser = yamlProgram({
    resources: {
      source: part(source.id, { databases: { app: {} }, users: {} }, false),
      replica: part(replica.id, {}, false),
    },
  });
  await rewrite(stack, withoutUser);
  const drop = await during(cloud, () => shownBy(stack, "up"));
  assert.deepEqual(writes(drop), [`DELETE ${userPath(source.id, "app@%")}`]);
});
