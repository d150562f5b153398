import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { TroveClient } from "pulumi-trove/client";
import { hermeticPulumi } from "../../../scripts/hermetic-pulumi.ts";
import { ensurePulumi } from "../../../scripts/pulumi-cli.ts";
import { root } from "../../../scripts/root.ts";
import { type Simulator, startSimulator } from "../../../simulator/index.ts";
import { execute, NPM_OPTIONS, pack } from "../installed-program.ts";

/** The package managers other than npm, and Node 22 in addition to the repository's Node 24. */
const TOOLS = ["pnpm@12.21.0", "yarn@1.22.22", "@yarnpkg/cli-dist@4.18.1", "node@22"];

/** The fixture that all rows share: one cloud, one packed package, one installation of each package manager. */
export interface Workshop {
  readonly cloud: Simulator;
  /** The packed package as a dependency: `file:…`. */
  readonly packed: string;
  /** The id of an instance that no project manages. */
  readonly otherId: string;
  project(context: TestContext, name: string, files: Files): Project;
  stop(): Promise<void>;
}

export type Files = Readonly<Record<string, string | object>>;

export interface Project {
  readonly folder: string;
  /** The name of the stack; with the prefix `program-`, of the instance. */
  readonly name: string;
  install(manager: Manager): Promise<void>;
  /** Runs a command in a folder of the project. @throws {AssertionError} with its output if it fails. */
  run(command: readonly string[], options?: RunOptions): Promise<string>;
  /** Runs `pulumi` on the stack. */
  pulumi(command: string, options?: RunOptions): Promise<string>;
}

export interface RunOptions {
  /** A folder, relative to the project. */
  readonly at?: string;
  /** @default 24 */
  readonly node?: 22 | 24;
}

export type Manager = "npm" | "pnpm" | "yarn 1" | "yarn berry";

export async function openWorkshop(): Promise<Workshop> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-trove-kinds-")));
  const cloud = await startSimulator({ boot: 0.2, delete: 0.2, guestLag: 0, rate: 100_000, maxInstances: 50 });
  const tools = join(home, "tools");
  mkdirSync(tools);
  writeFileSync(join(tools, "package.json"), JSON.stringify({ private: true }));
  writeFileSync(join(home, "clouds.yaml"), cloud.cloudsYaml);
  const [{ bin }, packed, registry] = await Promise.all([
    ensurePulumi(),
    pack(home),
    execute(home, "npm", ["config", "get", "registry"]),
    execute(tools, "npm", ["install", ...NPM_OPTIONS, ...TOOLS]),
  ]);
  const base = {
    ...process.env,
    ...environment(home, registry.trim()),
  };
  const nodes = { 22: join(tools, "node_modules/node/bin"), 24: join(root, "node_modules/node/bin") };
  const tool = (path: string) => join(tools, "node_modules", path);
  const managers: Readonly<Record<Manager, readonly string[]>> = {
    npm: ["npm", "install", ...NPM_OPTIONS],
    // It fails if a package has an install script that is not approved (protobufjs).
    pnpm: [
      "node",
      tool("pnpm/bin/pnpm.mjs"),
      "install",
      "--prefer-offline",
      "--no-frozen-lockfile",
      "--ignore-scripts",
    ],
    "yarn 1": ["node", tool("yarn/bin/yarn.js"), "install", "--non-interactive", "--prefer-offline"],
    "yarn berry": ["node", tool("@yarnpkg/cli-dist/bin/yarn.js"), "install"],
  };
  return {
    cloud,
    packed: `file:${packed}`,
    otherId: await createOther(cloud),
    project: (context, name, files) => {
      const folder = join(home, name);
      const states = join(home, `${name}-states`);
      mkdirSync(states);
      context.after(() => {
        for (const path of [folder, states]) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
      });
      const run = ([command = "", ...args]: readonly string[], { at = ".", node = 24 }: RunOptions = {}) => {
        const path = [nodes[node], bin, base.PATH ?? ""].join(delimiter);
        return execute(join(folder, at), command, args, { ...base, ...hermeticPulumi(states), PATH: path });
      };
      const project: Project = {
        folder,
        name,
        install: async (manager) => {
          const from = performance.now();
          await run(managers[manager]);
          context.diagnostic(`${manager} install: ${seconds(from)}`);
        },
        run,
        pulumi: async (command, options = {}) => {
          const from = performance.now();
          const output = await run(["pulumi", ...command.split(" "), "--non-interactive"], options);
          context.diagnostic(`pulumi ${command}: ${seconds(from)}`);
          return output;
        },
      };
      writeFiles(folder, files);
      return project;
    },
    async stop() {
      await cloud.stop();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function createOther(cloud: Simulator): Promise<string> {
  const client = await TroveClient.connect({
    ...{ authUrl: cloud.authUrl, userName: "demo", password: "demo-password", projectName: "demo" },
    ...{ userDomainName: "Default", projectDomainName: "Default", region: "RegionOne" },
  });
  const { id } = await client.instances.create({ name: "other", flavorId: "2", volume: { size: 1 } });
  await client.instances.waitFor(id, "ACTIVE");
  return id;
}

/** The environment of every program: credentials, and npm's registry for the other package managers. */
function environment(home: string, registry: string): Readonly<Record<string, string>> {
  return {
    OS_CLIENT_CONFIG_FILE: join(home, "clouds.yaml"),
    OS_CLOUD: "demo",
    npm_config_registry: registry,
    // Yarn 1 caches local files by name and version only, so it would use the package of an earlier run.
    YARN_CACHE_FOLDER: join(home, "yarn-cache"),
    YARN_ENABLE_GLOBAL_CACHE: "false",
    YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
    YARN_ENABLE_TELEMETRY: "false",
    YARN_NPM_REGISTRY_SERVER: registry,
    NODE_OPTIONS: "",
  };
}

function writeFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  }
}

function seconds(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}
