import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CloudApi, openApi } from "../../test/support/cloud-api.ts";
import type { CloudKind } from "../../test/support/cloud-options.ts";
import { type Cloud, startCloud } from "../../test/support/clouds.ts";

/** Requests per minute for each method and project: Trove's default (`trove/common/cfg.py`). */
export const rate = 200;

/** A cloud in another process, whose requests are counted. */
export interface BenchCloud extends Cloud {
  /** The API of the project in which the programs run. */
  readonly api: CloudApi;
  /** The file with a JSON line for each answered request to Trove. */
  readonly accessLog: string;
}

/**
 * Starts a new cloud for the duration of `work`.
 *
 * @param boot seconds
 * @param limit requests per minute for each method and project. @default Trove's default
 */
export async function withCloud<T>(
  kind: CloudKind,
  boot: number,
  work: (cloud: BenchCloud) => Promise<T>,
  limit = rate,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "trove-bench-"));
  const accessLog = join(folder, "access.log");
  // A cloud creates the file at its first request.
  await writeFile(accessLog, "");
  try {
    const quotas = { maxInstances: 1000, maxVolumes: 10_000 };
    const cloud = await startCloud({ kind, boot, rate: limit, ...quotas, delete: 1, guestLag: 0.5, accessLog });
    try {
      const api = await openApi(cloud);
      // The real Trove logs in to Keystone at its first request. That login must not be counted.
      await api.get("/limits");
      return await work({ ...cloud, accessLog, api });
    } finally {
      await cloud.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
