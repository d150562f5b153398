import { join } from "node:path";
import { root } from "../../scripts/root.ts";
import { run } from "../../scripts/run.ts";
import { toolEnv } from "../../scripts/tool-env.ts";
import { milliseconds, type Row } from "../table.ts";

const runs = 10;

// Measures three loads: Pulumi's dynamic host without a provider, the provider from a state's `__provider`, and the
// modules of the provider's first operation.
const program = `
  require("@pulumi/pulumi");
  require("@pulumi/pulumi/proto/provider_grpc_pb");
  const host = performance.now();
  require("pulumi-trove/provider");
  const provider = performance.now();
  Promise.all([
    import(process.argv[1] + "/dist/provider/resources/instance/lifecycle.js"),
    import(process.argv[1] + "/dist/provider/openstack/open-session.js"),
  ]).then(() => {
    const first = performance.now();
    console.log(JSON.stringify([host, provider - host, first - provider]));
  });`;

/**
 * Measures how long a new process takes to load Pulumi's host and the provider. A `pulumi up` does so twice, for the
 * preview and for the update.
 */
export async function loadingTime(): Promise<readonly Row[]> {
  const samples: number[][] = [];
  for (let index = 0; index < runs; index++) samples.push(await load());
  const column = (index: number) => samples.map((sample) => sample[index] ?? Number.NaN);
  return [
    milliseconds("Pulumi's dynamic host alone", column(0)),
    milliseconds("and pulumi-trove/provider", column(1)),
    milliseconds("and the modules of its first operation", column(2)),
  ];
}

async function load(): Promise<number[]> {
  const args = ["--input-type=commonjs", "--eval", program, root];
  const { code, output } = await run("node", args, { cwd: join(root, "examples/quickstart"), env: toolEnv() });
  if (code !== 0) throw new Error(`Loading failed with exit code ${code}:\n${output}`);
  return JSON.parse(output);
}
