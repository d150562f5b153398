import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";

export const RUN_FOLDER = new URL("../../../../simulator/guest/machine/run-folder.ts", import.meta.url);

/** A process with a run folder and three servers, for which `tail` and `sleep` stand in. */
export interface OwnerProcess {
  readonly child: ChildProcess;
  readonly folder: string;
  readonly watchdog: number;
  /** One is recorded and names the folder nowhere; one is not recorded and names it; one is only inside it. */
  readonly servers: readonly number[];
}

const PROGRAM = `
  import { spawn } from "node:child_process";
  import { writeFileSync } from "node:fs";
  import { RunFolder } from ${JSON.stringify(RUN_FOLDER)};
  const run = await RunFolder.open({ executables: ["tail", "sleep"], parent: process.env.PARENT });
  const { data } = run.create(undefined);
  writeFileSync(data + "/log", "");
  const start = (...[command, args, options]) => spawn(command, args, { stdio: "ignore", ...options }).pid;
  const recorded = start("sleep", ["1000"]);
  run.record(recorded);
  const stubborn = process.env.STUBBORN ? "trap '' TERM INT QUIT;" : "";
  const named = start("sh", ["-c", stubborn + " exec tail -f " + data + "/log"]);
  const inside = start("sleep", ["1000"], { cwd: data });
  process.stdin.on("data", () => run.close().then(() => process.exit(0)));
  console.log(JSON.stringify({ folder: run.path, watchdog: run.watchdogPid, servers: [recorded, named, inside] }));
`;

interface OwnerOptions {
  /** Whether a server ignores all signals but SIGKILL. */
  readonly stubborn?: boolean;
  /** An open file that the process inherits. */
  readonly inherited?: number;
}

/** Starts one in a process group of its own. */
export async function startOwner(
  t: TestContext,
  parent: string,
  { stubborn = false, inherited }: OwnerOptions = {},
): Promise<OwnerProcess> {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", PROGRAM], {
    detached: true,
    stdio: ["pipe", "pipe", "inherit", ...(inherited === undefined ? [] : [inherited])],
    env: { ...process.env, PARENT: parent, STUBBORN: stubborn ? "yes" : "" },
  });
  t.after(() => child.kill("SIGKILL"));
  assert.ok(child.stdout);
  const [line] = await once(child.stdout, "data");
  const owner = { child, ...JSON.parse(String(line)) } as OwnerProcess;
  t.after(() => killAll(owner.servers));
  // The shell has become `tail`.
  await until(() => readFileSync(`/proc/${owner.servers[1]}/comm`, "utf8") === "tail\n");
  return owner;
}

function killAll(pids: readonly number[]): void {
  for (const pid of pids) if (isRunning(pid)) process.kill(pid, "SIGKILL");
}

export async function endedWithoutTrace({ folder, watchdog, servers }: OwnerProcess): Promise<void> {
  await until(() => !isRunning(watchdog));
  assert.deepEqual(servers.filter(isRunning), []);
  assert.equal(existsSync(folder), false);
}

/** Whether it runs; not a zombie, which its parent has not waited for. */
export function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setTimeout(10);
}

/** A folder in the place of the system's temporary one, so that no other simulator cleans up here. */
export async function temporaryParent(t: TestContext): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), "machine-"));
  t.after(() => rm(parent, { recursive: true, force: true }));
  return parent;
}
