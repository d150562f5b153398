import { build } from "../scripts/build.ts";
import { interruption } from "./interruption.ts";
import { loadingTime } from "./loading-time.ts";
import type { Row } from "./table.ts";

/** One file a scenario; each gives rows of one table. */
const scenarios: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  "Loading, in fresh processes, 10 runs": loadingTime,
  "From SIGINT to the end of `pulumi up`, 3 runs": interruption,
};

await build();
for (const [title, scenario] of Object.entries(scenarios)) {
  console.log(`\n${title}`);
  for (const { what, ...values } of await scenario()) {
    const columns = Object.entries(values).map(([name, value]) => `${name} ${value.padStart(7)}`);
    console.log(`  ${what.padEnd(44)} ${columns.join("   ")}`);
  }
}
