import { test } from "node:test";
import type { CloudKind, CloudOptions } from "../support/cloud-options.ts";
import { type Cloud, realTroveMissing, startCloud } from "../support/clouds.ts";

const names: Readonly<Record<CloudKind, string>> = { simulator: "the simulator", real: "the real Trove" };

/** The same test on the simulator and on the real Trove, each a cloud of its own; skipped by name without its packages. */
export function testOnEachCloud(name: string, options: CloudOptions, body: (cloud: Cloud) => Promise<void>): void {
  for (const kind of ["simulator", "real"] as const) {
    const missing = kind === "real" ? realTroveMissing() : undefined;
    const skip = missing === undefined ? false : `the real Trove needs the package ${missing}`;
    void test(`${name} (${names[kind]})`, { skip }, async () => {
      const cloud = await startCloud({ ...options, kind });
      try {
        await body(cloud);
      } finally {
        await cloud.stop();
      }
    });
  }
}
