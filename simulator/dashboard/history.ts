import type { LoggedRequest } from "../http/request-log.ts";
import type { Instance } from "../trove/instances/instance.ts";
import { observeStatus, type ShownStatus, shownStatus } from "./observe-status.ts";

/** A request to Trove that was answered, or whose connection a fault cut. */
export interface RequestEvent {
  readonly kind: "request";
  readonly method: string;
  /** Without version, project and query; ids are shortened. */
  readonly path: string;
  /** 0 if no response was sent. */
  readonly status: number;
}

/** Another status of an instance. */
export interface StatusEvent {
  readonly kind: "status";
  readonly id: string;
  readonly name: string;
  /** `undefined` for a new instance. */
  readonly from: ShownStatus | undefined;
  /** `undefined` for a deleted instance. */
  readonly to: ShownStatus | undefined;
}

export type HistoryEvent = (RequestEvent | StatusEvent) & {
  /** Counts all events from 1. */
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
};

/** How long the timeline reaches back. */
export const WINDOW_MS = 120_000;
const MOST_EVENTS = 4000;
const LONGEST_PATH = 120;

/** The requests to Trove and the statuses of instances in the last two minutes, at most 4000 events. */
export class History {
  #events: HistoryEvent[] = [];
  #sequence = 0;
  readonly #present = new Set<string>();

  /** The number of the last event. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Called with each answered request to Keystone or Trove. */
  readonly answered = ({ service, method, path, status, t }: LoggedRequest): void => {
    if (service !== "trove") return;
    this.#add({ kind: "request", method: method.slice(0, 10), path: shorten(path), status }, t * 1000);
  };

  readonly added = (instance: Instance): void => {
    this.#present.add(instance.id);
    this.#addStatus(instance, undefined, shownStatus(instance));
    observeStatus(instance, (from, to) => {
      // An operation can go on after the instance was removed.
      if (this.#present.has(instance.id)) this.#addStatus(instance, from, to);
    });
  };

  readonly removed = (instance: Instance): void => {
    this.#present.delete(instance.id);
    this.#addStatus(instance, shownStatus(instance), undefined);
  };

  /** The events that follow the one with this number, oldest first. */
  since(sequence: number): readonly HistoryEvent[] {
    this.#forget();
    return this.#events.filter((event) => event.sequence > sequence);
  }

  #addStatus({ id, name }: Instance, from: ShownStatus | undefined, to: ShownStatus | undefined): void {
    this.#add({ kind: "status", id, name, from, to }, Date.now());
  }

  #add(event: RequestEvent | StatusEvent, time: number): void {
    this.#events.push({ ...event, sequence: ++this.#sequence, time });
    // Not at each event: removing the first element moves all others.
    if (this.#events.length >= MOST_EVENTS * 1.25) this.#forget();
  }

  #forget(): void {
    const oldest = Date.now() - WINDOW_MS;
    this.#events = this.#events.slice(-MOST_EVENTS).filter(({ time }) => time >= oldest);
  }
}

const ID = /\b([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;

/** `/v1.0/{project}/instances/{id}?include_clustered=False` becomes `/instances/1f0c2a7b`. */
function shorten(path: string): string {
  const [bare = ""] = path.split("?");
  const short = bare.replace(/^\/v1\.0\/[^/]+(?=\/)/, "").replace(ID, "$1");
  return short.length > LONGEST_PATH ? `${short.slice(0, LONGEST_PATH)}…` : short;
}
