import { readdirSync } from "node:fs";
import { Socket } from "node:net";
import { queryObjects, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** The resources that a process holds after a garbage collection. */
export interface Holdings {
  readonly heapBytes: number;
  readonly handles: Handles;
}

/** The number of handles of each kind. */
export interface Handles {
  /** Resources that keep the process alive, by Node's names. */
  readonly resources: Readonly<Record<string, number>>;
  /** Open file descriptors, as counted by the system. */
  readonly descriptors: number;
  /** Sockets that are still reachable, even if they do not keep the process alive. */
  readonly sockets: number;
  readonly timers: number;
  /** Listeners on EventTargets, such as AbortSignals. */
  readonly eventListeners: number;
  readonly processListeners: number;
}

/** The prefix of a line on standard error that reports the holdings. */
export const MARK = "HOLDINGS ";

// Keeps no state: that would grow with what it measures.
setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;
const Timeout = setTimeout(() => {}, 0).constructor;
const EventListener = eventListenerClass();

// Preloaded into the measured process. It reports on a signal, so it needs no handle of its own.
process.on("SIGUSR2", () => {
  for (let round = 0; round < 3; round += 1) gc();
  const holdings: Holdings = { heapBytes: process.memoryUsage().heapUsed, handles: handles() };
  process.stderr.write(`${MARK}${JSON.stringify(holdings)}\n`);
});

function handles(): Handles {
  const count = (what: Parameters<typeof queryObjects>[0]) => queryObjects(what, { format: "count" });
  return {
    resources: Object.fromEntries(
      Object.entries(Object.groupBy(process.getActiveResourcesInfo(), (name) => name))
        .map(([name, all]) => [name, all?.length ?? 0] as const)
        .sort(),
    ),
    descriptors: readdirSync("/dev/fd").length,
    sockets: count(Socket),
    timers: count(Timeout),
    eventListeners: count(EventListener),
    processListeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
  };
}

/** Node's internal class of listeners (`lib/internal/event_target.js`), which it does not export. */
function eventListenerClass(): Parameters<typeof queryObjects>[0] {
  const target = new EventTarget();
  target.addEventListener("any", () => {});
  const kEvents = Object.getOwnPropertySymbols(target).find(({ description }) => description === "kEvents") ?? "";
  return Reflect.get(target, kEvents).get("any").next.constructor;
}
