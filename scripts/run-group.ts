import { fork } from "node:child_process";
import { once } from "node:events";
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

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
}

/** Runs the files of a group. Prints what failed and what was skipped, and only that. */
export function runGroup(group: TestGroup, surroundings: Surroundings): Promise<Counts> {
  return group.oneProcess ? runInOneProcess(group, surroundings) : runFiles(group, surroundings);
}

/** Each file in a process of its own, unless `isolation` says that all are to run in this one. */
export async function runFiles(
  { files, concurrency, timeoutMs: timeout, env: own }: TestGroup,
  { env, signal, print }: Surroundings,
  isolation: "process" | "none" = "process",
): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const stuck = new AbortController();
  const silence = new Silence(timeout + 60_000, (problem) => {
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
    silence.broken();
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
 * Tells when nothing has happened for so long. Node bounds tests, not files: a file whose tests have ended and whose
 * process goes on would be waited for without end.
 */
class Silence {
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number, tell: (problem: string) => void) {
    const problem = `the process of the test file did not end: no test began or ended for ${ms / 1000} s`;
    // Tests in this process are over for Node when nothing is left to do in it.
    this.#timer = setTimeout(() => tell(problem), ms).unref();
  }

  broken(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** What the tests in this process have left to do, nothing else can end. */
function endHere(problem: string, print: Surroundings["print"]): never {
  print(`✖ ${problem}\n`);
  process.exit(1);
}

/** All files in one other process, so that they can share what is dear to start. */
async function runInOneProcess(group: TestGroup, { env, signal, print }: Surroundings): Promise<Counts> {
  const script = join(root, "scripts", "one-process.ts");
  const child = fork(script, [], { cwd: root, env: { ...env, ...group.env }, silent: true });
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
  print: Surroundings["print"],
): void {
  if (skip === undefined) {
    counts.passed++;
    return;
  }
  counts.skipped++;
  print(`skipped: ${name}${typeof skip === "string" ? ` (${skip})` : ""}\n`);
}
