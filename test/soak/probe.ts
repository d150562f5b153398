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
  /** On whatever takes them as an EventTarget does: an AbortSignal for one. */
  readonly eventListeners: number;
  readonly processListeners: number;
}

/** What a line of the process's standard error begins with that tells its holdings. */
export const MARK = "HOLDINGS ";

// It keeps nothing of its own, which would grow with what it looks at.
setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;
const Timeout = setTimeout(() => {}, 0).constructor;
const EventListener = eventListenerClass();

// Loaded before the program that is to be looked into; it answers a signal, so that it needs no handle of its own.
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

/** Node keeps a listener in an object of a class of its own (`lib/internal/event_target.js`), and tells nobody of it. */
function eventListenerClass(): Parameters<typeof queryObjects>[0] {
  const target = new EventTarget();
  target.addEventListener("any", () => {});
  const kEvents = Object.getOwnPropertySymbols(target).find(({ description }) => description === "kEvents") ?? "";
  return Reflect.get(target, kEvents).get("any").next.constructor;
}
