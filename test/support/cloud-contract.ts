import { after, test } from "node:test";
import { type CloudApi, openApi } from "./cloud-api.ts";
import { type CloudOptions, cloudKind, troveRelease } from "./cloud-options.ts";
import { type Cloud, realTroveMissing, startCloud } from "./clouds.ts";
import type { DifferenceName } from "./differences.ts";
import type { TroveRelease } from "./trove-releases.ts";

/** The fixture of a contract test; `demo` and `other` are two projects of one cloud. */
export interface Contract {
  readonly cloud: Cloud;
  readonly demo: CloudApi;
  readonly other: CloudApi;
}

/** Declares a contract test. */
type Declare = (name: string, body: (contract: Contract) => Promise<void> | void) => void;

interface Shared {
  /** The number of declared tests that have not ended. */
  pending: number;
  context: Promise<Contract> | undefined;
}

/** By options. Files in one process (`--test-isolation=none`) share a cloud: a real one takes seconds to start. */
const clouds = new Map<string, Shared>();
const roomy: CloudOptions = { maxInstances: 200, maxVolumes: 400 };

/**
 * Starts one cloud for all tests of a file and returns the `test` function that passes it to them. `prepare` runs once,
 * before the first test. If the real Trove is requested but not installed, every test is skipped.
 */
export function contract(
  options: CloudOptions = roomy,
  prepare: (contract: Contract) => Promise<void> = async () => {},
) {
  const missing = cloudKind(options) === "real" ? realTroveMissing(troveRelease(options)) : undefined;
  const skip = missing === undefined ? false : `the real Trove needs the package ${missing}`;
  const shared = share(options);
  let prepared: Promise<Contract> | undefined;
  const ready = async () => {
    const context = await open(shared, options);
    await prepare(context);
    return context;
  };

  // Tests excluded by a name pattern never run, so `pending` does not reach 0.
  if (!skip) after(() => stop(shared));
  const declare: Declare = (name, body) => {
    shared.pending += 1;
    void test(name, { skip, timeout: 180_000 }, async () => {
      try {
        prepared ??= ready();
        await body(await prepared);
      } finally {
        shared.pending -= 1;
        // Even an idle real cloud uses part of a core.
        if (shared.pending === 0) await stop(shared);
      }
    });
  };
  /** Declares a test that runs on one release only. */
  const on = (release: TroveRelease, _difference: DifferenceName): Declare =>
    release === troveRelease(options) ? declare : () => {};
  return Object.assign(declare, { on });
}

function share(options: CloudOptions): Shared {
  const key = JSON.stringify(options);
  const shared = clouds.get(key) ?? { pending: 0, context: undefined };
  clouds.set(key, shared);
  return shared;
}

function open(shared: Shared, options: CloudOptions): Promise<Contract> {
  shared.context ??= start(options);
  return shared.context;
}

async function start(options: CloudOptions): Promise<Contract> {
  const cloud = await startCloud(options);
  return { cloud, demo: await openApi(cloud), other: await openApi(cloud, "other") };
}

async function stop(shared: Shared): Promise<void> {
  const { context } = shared;
  shared.context = undefined;
  // If the cloud did not start, the tests have failed already. An error here would prevent stopping the other clouds.
  await (await context?.catch(() => undefined))?.cloud.stop();
}
