import { after, test } from "node:test";
import type { CloudKind, CloudOptions } from "../support/cloud-options.ts";
import { type Cloud, realTroveMissing, startCloud } from "../support/clouds.ts";

type Tests = Readonly<Record<string, (cloud: Cloud) => Promise<void>>>;

const names: Readonly<Record<CloudKind, string>> = { simulator: "the simulator", real: "the real Trove" };

/**
 * The same tests on a simulator and on a real Trove, one of each for the file, since a real one takes seconds to start;
 * skipped by name where its packages are missing.
 */
export function testOnEachCloud(options: CloudOptions, tests: Tests): void {
  for (const kind of ["simulator", "real"] as const) {
    const missing = kind === "real" ? realTroveMissing() : undefined;
    const skip = missing === undefined ? false : `the real Trove needs the package ${missing}`;
    let cloud: Promise<Cloud> | undefined;
    for (const [name, body] of Object.entries(tests)) {
      void test(`${name} (${names[kind]})`, { skip }, async () => {
        cloud ??= startCloud({ ...options, kind });
        await body(await cloud);
      });
    }
    after(async () => (await cloud)?.stop());
  }
}
