import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Harness, openHarness } from "../properties/harness.ts";
import { until } from "../support/cloud-api.ts";
import type { DynamicHost } from "../support/dynamic-host.ts";
import { MiniEngine, type Program } from "../support/mini-engine.ts";
import { type Holdings, MARK } from "./probe.ts";
import { programs } from "./programs.ts";

// SOAK_MINUTES=60 runs the complete soak test; `npm test` runs one minute.
const minutes = Number(process.env.SOAK_MINUTES ?? 1);
const firstMs = Math.min(60_000, (minutes * 60_000) / 3);
const WORKERS = 24;
/** Longer than the keep-alive time of an idle connection. */
const SETTLE_MS = 6000;
const EMPTY: Program = {};

test(`holds no more memory or sockets after ${minutes} min of changing programs`, async (t) => {
  const harness = await openHarness({}, { NODE_OPTIONS: `--import=${new URL("probe.ts", import.meta.url)}` });
  t.after(() => harness.close());
  const early = await soak(harness, firstMs);
  const late = await soak(harness, minutes * 60_000 - firstMs);
  const heap = `heap ${megabytes(early)} MB after ${early.ups} ups and ${megabytes(late)} MB after ${late.ups} more`;
  t.diagnostic(`${heap}; then also ${JSON.stringify(late.handles)}`);
  assert.deepEqual(late.handles, early.handles, heap);
  assert.ok(late.heapBytes < 1.1 * early.heapBytes, heap);
});

/** Runs `up` with one program after another for the given time. Returns what the idle process holds afterwards. */
async function soak({ host, simulator }: Harness, ms: number): Promise<Holdings & { readonly ups: number }> {
  const end = performance.now() + ms;
  let ups = 0;
  const worker = async (number: number) => {
    const engine = new MiniEngine(`soak-${number}`);
    for (let turn = number; performance.now() < end; turn += 1) {
      const program = programs[turn % programs.length] ?? EMPTY;
      await engine.up(host, program);
      ups += 1;
      await engine.refresh(host);
      const again = Object.values(await engine.preview(host, program));
      assert.ok(again.every((operation) => operation === "same"));
    }
    await engine.up(host, EMPTY);
  };
  await Promise.all(Array.from({ length: WORKERS }, (_, number) => worker(number)));
  assert.deepEqual(simulator.instances(), []);
  await sleep(SETTLE_MS);
  return { ...(await holdingsOf(host)), ups };
}

async function holdingsOf(host: DynamicHost): Promise<Holdings> {
  const told = () =>
    host
      .stderr()
      .split("\n")
      .filter((line) => line.startsWith(MARK));
  const before = told().length;
  host.process.kill("SIGUSR2");
  const lines = await until(
    "what the process holds",
    async () => told(),
    ({ length }) => length > before,
  );
  return JSON.parse((lines.at(before) ?? "").slice(MARK.length));
}

function megabytes({ heapBytes }: Holdings): string {
  return (heapBytes / 1e6).toFixed(1);
}
