import type { TestStack } from "../../test/support/engine.ts";
import { takeCensus } from "./census.ts";
import type { BenchCloud } from "./cloud.ts";
import type { Report } from "./report.ts";
import { countRequests } from "./requests.ts";
import { type Command, runPulumi } from "./run-pulumi.ts";

/** Runs Pulumi on a cloud, counts its requests, and compares the cloud with the state afterwards. */
export async function observe(
  cloud: BenchCloud,
  stack: TestStack,
  command: Command,
  parallel: number | undefined,
): Promise<Report> {
  const { requests, result: run } = await countRequests(cloud, () => runPulumi(stack, command, parallel));
  return { run, requests, census: await takeCensus(cloud.api, stack) };
}
