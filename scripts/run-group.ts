import { run } from "node:test";
import { spec } from "node:test/reporters";
import { root } from "./root.ts";
import type { TestGroup } from "./test-groups.ts";

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs the files of a group, each in a process of its own. Prints what failed and what was skipped, and only that. */
export async function runGroup(group: TestGroup, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const { concurrency, timeoutMs: timeout } = group;
  const events = run({
    cwd: root,
    files: [...group.files],
    concurrency,
    timeout,
    signal,
    env: { ...env, ...group.env },
  });
  const report = new spec();
  report.pipe(process.stdout, { end: false });
  for await (const event of events) {
    if (event.type === "test:fail") counts.failed++;
    if (event.type === "test:pass" && event.data.details.type !== "suite") count(event.data, counts);
    if (event.type === "test:fail" || event.type === "test:stdout" || event.type === "test:stderr") report.write(event);
  }
  const printed = new Promise((resolve) => report.once("end", resolve));
  report.end();
  await printed;
  return counts;
}

function count({ name, skip }: { name: string; skip?: string | boolean }, counts: Counts): void {
  if (skip === undefined) {
    counts.passed++;
    return;
  }
  counts.skipped++;
  console.log(`skipped: ${name}${typeof skip === "string" ? ` (${skip})` : ""}`);
}
