import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, type TestContext, test } from "node:test";
import {
  COMPONENT,
  DEPLOYING,
  EXACT,
  IMPORTING,
  importingAndGetting,
  LISTING,
  LOWEST_SDK,
  NEWEST_SDK,
  NODE_SETTINGS,
  REQUIRING,
  TYPESCRIPT_SETTINGS,
  tsconfig,
  USING_COMPONENT,
} from "./programs.ts";
import { type Files, type Manager, openWorkshop, type Project, type RunOptions, type Workshop } from "./workshop.ts";

interface Kind {
  readonly kind: string;
  /** @default "npm" */
  readonly manager?: Manager;
  readonly files: (workshop: Workshop) => Files;
  /** The folder in which Pulumi runs. */
  readonly options?: RunOptions;
  /** Checks in addition to `up` and `destroy`, or instead of them. */
  readonly plays?: (project: Project, workshop: Workshop) => Promise<void>;
}

const TYPES = { typescript: "5.9.3", "@types/node": "22" };

function manifest(packed: string, more: object = {}, packages: object = {}): Files {
  const dependencies = { "@pulumi/pulumi": NEWEST_SDK, "pulumi-trove": packed, ...packages };
  return { "package.json": { name: "program", private: true, main: "index.js", dependencies, ...more } };
}

function template(packed: string, packages: object = {}, options: object = {}): Files {
  return {
    ...TYPESCRIPT_SETTINGS,
    ...tsconfig(options),
    ...manifest(packed, { main: "index.ts" }, { ...TYPES, ...packages }),
    "index.ts": IMPORTING,
  };
}

const KINDS: readonly Kind[] = [
  {
    kind: "the stock template with the lowest SDK, on Node 22 and then on 24",
    files: ({ packed, otherId }) => ({
      ...template(packed, { "@pulumi/pulumi": LOWEST_SDK }),
      "index.ts": importingAndGetting(otherId),
    }),
    plays: async (project) => {
      await up(project, { node: 22 });
      await project.pulumi("refresh --yes --skip-preview --expect-no-changes", { node: 22 });
      await project.pulumi("preview --expect-no-changes", { node: 24 });
      await destroy(project, { node: 24 });
    },
  },
  {
    kind: "the stock template with TypeScript 6 and the newest SDK",
    files: ({ packed, otherId }) => ({
      ...template(packed, { typescript: "6.0.3" }),
      "index.ts": importingAndGetting(otherId),
    }),
    plays: async (project) => {
      await project.run(["node_modules/.bin/tsc", "--noEmit", "--pretty", "false"]);
      await up(project);
      await project.pulumi("refresh --yes --skip-preview --expect-no-changes");
      await destroy(project);
    },
  },
  {
    kind: "strict TypeScript with exactOptionalPropertyTypes and the types of all packages checked",
    files: ({ packed }) => ({
      ...template(
        packed,
        {},
        { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false },
      ),
      "index.ts": EXACT,
    }),
    plays: async (project) => {
      await project.run(["node_modules/.bin/tsc", "--noEmit", "--pretty", "false"]);
      await upAndDestroy(project);
    },
  },
  {
    kind: "an ES module in TypeScript that Node runs itself",
    files: ({ packed }) => ({
      ...NODE_SETTINGS,
      ...manifest(packed, { type: "module", main: "index.ts" }),
      "index.ts": IMPORTING,
    }),
  },
  {
    kind: "an ES module in TypeScript through ts-node",
    files: ({ packed }) => ({
      ...template(packed),
      ...manifest(packed, { type: "module", main: "index.ts" }, { ...TYPES, "ts-node": "10.9.2" }),
    }),
  },
  {
    kind: "plain JavaScript with require",
    files: ({ packed }) => ({ ...NODE_SETTINGS, ...manifest(packed), "index.js": REQUIRING }),
  },
  {
    kind: "CommonJS with moduleResolution node",
    files: ({ packed }) => template(packed, {}, { module: "commonjs", moduleResolution: "node" }),
  },
  { kind: "pnpm", manager: "pnpm", files: ({ packed }) => template(packed) },
  {
    kind: "a pnpm workspace whose component library alone depends on the package",
    manager: "pnpm",
    files: ({ packed }) => pnpmWorkspace(packed),
    options: { at: "program" },
    plays: async (project) => {
      assert.equal(existsSync(join(project.folder, "program/node_modules/pulumi-trove")), false);
      await upAndDestroy(project, { at: "program" });
    },
  },
  { kind: "Yarn 1", manager: "yarn 1", files: ({ packed }) => template(packed) },
  {
    kind: "Yarn 4 with nodeLinker node-modules: Pulumi does not work with Plug'n'Play",
    manager: "yarn berry",
    files: ({ packed }) => ({ ...template(packed), ".yarnrc.yml": { nodeLinker: "node-modules" }, "yarn.lock": "" }),
  },
  {
    kind: "an npm workspace that hoists, with its program in a sub-folder",
    files: ({ packed }) => ({
      "package.json": { name: "workspace", private: true, workspaces: ["program"] },
      ...within("program", {
        "Pulumi.yaml": { name: "program", main: "src/", runtime: { name: "nodejs", options: { typescript: false } } },
        ...manifest(packed),
        "src/index.js": REQUIRING,
      }),
    }),
    options: { at: "program" },
  },
  {
    kind: "the Automation API",
    files: ({ packed }) => ({ ...manifest(packed, { type: "module" }), "deploy.js": DEPLOYING }),
    plays: async (project) => {
      assert.match(await project.run(["node", "deploy.js", project.name]), /^up ACTIVE\ndestroyed$/m);
    },
  },
  {
    kind: "a script with the client alone",
    files: ({ packed }) => ({
      ...manifest(packed, { type: "module", dependencies: { "pulumi-trove": packed } }),
      "script.js": LISTING,
    }),
    plays: async (project) => {
      assert.equal(existsSync(join(project.folder, "node_modules/@pulumi")), false);
      assert.match(await project.run(["node", "script.js"]), /^instance other$/m);
    },
  },
];

