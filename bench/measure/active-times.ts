import { setTimeout as sleep } from "node:timers/promises";
import { openApi } from "../../test/support/cloud-api.ts";
import type { CloudKind } from "../../test/support/cloud-options.ts";
import type { BenchCloud } from "./cloud.ts";

/** When each instance became ACTIVE, in milliseconds since the epoch, by its id. */
export type ActiveTimes = ReadonlyMap<string, number>;

interface Watch {
  /** Those so far. */
  times(): Promise<ActiveTimes>;
  stop(): void;
}

const watches: Readonly<Record<CloudKind, (cloud: BenchCloud, boot: number) => Watch>> = {
  simulator: watchSimulator,
  real: watchRealTrove,
};

/** Learns when instances become ACTIVE without asking in the name of their project, whose rate limit is measured. */
export function watchActive(cloud: BenchCloud, boot: number): Watch {
  return watches[cloud.kind](cloud, boot);
}

/** The simulator keeps when the guest spoke first, which is when an instance becomes ACTIVE. */
function watchSimulator({ troveUrl }: BenchCloud): Watch {
  return {
    async times() {
      const answer = await fetch(`${troveUrl}/_simulator/instances`);
      const records = (await answer.json()) as readonly { id: string; serviceUpdated: string }[];
      return new Map(records.map(({ id, serviceUpdated }) => [id, Date.parse(serviceUpdated)]));
    },
    stop() {},
  };
}

/** Leaves most of the server to the measured: one list of 20 instances keeps it busy for a fifth of a second. */
const everyMs = 500;

/**
 * An administrator of another project lists all instances again and again, once most of the boot is over. An instance
 * counts as ACTIVE from the moment in which the last list that did not show it as such was asked for: the truth is later,
 * by the length of a list and a pause at most.
 */
function watchRealTrove(cloud: BenchCloud, boot: number): Watch {
  const times = new Map<string, number>();
  const stop = new AbortController();
  const watching = watchAsAdministrator(cloud, boot, times, stop.signal);
  // `times` reports what fails here.
  watching.catch(() => {});
  return {
    async times() {
      stop.abort();
      await watching;
      return times;
    },
    stop: () => stop.abort(),
  };
}

async function watchAsAdministrator(
  cloud: BenchCloud,
  boot: number,
  times: Map<string, number>,
  signal: AbortSignal,
): Promise<void> {
  const api = await openApi(cloud, "admin", "admin", "secret");
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {});
  await pause(boot * 600);
  while (!signal.aborted) {
    const asked = Date.now();
    const { status, text, body } = await api.get<{ instances: { id: string; status: string }[] }>(
      "/mgmt/instances?deleted=false",
    );
    if (status !== 200) throw new Error(`The administrator's list answered ${status}: ${text}`);
    for (const { id, status: shown } of body.instances) {
      if (shown !== "ACTIVE") times.set(id, asked);
    }
    await pause(everyMs);
  }
}
