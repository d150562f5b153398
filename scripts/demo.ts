import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { styleText } from "node:util";
import { startCloud } from "../test/support/clouds.ts";
import { build } from "./build.ts";
import { hermeticPulumi } from "./hermetic-pulumi.ts";
import { ensurePulumi } from "./pulumi-cli.ts";
import { root } from "./root.ts";
import { runHere } from "./run-here.ts";

const folder = mkdtempSync(join(tmpdir(), "pulumi-trove-demo-"));
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop.abort(name));

try {
  process.exitCode = await demo();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function demo(): Promise<number> {
  console.log("examples/quickstart/index.ts declares a database instance. Pulumi creates, refreshes and destroys it.");
  await build();
  const pulumi = await ensurePulumi();
  console.log("Starting Keystone and Trove on 127.0.0.1 (simulator/). An instance takes 5 s to become ACTIVE.");
  const cloud = await startCloud({ kind: "simulator", boot: 5, guestLag: 0.5 });
  try {
    const env = { ...pulumi.env, ...hermeticPulumi(folder), ...cloud.env, PULUMI_STACK: "demo" };
    return await lifecycle(env);
  } finally {
    await cloud.stop();
  }
}

/** Runs the commands until one fails. Returns the exit code. */
async function lifecycle(env: NodeJS.ProcessEnv): Promise<number> {
  // `stack init` writes the stack's settings beside Pulumi.yaml. A copy of that file keeps the working tree clean.
  copyFileSync(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  const config = ["--config-file", join(folder, "Pulumi.demo.yaml")];
  const commands: readonly (readonly [string, ...string[]])[] = [
    ["", "stack", "init", "demo", "--cwd", folder],
    ["", "config", "set", "network", "5f0c8a5e-7f4d-4a0e-9a55-0f5a3a5c9d11", ...config],
    ["", "config", "set", "password", "correct-horse", "--secret", ...config],
    ["create the instance and wait until it is ready", "up", "--yes", ...config],
    ["run it again: nothing changes", "up", "--yes", ...config],
    ["refresh: the cloud matches the state", "refresh", "--yes", ...config],
    ["delete the instance and wait until it is gone", "destroy", "--yes", ...config],
  ];
  for (const [why, ...command] of commands) {
    if (stop.signal.aborted) break;
    if (why) console.log(`\n# ${why}`);
    console.log(styleText("bold", `$ pulumi ${command.join(" ")}`));
    const code = await runHere("pulumi", command, env, stop.signal);
    if (code !== 0 && !stop.signal.aborted) return code;
  }
  return stop.signal.aborted ? 128 + constants.signals[stop.signal.reason as NodeJS.Signals] : 0;
}
