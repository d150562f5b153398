import { setTimeout as sleep } from "node:timers/promises";
import { openApi } from "../../test/support/cloud-api.ts";
import type { CloudKind } from "../../test/support/cloud-options.ts";
import type { BenchCloud } from "./cloud.ts";

/** When each instance became ACTIVE, in milliseconds since the epoch, by its id. */
export type ActiveTimes = ReadonlyMap<string, number>;

interface Watch {
  /** The times of all instances that are ACTIVE so far. */
  times(): Promise<ActiveTimes>;
  stop(): void;
}

const watches: Readonly<Record<CloudKind, (cloud: BenchCloud, boot: number) => Watch>> = {
  simulator: watchSimulator,
  real: watchRealTrove,
};

/** Records when instances become ACTIVE, without requests of their project, whose rate limit is measured. */
export function watchActive(cloud: BenchCloud, boot: number): Watch {
  return watches[cloud.kind](cloud, boot);
}

/** The simulator stores the time of the guest agent's first report, which is when an instance becomes ACTIVE. */
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

/** Keeps the load low: one list of 20 instances takes the server 0.2 s. */
const everyMs = 500;

/**
 * An administrator of another project lists all instances repeatedly, once most of the boot is over. An instance counts
 * as ACTIVE from the start of the last list in which it was not. The actual time is later, by at most the duration
 * of a list and a pause.
 */
function watchRealTrove(cloud: BenchCloud, boot: number): Watch {
  const times = new Map<string, number>();
  const stop = new AbortController();
  const watching = watchAsAdministrator(cloud, boot, times, stop.signal);
  // `times` rejects with this error.
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
