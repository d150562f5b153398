import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { systemClock } from "../../../provider/core/clock.ts";
import { Memo } from "../../../provider/core/memo.ts";
import type { Lookup, LookupContext } from "../../../provider/lookups/lookup.ts";
import type { TroveApi } from "../../../provider/trove/trove-api.ts";
import { InstancePoller } from "../../../provider/wait/instances/instance-poller.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../../simulator/index.ts";
import { connect } from "../resources/instance/harness.ts";

const NETWORK = "5f0c8a5e-7f4d-4a0e-9a55-0f5a3a5c9d11";

type Values = Readonly<Record<string, unknown>>;

/** A simulated cloud, and a client of its project `demo`. */
export interface Harness {
  readonly cloud: Simulator;
  readonly trove: TroveApi;
  /** Runs a lookup with arguments that its check accepts. */
  run(lookup: Lookup, args?: Values): Promise<Values>;
  /** Creates an instance and waits until it is ACTIVE. Returns its id. */
  createInstance(name: string): Promise<string>;
  /** Takes a backup and waits until it is COMPLETED. Returns its id. */
  takeBackup(name: string, instanceId: string): Promise<string>;
}

export async function startHarness(t: TestContext, options: SimulatorOptions = {}): Promise<Harness> {
  const cloud = await startSimulator({ boot: 0.1, delete: 0.1, backup: 0.1, guestLag: 0, rate: 100_000, ...options });
  t.after(() => cloud.stop());
  const trove = connect(cloud);
  const context = contextOf(trove);
  return {
    cloud,
    trove,
    run: (lookup, args) => run(lookup, context, args),
    async createInstance(name) {
      const { id } = await trove.instances.create({
        name,
        flavorId: "2",
        volume: { size: 1 },
        network: { networkId: NETWORK },
      });
      await awaitAnswer(`instance ${name}`, async () => (await trove.instances.get(id)).status === "ACTIVE");
      return id;
    },
    async takeBackup(name, instanceId) {
      const { id } = await trove.backups.create({ name, instanceId });
      await awaitAnswer(`backup ${name}`, async () => cloud.backup(id)?.state === "COMPLETED");
      return id;
    },
  };
}

export function contextOf(trove: TroveApi): LookupContext {
  const poller = new InstancePoller(trove.instances, trove, systemClock);
  return { trove, poller, cache: new Memo(), signal: new AbortController().signal };
}

export async function run(lookup: Lookup, context: LookupContext, args: Values = {}): Promise<Values> {
  assert.deepEqual(lookup.check(args), []);
  return lookup.run(args, context);
}

/** The results without the properties that are absent. */
export function present(results: unknown): unknown {
  return JSON.parse(JSON.stringify(results));
}

async function awaitAnswer(what: string, isDone: () => Promise<boolean>): Promise<void> {
  for (let asked = 0; asked < 500; asked += 1) {
    if (await isDone()) return;
    await systemClock.sleep(20);
  }
  throw new Error(`asked 500 times for ${what}`);
}
