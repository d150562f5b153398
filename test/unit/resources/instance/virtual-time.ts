import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { ClientRequest, ServerResponse } from "node:http";
import type { TestContext } from "node:test";
import { setImmediate } from "node:timers/promises";
import { type Clock, systemClock } from "../../../../provider/core/clock.ts";

interface Timer {
  readonly due: number;
  readonly ring: () => void;
}

/** Turns of the event loop without a change after which only timers remain. */
const IDLE_TURNS = 12;
/** Turns after which a request that has not arrived no longer stops the time. */
const MAX_TURNS = 2000;

const started = new WeakSet<TestContext>();

/**
 * Replaces the time of this process until the end of the test, for the provider and the simulator alike. Time stops
 * while a request or other work is in progress, then jumps to the next timer. Call it before the simulator starts; a second
 * call in the same test changes nothing.
 *
 * @returns the clock of the process, which shows that time.
 */
export function startVirtualTime(t: TestContext): Clock {
  if (started.has(t)) return systemClock;
  started.add(t);
  const timers = new Map<unknown, Timer>();
  let now = Date.now();
  t.mock.method(Date, "now", () => now);
  t.mock.method(performance, "now", () => now);
  t.mock.method(globalThis, "setTimeout", (work: (...args: unknown[]) => void, ms = 1, ...args: unknown[]) => {
    const handle = { ref: () => handle, unref: () => handle };
    timers.set(handle, { due: now + Math.max(1, ms), ring: () => work(...args) });
    return handle;
  });
  t.mock.method(globalThis, "clearTimeout", (handle: unknown) => timers.delete(handle));

  const traffic = new Traffic();
  let isOver = false;
  const run = async () => {
    while (!isOver) {
      await traffic.idle();
      const [next] = [...timers].sort(([, one], [, other]) => one.due - other.due);
      if (next === undefined || isOver) continue;
      const [handle, { due, ring }] = next;
      timers.delete(handle);
      now = Math.max(now, due);
      ring();
    }
  };
  void run();
  t.after(() => {
    isOver = true;
    traffic.close();
  });
  return systemClock;
}

/** The HTTP requests that this process sends to itself. */
class Traffic {
  readonly #sent = new Set<ClientRequest>();
  readonly #received = new Set<ServerResponse>();
  #changes = 0;

  constructor() {
    subscribe("http.client.request.created", this.#onMessage);
    subscribe("http.server.request.start", this.#onMessage);
  }

  close(): void {
    unsubscribe("http.client.request.created", this.#onMessage);
    unsubscribe("http.server.request.start", this.#onMessage);
  }

  /** Resolves once the server has every request that is not answered yet, and holds it back. */
  async idle(): Promise<void> {
    for (let turns = 0, quiet = 0; quiet < IDLE_TURNS && turns < MAX_TURNS; turns += 1) {
      const changes = this.#changes;
      await setImmediate();
      quiet = this.#sent.size <= this.#received.size && changes === this.#changes ? quiet + 1 : 0;
    }
  }

  readonly #onMessage = (message: unknown): void => {
    for (const part of Object.values(message ?? {})) {
      if (part instanceof ClientRequest) this.#follow(this.#sent, part);
      if (part instanceof ServerResponse) this.#follow(this.#received, part);
    }
  };

  #follow<T extends ClientRequest | ServerResponse>(open: Set<T>, exchange: T): void {
    open.add(exchange);
    this.#changes += 1;
    exchange.once("close", () => {
      open.delete(exchange);
      this.#changes += 1;
    });
  }
}
