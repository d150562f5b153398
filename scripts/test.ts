import { join } from "node:path";
import { styleText } from "node:util";
import { canInstallTrove26, realTroveMissing } from "../test/support/trove-releases.ts";
import { build } from "./build.ts";
import { ensureLanguages, hasLanguages } from "./languages.ts";
import { ensurePulumi } from "./pulumi-cli.ts";
import { root } from "./root.ts";
import { type Counts, runGroup } from "./run-group.ts";
import { type TestGroup, testGroups } from "./test-groups.ts";
import { toolEnv } from "./tool-env.ts";
import { ensureTrove26 } from "./trove-environment.ts";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());

const started = performance.now();
const names = process.argv.slice(2);
const groups = chosen(names);
if (groups.some((group) => group.needsBuild)) await build();
/** Why the groups on Trove 26 are skipped; `undefined` if they run. */
let noTrove26: string | undefined;
if (groups.some((group) => group.needsRealTrove === 26 || group.usesRealTrove)) noTrove26 = await whyNoTrove26();
/** Fetched while the groups run that do not need it: a build from source takes minutes. */
const pulumi = groups.some((group) => group.needsPulumi) ? ensurePulumi() : undefined;
// Every group that needs it reports the error.
pulumi?.catch(() => {});
/** Built while the groups run that do not need them, after Pulumi. `undefined` if those that need them are skipped. */
const languages = (await runsLanguages()) ? pulumi?.then(ensureLanguages) : undefined;
// Every group that needs them reports the error.
languages?.catch(() => {});
let bad = 0;
const table: string[] = [];
for (const turn of turnsOf(groups)) {
  if (stop.signal.aborted) break;
  await Promise.all(turn.map((group) => show(group, turn.length === 1)));
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
if (table.length > 1) console.log(["", ...table].join("\n"));
if (stop.signal.aborted) console.log("Interrupted.");
console.log(`${bad === 0 ? "No failure" : `${bad} failed`} in ${seconds} s.`);
// Does not wait for processes of test files that are slow to end after an interruption.
process.exit(stop.signal.aborted ? 130 : bad === 0 ? 0 : 1);

function chosen(names: readonly string[]): readonly TestGroup[] {
  const known = new Set(testGroups.map(firstWord));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    console.error(`Unknown test group "${unknown.join('", "')}". The groups: ${[...known].join(", ")}.`);
    process.exit(2);
  }
  return names.length === 0 ? testGroups : testGroups.filter((group) => names.includes(firstWord(group)));
}

function turnsOf(groups: readonly TestGroup[]): TestGroup[][] {
  const turns = new Map<string, TestGroup[]>();
  for (const group of groups) {
    const turn = group.turn ?? group.name;
    turns.set(turn, [...(turns.get(turn) ?? []), group]);
  }
  return [...turns.values()];
}

function firstWord(group: TestGroup): string {
  return group.name.split(" ")[0] ?? group.name;
}

/** Runs a group and prints its row. A group that runs concurrently buffers its output until it ends. */
async function show(group: TestGroup, alone: boolean): Promise<void> {
  const held: string[] = [];
  const row = await one(group, (text) => (alone ? process.stdout.write(text) : held.push(text)));
  table.push(row);
  console.log(`${held.join("")}${row}`);
}

/** Installs Trove 26 if its Debian packages are installed. Otherwise returns the missing package. */
async function whyNoTrove26(): Promise<string | undefined> {
  try {
    if (canInstallTrove26()) await ensureTrove26();
    return realTroveMissing(26);
  } catch (error) {
    return (error as Error).message;
  }
}

/** Whether to run the groups that need language hosts: if one is named, with `CI` set, or if they are built already. */
async function runsLanguages(): Promise<boolean> {
  if (!groups.some((group) => group.needsLanguageHosts)) return false;
  return names.length > 0 || Boolean(process.env.CI) || (await hasLanguages());
}

/** Why a group cannot run on this machine; `undefined` if it can. */
function missingFor({ needsRealTrove, needsLanguageHosts }: TestGroup): string | undefined {
  if (needsLanguageHosts && !languages) return "language hosts, which npm test -- languages builds";
  return needsRealTrove === 18 ? realTroveMissing(18) : needsRealTrove && noTrove26;
}

async function envOf(group: TestGroup): Promise<NodeJS.ProcessEnv> {
  const env = (group.needsPulumi && (await pulumi)?.env) || toolEnv();
  if (group.needsLanguageHosts) await languages;
  // Hundreds of processes load the same modules: one per test file, and those that Pulumi starts.
  return { ...env, NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "node") };
}

/** Runs a group and returns its row. With `CI` set, a skipped test counts as failed: it proves nothing. */
async function one(group: TestGroup, print: (text: string) => void): Promise<string> {
  const missing = missingFor(group);
  if (missing) {
    if (process.env.CI) bad++;
    return row(process.env.CI ? "red" : "yellow", group, `skipped: ${missing}`);
  }
  if (group.files.length === 0) {
    bad++;
    return row("red", group, "has no test files");
  }
  let env: NodeJS.ProcessEnv;
  try {
    env = await envOf(group);
  } catch (error) {
    bad++;
    return row("red", group, `not run: ${(error as Error).message}`);
  }
  const from = performance.now();
  const counts = await runGroup(group, { env, signal: stop.signal, print });
  const failures = counts.failed + (process.env.CI ? counts.skipped : 0);
  bad += failures;
  const seconds = ((performance.now() - from) / 1000).toFixed(1).padStart(6);
  return row(failures === 0 ? "green" : "red", group, `${describe(counts)} ${seconds} s`);
}

function describe({ passed, failed, skipped }: Counts): string {
  return `${String(passed).padStart(4)} passed ${String(failed).padStart(3)} failed ${String(skipped).padStart(3)} skipped`;
}

function row(color: "green" | "red" | "yellow", group: TestGroup, text: string): string {
  return `${styleText(color, group.name.padEnd(38))} ${text}`;
}
