import { setTimeout as sleep } from "node:timers/promises";
import { normalize } from "./normalize.ts";
import type { FidelityRequest } from "./request.ts";
import type { Reply, Side } from "./side.ts";

export interface Difference {
  /** The number of the request, from 1. */
  readonly at: number;
  readonly request: FidelityRequest;
  /** Whether an instance of the request was in the middle of an operation. */
  readonly during: boolean;
  readonly simulator: string;
  readonly real: string;
}

export interface Answers {
  readonly simulator: Reply;
  readonly real: Reply;
  /** Whether both clouds accepted the request. */
  readonly accepted: boolean;
}

interface Instances {
  readonly instances?: readonly { readonly id: string; readonly status: string; readonly operating_status: string }[];
}

interface Backups {
  readonly backups?: readonly { readonly id: string }[];
}

/** Sends each request to both clouds and compares the responses. */
export class Player {
  readonly simulator: Side;
  readonly real: Side;
  readonly differences: Difference[] = [];
  /** The number of requests that were compared. */
  compared = 0;
  /** The number of requests during an operation that came at different moments of it, and were not compared. */
  unsteady = 0;
  /** The placeholders of the instances with an operation that may not have ended. */
  readonly busy = new Set<string>();
  /** The placeholders of the instances and backups that are being deleted. */
  readonly leaving = new Set<string>();
  /** The placeholders of the instances that a request reached at different moments, and that may differ since then. */
  readonly spoiled = new Set<string>();

  constructor(simulator: Side, real: Side) {
    this.simulator = simulator;
    this.real = real;
  }

  async send(request: FidelityRequest): Promise<Answers> {
    const moving = (request.about ?? []).filter((one) => this.busy.has(one));
    const before = await this.#states(moving);
    const [simulator, real] = await Promise.all([this.simulator.send(request), this.real.send(request)]);
    const after = request.method === "GET" || simulator.status >= 400 ? await this.#states(moving) : before;
    const steady = [before, after].every(([one, other]) => one === other) && before[0] === after[0];
    if (!steady) this.unsteady += 1;
    if (!steady || !this.#compare(request, moving.length > 0, simulator, real)) this.#spoil(request);
    // The guest agent performs it after the response.
    if (simulator.status === 202 && /\/(?:databases|users)\b/.test(request.path)) await sleep(30);
    return { simulator, real, accepted: simulator.status < 300 && real.status < 300 };
  }

  /** A change with different responses can have changed different things. */
  #spoil({ method, about = [] }: FidelityRequest): void {
    if (method !== "GET") for (const one of about) this.spoiled.add(one);
  }

  #compare(request: FidelityRequest, during: boolean, simulator: Reply, real: Reply): boolean {
    this.compared += 1;
    const one = normalize(this.simulator, request, simulator);
    const other = normalize(this.real, request, real);
    if (one !== other) this.differences.push({ at: this.compared, request, during, simulator: one, real: other });
    return one === other;
  }

  /** What the instances show on each cloud. */
  #states(placeholders: readonly string[]): Promise<[string, string]> {
    const of = async (side: Side) => (await Promise.all(placeholders.map((one) => stateOf(side, one)))).join();
    return Promise.all([of(this.simulator), of(this.real)]);
  }

  /** Waits until nothing changes by itself on either cloud. @throws after a minute. */
  async settle(): Promise<void> {
    const deadline = Date.now() + 60_000;
    await Promise.all(
      [this.simulator, this.real].map(async (side) => {
        let quiet = 0;
        while (quiet < 2) {
          quiet = (await isQuiet(side, this.leaving)) ? quiet + 1 : 0;
          if (Date.now() > deadline) throw new Error(`Not quiet: ${(await side.get("/instances/detail")).text}`);
          await sleep(60);
        }
      }),
    );
    this.busy.clear();
    this.leaving.clear();
  }
}

async function stateOf(side: Side, placeholder: string): Promise<string> {
  const { status, body } = await side.get(`/instances/${placeholder}`);
  const { instance } = (body ?? {}) as { instance?: { status: string; operating_status: string } };
  return instance ? `${instance.status}/${instance.operating_status}` : String(status);
}

const RESTING = ["ACTIVE", "RESTART_REQUIRED", "ERROR", "SHUTDOWN"];

async function isQuiet(side: Side, leaving: ReadonlySet<string>): Promise<boolean> {
  const { body } = await side.get("/instances");
  const { instances = [] } = (body ?? {}) as Instances;
  if (!instances.every(({ status }) => RESTING.includes(status))) return false;
  // A deleted instance shows SHUTDOWN or ERROR until it is gone; an access update shows no operating status.
  const idle = instances.every((one) => one.status !== "ACTIVE" || one.operating_status !== "");
  const { text, body: list } = await side.get("/backups?limit=100");
  const { backups = [] } = (list ?? {}) as Backups;
  const all = [...instances, ...backups];
  return idle && !/"(?:NEW|BUILDING)"/.test(text) && !all.some(({ id }) => leaving.has(side.placeholder(id) ?? ""));
}
