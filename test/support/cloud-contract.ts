import { after, before, test } from "node:test";
import { type CloudApi, openApi } from "./cloud-api.ts";
import { type CloudOptions, cloudKind } from "./cloud-options.ts";
import { realTroveMissing } from "./cloud-packages.ts";
import { type Cloud, startCloud } from "./clouds.ts";

/** What a contract test works with; `demo` and `other` are two projects of one cloud. */
export interface Contract {
  readonly cloud: Cloud;
  readonly demo: CloudApi;
  readonly other: CloudApi;
}

/**
 * One cloud for all tests of a file, and the `test` that hands it to each of them. `prepare` runs once, before the first.
 * Where the real Trove is asked for and its packages are not there, every test is skipped by name.
 */
export function contract(options: CloudOptions = {}, prepare: (contract: Contract) => Promise<void> = async () => {}) {
  const missing = cloudKind(options) === "real" ? realTroveMissing() : undefined;
  let context: Contract | undefined;

  before(
    async () => {
      if (missing !== undefined) return;
      const cloud = await startCloud(options);
      const [demo, other] = await Promise.all([openApi(cloud), openApi(cloud, "other")]);
      context = { cloud, demo, other };
      await prepare(context);
    },
    { timeout: 180_000 },
  );
  after(async () => context?.cloud.stop());

  return (name: string, body: (contract: Contract) => Promise<void> | void) => {
    const skip = missing === undefined ? false : `the real Trove needs the package ${missing}`;
    void test(name, { skip, timeout: 60_000 }, async () => {
      if (context === undefined) throw new Error("The cloud did not start.");
      await body(context);
    });
  };
}
