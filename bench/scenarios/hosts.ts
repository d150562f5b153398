import type { CloudKind } from "../../test/support/cloud-options.ts";
import type { TestStack } from "../../test/support/engine.ts";
import type { Bound } from "../bound.ts";
import { withCloud } from "../measure/cloud.ts";
import { type FirstCheck, measureFirstCheck } from "../measure/first-check.ts";
import { dynamicHost, type Host, pluginHost } from "../measure/hosts.ts";
import { instances, plain } from "../measure/instances.ts";
import { mebibytes, seconds } from "../measure/report.ts";
import { type Run, runPulumi } from "../measure/run-pulumi.ts";
import { withStack } from "../measure/stack.ts";
import type { Outcome } from "../scenario.ts";
import type { Row } from "../table.ts";

const starts = 9;
const counts = [200, 500] as const;
/** Seconds. */
const boot = 5;
/** Requests per minute. No request waits for it: the hosts are measured, not the cloud. */
const limit = 100_000;

/** A figure of each host. */
interface Pair {
  readonly dynamic: number;
  readonly plugin: number;
}

/**
 * Compares the dynamic host with the plugin: their start, and the memory and CPU time of an `up`. Each has the settings
 * of Node that it has at a user's: the plugin's launcher limits the young generation, the dynamic host has the defaults.
 */
export async function hosts(kind: CloudKind): Promise<Outcome> {
  const { rows, median: start } = await compareStarts();
  const bounds: Bound[] = [{ what: "first check, plugin to dynamic", figure: ratioOf(start), most: 0.4 }];
  for (const count of counts) {
    const dynamic = await upTwice(kind, count, dynamicHost);
    const plugin = await upTwice(kind, count, pluginHost);
    const unchanged = { dynamic: dynamic.second, plugin: plugin.second };
    rows.push(...rowsOf(`up of ${count}`, { dynamic: dynamic.first, plugin: plugin.first }));
    rows.push(...rowsOf(`up that changes none of ${count}`, unchanged));
    const wrong = sum([dynamic, plugin].map(({ first, second }) => first.failures + second.failures + second.changes));
    bounds.push({ what: `failed or wrongly changed resources of ${count}`, figure: wrong, most: 0 });
    if (count < 500) continue;
    const figure = ratioOf({ dynamic: memoryOf(unchanged.dynamic), plugin: memoryOf(unchanged.plugin) });
    bounds.push({ what: `memory with ${count} unchanged instances, plugin to dynamic`, figure, most: 0.75 });
  }
  return { rows, bounds };
}

/** Starts the hosts in turn, so that both have the same load beside them. */
async function compareStarts(): Promise<{ readonly rows: Row[]; readonly median: Pair }> {
  const dynamic: FirstCheck[] = [];
  const plugin: FirstCheck[] = [];
  for (let index = 0; index < starts; index++) {
    dynamic.push(await measureFirstCheck(dynamicHost));
    plugin.push(await measureFirstCheck(pluginHost));
  }
  const of = (figure: keyof FirstCheck) => ({ dynamic: median(dynamic, figure), plugin: median(plugin, figure) });
  const time = of("milliseconds");
  return {
    rows: [
      compare(`start to first check, median of ${starts}`, time, milliseconds),
      compare("CPU time of that", of("cpuMilliseconds"), milliseconds),
    ],
    median: time,
  };
}

/** The `up` that creates the instances, and another that changes nothing. */
function upTwice(
  kind: CloudKind,
  count: number,
  { name, TroveInstance }: Host,
): Promise<{ readonly first: Run; readonly second: Run }> {
  const program = instances(count, plain, TroveInstance);
  const work = async (stack: TestStack) => ({
    first: await runPulumi(stack, "up", 100),
    second: await runPulumi(stack, "up", 100),
  });
  return withCloud(kind, boot, ({ env }) => withStack(program, env, work, name === "plugin"), limit);
}

function rowsOf(what: string, { dynamic, plugin }: { readonly dynamic: Run; readonly plugin: Run }): Row[] {
  const cpu = { dynamic: dynamic.cpuSeconds, plugin: plugin.cpuSeconds };
  return [
    compare(`${what}: memory`, { dynamic: memoryOf(dynamic), plugin: memoryOf(plugin) }, mebibytes),
    compare(`${what}: CPU time`, cpu, seconds),
  ];
}

function compare(what: string, pair: Pair, format: (figure: number) => string): Row {
  const figures = { dynamic: format(pair.dynamic), plugin: format(pair.plugin), ratio: ratioOf(pair).toFixed(2) };
  return { what, figures };
}

function ratioOf({ dynamic, plugin }: Pair): number {
  return plugin / dynamic;
}

/** MiB; NaN where it cannot be measured. */
function memoryOf({ memory }: Run): number {
  return memory ?? Number.NaN;
}

function median(checks: readonly FirstCheck[], figure: keyof FirstCheck): number {
  const sorted = checks.map((check) => check[figure]).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function milliseconds(figure: number): string {
  return `${figure.toFixed(0)} ms`;
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}
