import { getEventListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What a process holds once its garbage is collected. */
export interface Holdings {
  readonly heapBytes: number;
  /** Sockets, servers, timers and the like, by Node's names, and how many of each. */
  readonly resources: Readonly<Record<string, number>>;
  /** On every AbortSignal that is alive. */
  readonly abortListeners: number;
}

/** What a line of the process's standard error begins with that tells its holdings. */
export const MARK = "HOLDINGS ";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;
let signals = new Set<WeakRef<AbortSignal>>();
const known = new WeakSet<AbortSignal>();

// Node tells nobody which signals there are, but all that are listened to pass here.
const { addEventListener } = EventTarget.prototype;
EventTarget.prototype.addEventListener = function (this: EventTarget, ...args: Parameters<typeof addEventListener>) {
  if (this instanceof AbortSignal && !known.has(this)) {
    known.add(this);
    signals.add(new WeakRef(this));
  }
  return addEventListener.apply(this, args);
};

// Loaded before the program that is to be looked into; it answers a signal, so that it needs no handle of its own.
process.on("SIGUSR2", () => {
  collectGarbage();
  signals = new Set([...signals].filter((signal) => signal.deref() !== undefined));
  // The list of those that are gone is garbage of this file's own: in an hour it grew to more than all the rest.
  collectGarbage();
  const holdings: Holdings = {
    heapBytes: process.memoryUsage().heapUsed,
    resources: Object.fromEntries(
      Object.entries(Object.groupBy(process.getActiveResourcesInfo(), (name) => name))
        .map(([name, all]) => [name, all?.length ?? 0] as const)
        .sort(),
    ),
    abortListeners: [...signals]
      .flatMap((signal) => signal.deref() ?? [])
      .reduce((sum, signal) => sum + getEventListeners(signal, "abort").length, 0),
  };
  process.stderr.write(`${MARK}${JSON.stringify(holdings)}\n`);
});

function collectGarbage(): void {
  for (let round = 0; round < 3; round += 1) gc();
}
