import { fork } from "node:child_process";
import { once } from "node:events";
import { setPriority } from "node:os";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { root } from "./root.ts";
import type { TestGroup } from "./test-groups.ts";

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
}

/** Runs the files of a group. Prints only failed and skipped tests. */
export function runGroup(group: TestGroup, surroundings: RunOptions): Promise<Counts> {
  const isApart = group.oneProcess || group.niceness !== undefined;
  return isApart ? runInGroupProcess(group, surroundings) : runFiles(group, surroundings);
}

/** Runs each file in a process of its own or, with `isolation` "none", all files in this one. */
export async function runFiles(
  { files, concurrency, timeoutMs: timeout, env: own }: TestGroup,
  { env, signal, print }: RunOptions,
  isolation: "process" | "none" = "process",
): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const stuck = new AbortController();
  const silence = new SilenceTimeout(timeout + 60_000, (problem) => {
    if (isolation === "process") stuck.abort(new Error(problem));
    else endHere(problem, print);
  });
  const events = run({
    cwd: root,
    files: [...files],
    timeout,
    signal: AbortSignal.any([signal, stuck.signal]),
    isolation,
    ...(isolation === "process" ? { concurrency, env: { ...env, ...own } } : {}),
  });
  const report = new spec();
  report.on("data", (text) => print(String(text)));
  for await (const event of events) {
    silence.refresh();
    if (event.type === "test:fail") counts.failed++;
    if (event.type === "test:pass" && event.data.details.type !== "suite") count(event.data, counts, print);
    if (event.type === "test:fail" || event.type === "test:stdout" || event.type === "test:stderr") report.write(event);
  }
  silence.end();
  const printed = new Promise((resolve) => report.once("end", resolve));
  report.end();
  await printed;
  return counts;
}

/**
 * Calls `onTimeout` if no test starts or ends for `ms`. Node limits the time of tests, not of files: it would wait
 * forever for a file whose tests have ended but whose process has not.
 */
class SilenceTimeout {
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number, onTimeout: (problem: string) => void) {
    const problem = `the process of the test file did not end: no test started or ended for ${ms / 1000} s`;
    // Node ends tests in this process when its event loop is empty, so the timer must not keep it alive.
    this.#timer = setTimeout(() => onTimeout(problem), ms).unref();
  }

  refresh(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** Ends this process: nothing else can stop a test that runs in it. */
function endHere(problem: string, print: RunOptions["print"]): never {
  print(`✖ ${problem}\n`);
  process.exit(1);
}

/** Runs a group in a process of its own: its files share what is expensive to start, or all have another priority. */
async function runInGroupProcess(group: TestGroup, { env, signal, print }: RunOptions): Promise<Counts> {
  const script = join(root, "scripts", "group-process.ts");
  const child = fork(script, [], { cwd: root, env: { ...env, ...group.env }, silent: true });
  if (child.pid !== undefined && group.niceness !== undefined) setPriority(child.pid, group.niceness);
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => print(String(text)));
  const stop = () => child.kill("SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  let counts: Counts | undefined;
  child.on("message", (message) => {
    counts = message as Counts;
  });
  child.send(group);
  await once(child, "close");
  signal.removeEventListener("abort", stop);
  return counts ?? { passed: 0, failed: 1, skipped: 0 };
}

function count(
  { name, skip }: { name: string; skip?: string | boolean },
  counts: Counts,
  print: RunOptions["print"],
): void {
  if (skip === undefined) {
    counts.passed++;
    return;
  }
  counts.skipped++;
  print(`skipped: ${name}${typeof skip === "string" ? ` (${skip})` : ""}\n`);
}
