import { getEventListeners } from "node:events";
import { readdirSync } from "node:fs";
import { Socket } from "node:net";
import { queryObjects, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What a process holds once its garbage is collected. */
export interface Holdings {
  readonly heapBytes: number;
  readonly handles: Handles;
}

/** How many of each. */
export interface Handles {
  /** Whatever would keep it alive, by Node's names. */
  readonly resources: Readonly<Record<string, number>>;
  /** Open files and sockets, as the system counts them. */
  readonly descriptors: number;
  /** Those that are still referred to, whether or not they would keep it alive. */
  readonly sockets: number;
  readonly timers: number;
  /** On every AbortSignal that is alive. */
  readonly abortListeners: number;
  readonly processListeners: number;
}

/** What a line of the process's standard error begins with that tells its holdings. */
export const MARK = "HOLDINGS ";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;
let signals = new Set<WeakRef<AbortSignal>>();
const Timeout = setTimeout(() => {}, 0).constructor;
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
  const holdings: Holdings = { heapBytes: process.memoryUsage().heapUsed, handles: handles() };
  process.stderr.write(`${MARK}${JSON.stringify(holdings)}\n`);
});

function handles(): Handles {
  return {
    resources: Object.fromEntries(
      Object.entries(Object.groupBy(process.getActiveResourcesInfo(), (name) => name))
        .map(([name, all]) => [name, all?.length ?? 0] as const)
        .sort(),
    ),
    descriptors: readdirSync("/dev/fd").length,
    sockets: queryObjects(Socket, { format: "count" }),
    timers: queryObjects(Timeout, { format: "count" }),
    abortListeners: abortListeners(),
    processListeners: processListeners(),
  };
}

function abortListeners(): number {
  const alive = [...signals].flatMap((signal) => signal.deref() ?? []);
  return alive.reduce((sum, signal) => sum + getEventListeners(signal, "abort").length, 0);
}

function processListeners(): number {
  return process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
}

function collectGarbage(): void {
  for (let round = 0; round < 3; round += 1) gc();
}
