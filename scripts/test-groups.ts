import { globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { EngineHost } from "../test/support/engine-host.ts";
import type { TroveRelease } from "../test/support/trove-releases.ts";
import { root } from "./root.ts";

export interface TestGroup {
  readonly name: string;
  readonly files: readonly string[];
  /** The number of test files that run concurrently. */
  readonly concurrency: number;
  /** Whether all files run in one process, so that those with the same cloud share it. */
  readonly oneProcess?: boolean;
  /** Groups of the same turn run concurrently. */
  readonly turn?: string;
  /** The priority of its processes, as in `nice`, beside groups that must not be slowed down. */
  readonly niceness?: number;
  /** The timeout of one test, in milliseconds. */
  readonly timeoutMs: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it loads dist/. */
  readonly needsBuild?: boolean;
  /** Whether it starts the Pulumi CLI. */
  readonly needsPulumi?: boolean;
  /**
   * Whether it runs programs in YAML, Python and Go. Unless it is named, or `CI` is set, the group is skipped where their
   * language hosts are not built: that takes minutes.
   */
  readonly needsLanguageHosts?: boolean;
  /** The release of a real Trove that it starts. The group is skipped if the machine does not have it. */
  readonly needsRealTrove?: TroveRelease;
  /** Whether some tests start a real Trove. Those are skipped if the machine does not have it. */
  readonly usesRealTrove?: boolean;
}

const cores = availableParallelism();
const half = Math.max(1, Math.floor(cores / 2));

/** The CLI ends before it has used much memory: without garbage collection it takes a fifth less CPU time. */
const GO_WITHOUT_COLLECTION = { GOGC: "off", GOMEMLIMIT: "1GiB" };

/** Tests of the engine on the plugin, unless `ENGINE_PLUGIN` is `all`. The dynamic host always runs all of them. */
const ONE_OF_EACH_KIND = [
  "adoption",
  "changes",
  "children",
  "children-moves",
  "drift-guest",
  "failures",
  "in-place-replacement",
  "in-place-resume",
  "interruption",
  "lifecycle",
  "lookup",
  "lookups",
  "options-unknown",
  "program-errors",
  "secrets",
  "two-clouds",
  "whole-stack",
].map((name) => `test/engine/${name}.test.ts`);

/** The groups of test files. The command line takes the first word of a group's name. */
export const testGroups: readonly TestGroup[] = [
  // Many tests wait for sockets and timers.
  { name: "unit", files: files("unit"), concurrency: 2 * cores, timeoutMs: 30_000, needsBuild: true },
  ...onEachRelease((release, lag) => contract("simulator", release, lag)),
  ...onEachRelease((release, lag) => ({
    ...contract("real", release, lag),
    oneProcess: true,
    needsRealTrove: release,
  })),
  {
    name: "fidelity",
    files: files("fidelity"),
    // Each release has a simulator and a real Trove of its own.
    concurrency: 1,
    timeoutMs: Math.max(200, Number(process.env.FIDELITY_REQUESTS ?? 0)) * 2_000,
    usesRealTrove: true,
  },
  { name: "simulator", turn: "host", files: files("simulator"), concurrency: half, timeoutMs: 60_000 },
  { name: "host", turn: "host", files: files("host"), concurrency: cores, timeoutMs: 180_000, needsBuild: true },
  {
    name: "plugin",
    turn: "host",
    // What is not about the encoding of one host holds on both.
    files: [...files("plugin"), ...files("host")],
    concurrency: cores,
    timeoutMs: 180_000,
    env: { PROVIDER_HOST: "plugin" },
    needsBuild: true,
  },
  {
    name: "client",
    turn: "host",
    files: files("client"),
    concurrency: cores,
    timeoutMs: 120_000,
    needsBuild: true,
    usesRealTrove: true,
  },
  engine("dynamic", files("engine")),
  engine("plugin", process.env.ENGINE_PLUGIN === "all" ? files("engine").filter(usesHost) : ONE_OF_EACH_KIND),
  {
    name: "languages",
    files: files("languages"),
    concurrency: cores,
    // The first program in Go compiles Pulumi's SDK: a minute and a half.
    timeoutMs: 600_000,
    needsBuild: true,
    needsPulumi: true,
    needsLanguageHosts: true,
    usesRealTrove: true,
  },
  {
    name: "chaos",
    turn: "long",
    files: files("chaos"),
    // Each file runs workers of its own.
    concurrency: 1,
    timeoutMs: Math.max(50, Number(process.env.CHAOS_PLANS ?? 0)) * 30_000,
    env: GO_WITHOUT_COLLECTION,
    needsBuild: true,
    needsPulumi: true,
  },
  {
    name: "properties",
    turn: "long",
    files: files("properties"),
    concurrency: cores,
    timeoutMs: 1_200_000,
    needsBuild: true,
  },
  {
    name: "soak",
    turn: "long",
    files: files("soak"),
    concurrency: 1,
    timeoutMs: (Number(process.env.SOAK_MINUTES ?? 1) + 5) * 60_000,
    needsBuild: true,
  },
  {
    name: "regressions",
    turn: "long",
    files: files("regressions"),
    concurrency: cores,
    timeoutMs: 120_000,
    needsBuild: true,
    needsPulumi: true,
  },
  {
    name: "docs",
    // Installations wait for the package registry.
    turn: "package",
    // The file itself runs two pages concurrently.
    files: files("docs"),
    concurrency: 1,
    timeoutMs: 600_000,
    needsBuild: true,
    needsPulumi: true,
  },
  {
    name: "package",
    turn: "package",
    files: files("package"),
    concurrency: half,
    // The test of the kinds of projects runs two concurrently, each with an installation and the engine.
    timeoutMs: 600_000,
    needsBuild: true,
    needsPulumi: true,
  },
];

/**
 * Groups for each release of Trove with an immediate guest agent, and for the newest one with a guest agent that takes a
 * second: the releases do not differ in how they wait for it.
 */
function onEachRelease(group: (release: TroveRelease, guestLag: number) => TestGroup): TestGroup[] {
  return [group(26, 0), group(26, 1), group(18, 0)];
}

function engine(host: EngineHost, files: readonly string[]): TestGroup {
  const isDynamic = host === "dynamic";
  return {
    name: isDynamic ? "engine" : `engine (${host})`,
    // The real Trove waits most of the time, and starts in time only if it comes first.
    ...(isDynamic ? { turn: "contract (real)", niceness: 10 } : {}),
    files,
    // A program that waits for its instance leaves about 20 % of a core idle.
    concurrency: cores + 1,
    timeoutMs: 600_000,
    env: { ENGINE_HOST: host, ...GO_WITHOUT_COLLECTION },
    needsBuild: true,
    needsPulumi: true,
    usesRealTrove: true,
  };
}

/** Whether the file has a test that runs on either host, or on the plugin. */
function usesHost(file: string): boolean {
  return !/\/(downgrade|errors|errors-programs|migration|missing-plugin|old-texts|package-schema)\.test\.ts$/.test(
    file,
  );
}

function contract(kind: string, release: TroveRelease, guestLag: number): TestGroup {
  return {
    name: `contract (${kind} ${release}, guest lag ${guestLag} s)`,
    turn: `contract (${kind})`,
    files: guestLag === 0 ? files("contract") : files("contract").filter(usesGuest),
    concurrency: cores,
    timeoutMs: 120_000,
    env: { CONTRACT_CLOUD: kind, CONTRACT_RELEASE: `${release}`, CONTRACT_GUEST_LAG: `${guestLag}` },
  };
}

/** A slow guest agent delays only databases and users. */
function usesGuest(file: string): boolean {
  return /databases|users|cloud-guest/i.test(readFileSync(join(root, file), "utf8"));
}

function files(folder: string): string[] {
  return globSync(`test/${folder}/**/*.test.ts`, { cwd: root }).sort();
}
