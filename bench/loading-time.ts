import { join } from "node:path";
import { root } from "../scripts/root.ts";
import { run } from "../scripts/run.ts";
import { toolEnv } from "../scripts/tool-env.ts";
import { milliseconds, type Row } from "./table.ts";

const runs = 10;

// What Pulumi's dynamic host loads before it is asked for a provider: its protocol and the SDK.
const host = `require("@pulumi/pulumi"); require("@pulumi/pulumi/proto/provider_grpc_pb");`;
const provider = `require("pulumi-trove/provider");`;

/**
 * How long a fresh process takes until Pulumi's host is loaded, and until the provider is loaded in it: every `pulumi
 * up` pays this twice, for its preview and for the update.
 */
export async function loadingTime(): Promise<readonly Row[]> {
  const bare: number[] = [];
  const whole: number[] = [];
  // In turn, so that a busy moment of the machine strikes both alike.
  for (let index = 0; index < runs; index++) {
    bare.push(await load(host));
    whole.push(await load(host + provider));
  }
  const share = whole.map((value, index) => value - (bare[index] ?? 0));
  return [
    milliseconds("load Pulumi's dynamic host", bare),
    milliseconds("load the host and pulumi-trove/provider", whole),
    milliseconds("the provider's share", share),
  ];
}

async function load(program: string): Promise<number> {
  const args = ["--input-type=commonjs", "--eval", `${program} process.stdout.write(String(performance.now()));`];
  const { code, output } = await run("node", args, { cwd: join(root, "examples/quickstart"), env: toolEnv() });
  if (code !== 0) throw new Error(`Loading failed with exit code ${code}:\n${output}`);
  return Number(output);
}
