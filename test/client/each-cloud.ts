import { after, test } from "node:test";
import type { CloudKind, CloudOptions } from "../support/cloud-options.ts";
import { type Cloud, realTroveMissing, startCloud } from "../support/clouds.ts";
import type { TroveRelease } from "../support/trove-releases.ts";

type Tests = Readonly<Record<string, (cloud: Cloud) => Promise<void>>>;

const places: readonly { readonly name: string; readonly kind: CloudKind; readonly release: TroveRelease }[] = [
  { name: "the simulator", kind: "simulator", release: 26 },
  { name: "the real Trove 18", kind: "real", release: 18 },
  { name: "the real Trove 26", kind: "real", release: 26 },
];

/**
 * The same tests on a simulator and on the real Troves, one of each for the file, since a real one takes seconds to start;
 * skipped by name where its packages are missing.
 */
export function testOnEachCloud(options: CloudOptions, tests: Tests): void {
  for (const { name: place, kind, release } of places) {
    const missing = kind === "real" ? realTroveMissing(release) : undefined;
    const skip = missing === undefined ? false : `${place} needs ${missing}`;
    let cloud: Promise<Cloud> | undefined;
    for (const [name, body] of Object.entries(tests)) {
      void test(`${name} (${place})`, { skip }, async () => {
        cloud ??= startCloud({ ...options, kind, release });
        await body(await cloud);
      });
    }
    after(async () => (await cloud)?.stop());
  }
}