/** The library depends on the package, the program only on the library. */
function pnpmWorkspace(packed: string, settings: object = {}): Files {
  return {
    "package.json": { name: "workspace", private: true },
    "pnpm-workspace.yaml": { packages: ["program", "library"], ...settings },
    ...within("library", { ...manifest(packed, { name: "library", version: "1.0.0" }), "index.js": COMPONENT }),
    ...within("program", {
      ...NODE_SETTINGS,
      ...manifest(packed, { dependencies: { "@pulumi/pulumi": NEWEST_SDK, library: "workspace:*" } }),
      "index.js": USING_COMPONENT,
    }),
  };
}

function within(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]));
}

async function upAndDestroy(project: Project, options?: RunOptions): Promise<void> {
  await up(project, options);
  await destroy(project, options);
}

async function up(project: Project, options?: RunOptions): Promise<void> {
  await project.pulumi(`stack init ${project.name}`, options);
  assert.match(await project.pulumi("up --yes --skip-preview", options), /status *: "ACTIVE"/);
}

async function destroy(project: Project, options?: RunOptions): Promise<void> {
  await project.pulumi("destroy --yes --skip-preview", options);
}

let workshop: Workshop;
before(
  async () => {
    workshop = await openWorkshop();
  },
  { timeout: 300_000 },
);
after(() => workshop?.stop());

describe("a project of this kind brings an instance up and destroys it:", { concurrency: 2 }, () => {
  for (const [index, row] of KINDS.entries()) {
    const plays = row.plays ?? ((project) => upAndDestroy(project, row.options));
    test(row.kind, async (t: TestContext) => {
      const project = workshop.project(t, `kind-${index + 1}`, row.files(workshop));
      await project.install(row.manager ?? "npm");
      await plays(project, workshop);
      assert.deepEqual(
        workshop.cloud.instances().filter(({ name }) => name === `program-${project.name}`),
        [],
      );
    });
  }
});

test("says once to add the package if Pulumi cannot load a library's copy", async (t) => {
  const project = workshop.project(t, "kind-none", pnpmWorkspace(workshop.packed, { hoist: false }));
  await project.install("pnpm");
  await project.pulumi("stack init kind-none", { at: "program" });
  const { message } = await project.pulumi("preview", { at: "program" }).then(
    () => assert.fail("the preview succeeded"),
    (error: Error) => error,
  );
  const diagnostics = message.slice(message.lastIndexOf("Diagnostics:"));
  assert.equal(diagnostics.split("Add pulumi-trove to the dependencies in the package.json").length, 2, message);
  assert.doesNotMatch(diagnostics, /^\s+at .*:\d+:\d+\)?$/m);
});
