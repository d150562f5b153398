import { availableParallelism, loadavg } from "node:os";
import { build } from "../scripts/build.ts";
import { realTroveMissing } from "../test/support/clouds.ts";
import { describeBound, isMet } from "./bound.ts";
import { parseCommandLine, USAGE } from "./command-line.ts";
import type { Scenario } from "./scenario.ts";
import { format } from "./table.ts";

// The scenarios load dist/, as a user's program does. A fresh clone does not have it yet.
await build();
const { scenarios } = await import("./scenarios.ts");
const { kind, list, chosen } = readCommandLine();
if (list) {
  for (const line of format(scenarios.map(describe))) console.log(line);
  const seconds = scenarios.reduce((sum, one) => sum + (one.byDefault ? one.seconds : 0), 0);
  console.log(`* runs without names: about ${Math.ceil(seconds / 60)} minutes in all`);
  process.exit();
}
const missing = kind === "real" ? realTroveMissing() : undefined;
if (missing !== undefined) {
  console.error(`The real Trove needs the package ${missing}; .ci/run installs all of them on Debian 12.`);
  process.exit(2);
}
let missed = 0;
for (const scenario of chosen) missed += await print(scenario);
if (missed > 0) console.log(`\n${missed} missed.`);
process.exit(missed === 0 ? 0 : 1);

function readCommandLine() {
  try {
    return parseCommandLine(process.argv.slice(2), scenarios);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

function describe({ name, what, seconds, clouds, byDefault }: Scenario) {
  const figures = { time: `${seconds} s`, clouds: clouds.join(", ") };
  return { what: `${byDefault ? "*" : " "} ${name.padEnd(18)} ${what}`, figures };
}

/** Runs a scenario and prints its result. Returns the number of missed bounds; an error counts as one. */
async function print({ name, what, run }: Scenario): Promise<number> {
  const load = `load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`;
  console.log(`\n${name}: ${what} (${kind}; ${load})`);
  try {
    const { rows, bounds } = await run(kind);
    for (const line of [...format(rows), ...bounds.map(describeBound)]) console.log(`  ${line}`);
    return bounds.filter((bound) => !isMet(bound)).length;
  } catch (error) {
    console.log(`  failed: ${(error as Error).stack}`);
    return 1;
  }
}
