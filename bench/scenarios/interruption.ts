import { setTimeout as sleep } from "node:timers/promises";
import { TroveInstance } from "pulumi-trove";
import { type Fault, type Simulator, startSimulator } from "../../simulator/index.ts";
import { createTestStack } from "../../test/support/engine.ts";
import { milliseconds, type Row } from "../table.ts";

const runs = 3;
const heldBack: Fault = { method: "POST", path: "/instances$", effect: { type: "delay", seconds: 3, when: "after" } };

/** Measures the time from SIGINT to the end of Pulumi, which must save the instance's id in the state. */
export async function interruption(): Promise<readonly Row[]> {
  return [
    milliseconds("SIGINT during BUILD", await sample(undefined)),
    milliseconds("SIGINT while the response to the POST is delayed by 3 s", await sample(heldBack)),
  ];
}

async function sample(fault: Fault | undefined): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < runs; index++) times.push(await interrupt(fault));
  return times;
}

async function interrupt(fault: Fault | undefined): Promise<number> {
  const cloud = await startSimulator({ boot: 60 });
  if (fault !== undefined) cloud.faults.add(fault);
  const test = await createTestStack({
    program: async () => {
      new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 } });
    },
    config: configOf(cloud),
  });
  try {
    const abort = new AbortController();
    const up = test.stack.up({ signal: abort.signal }).catch(() => {});
    while (cloud.instances().length === 0) await sleep(20);
    if (fault === undefined) await sleep(1500);
    const from = performance.now();
    abort.abort();
    await up;
    const took = performance.now() - from;
    const [resource] = await test.resources();
    if (resource?.id !== cloud.instances()[0]?.id) throw new Error("The id is not in the state.");
    return took;
  } finally {
    await test.remove();
    await cloud.stop();
  }
}

function configOf({ authUrl }: Simulator) {
  const login = { authUrl, userName: "demo", password: "demo-password", projectName: "demo", region: "RegionOne" };
  return Object.fromEntries(Object.entries(login).map(([key, value]) => [`trove:${key}`, { value }]));
}
