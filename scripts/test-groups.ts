import { globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { TroveRelease } from "../test/support/trove-releases.ts";
import { root } from "./root.ts";

export interface TestGroup {
  readonly name: string;
  readonly files: readonly string[];
  /** How many test files run at once. */
  readonly concurrency: number;
  /** Run all files in one process: those that need the same cloud then share it. */
  readonly oneProcess?: boolean;
  /** Groups of the same turn run at once: they mostly wait. */
  readonly turn?: string;
  /** Milliseconds that one test may take. */
  readonly timeoutMs: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Loads dist/. */
  readonly needsBuild?: boolean;
  /** Starts the Pulumi CLI. */
  readonly needsPulumi?: boolean;
  /** Starts a real Trove of this release, which is not on every machine: without it the group is skipped. */
  readonly needsRealTrove?: TroveRelease;
  /** Some of its tests start a real Trove of either release; each is skipped by name where it is missing. */
  readonly usesRealTrove?: boolean;
}

const cores = availableParallelism();
const half = Math.max(1, Math.floor(cores / 2));

/** Each row is a group of test files; the part of its name before the first blank is what the command line takes. */
export const testGroups: readonly TestGroup[] = [
  // Many of them wait for sockets and timers.
  { name: "unit", files: files("unit"), concurrency: 2 * cores, timeoutMs: 30_000, needsBuild: true },
  ...onEachRelease((release, lag) => contract("simulator", release, lag)),
  ...onEachRelease((release, lag) => ({
    ...contract("real", release, lag),
    oneProcess: true,
    needsRealTrove: release,
  })),
  { name: "simulator", turn: "host", files: files("simulator"), concurrency: half, timeoutMs: 60_000 },
  { name: "host", turn: "host", files: files("host"), concurrency: cores, timeoutMs: 180_000, needsBuild: true },
  {
    name: "client",
    turn: "host",
    files: files("client"),
    concurrency: cores,
    timeoutMs: 120_000,
    needsBuild: true,
    usesRealTrove: true,
  },
  {
    name: "engine",
    files: files("engine"),
    // A program that waits for its instance leaves a fifth of each core idle.
    concurrency: cores + 1,
    timeoutMs: 600_000,
    needsBuild: true,
    needsPulumi: true,
    usesRealTrove: true,
  },
  {
    name: "chaos",
    turn: "long",
    files: files("chaos"),
    // Each file has lanes of its own.
    concurrency: 1,
    timeoutMs: Math.max(50, Number(process.env.CHAOS_PLANS ?? 0)) * 30_000,
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
    // Installations wait for the registry.
    turn: "package",
    // Its pages run two at once.
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
    // The file with the kinds of projects runs two at once, each with an installation and the engine.
    timeoutMs: 600_000,
    needsBuild: true,
    needsPulumi: true,
  },
];

/** For each release of Trove, with a guest agent that acts at once and one that takes a second. */
function onEachRelease(group: (release: TroveRelease, guestLag: number) => TestGroup): TestGroup[] {
  return ([26, 18] as const).flatMap((release) => [0, 1].map((lag) => group(release, lag)));
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

/** Only databases and users come later with a slow guest agent. */
function usesGuest(file: string): boolean {
  return /databases|users|cloud-guest/i.test(readFileSync(join(root, file), "utf8"));
}

function files(folder: string): string[] {
  return globSync(`test/${folder}/**/*.test.ts`, { cwd: root }).sort();
}
