import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { styleText } from "node:util";
import { startSimulator } from "../simulator/index.ts";
import { build } from "./build.ts";
import { connectAsDeclared } from "./demo-database.ts";
import { hermeticPulumi } from "./hermetic-pulumi.ts";
import { ensurePulumi } from "./pulumi-cli.ts";
import { root } from "./root.ts";
import { runHere } from "./run-here.ts";

const keeps = process.argv.includes("--keep");
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
  const cloud = await startSimulator({
    boot: 5,
    guestLag: 0.5,
    databases: "auto",
    network: "127.0.0",
    log: console.log,
  });
  console.log(`Open ${cloud.troveUrl} in a browser to watch it.`);
  const cloudsYaml = join(folder, "clouds.yaml");
  writeFileSync(cloudsYaml, cloud.cloudsYaml);
  const login = { OS_CLIENT_CONFIG_FILE: cloudsYaml, OS_CLOUD: "demo" };
  try {
    const env = { ...pulumi.env, ...hermeticPulumi(folder), ...login, PULUMI_STACK: "demo" };
    return await lifecycle(env, cloud.programs.size > 0);
  } finally {
    await cloud.stop();
  }
}

/** Runs the steps until one fails. Returns the exit code. */
async function lifecycle(env: NodeJS.ProcessEnv, hasServer: boolean): Promise<number> {
  // `stack init` writes the stack's settings beside Pulumi.yaml. A copy of that file keeps the working tree clean.
  copyFileSync(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  const config = ["--config-file", join(folder, "Pulumi.demo.yaml")];
  const pulumi = (why: string, ...command: readonly string[]) => ({ why, run: () => runPulumi(command, env) });
  const steps: readonly { readonly why: string; readonly run: () => Promise<number> }[] = [
    pulumi("", "stack", "init", "demo", "--cwd", folder),
    pulumi("", "config", "set", "network", "5f0c8a5e-7f4d-4a0e-9a55-0f5a3a5c9d11", ...config),
    pulumi("", "config", "set", "password", "correct-horse", "--secret", ...config),
    pulumi("create the instance and wait until it is ready", "up", "--yes", ...config),
    pulumi("run it again: nothing changes", "up", "--yes", ...config),
    pulumi("refresh: the cloud matches the state", "refresh", "--yes", ...config),
    ...(hasServer ? [{ why: "connect to the database as the declared user", run: () => connectAsDeclared(env) }] : []),
    keeps
      ? { why: "it runs until Ctrl-C, then all of it is deleted", run: waitForInterrupt }
      : pulumi("delete the instance and wait until it is gone", "destroy", "--yes", ...config),
  ];
  for (const { why, run } of steps) {
    if (stop.signal.aborted) break;
    if (why) console.log(`\n# ${why}`);
    const code = await run();
    if (code !== 0 && !stop.signal.aborted) return code;
  }
  if (!keeps && hasServer)
    console.log("\nTo keep it running and connect to the database yourself: npm run demo -- --keep");
  if (keeps && stop.signal.reason === "SIGINT") return 0;
  return stop.signal.aborted ? 128 + constants.signals[stop.signal.reason as NodeJS.Signals] : 0;
}

function waitForInterrupt(): Promise<number> {
  // Nothing else may keep this process alive.
  const running = setInterval(() => {}, 60_000);
  return new Promise((resolve) => {
    const end = () => {
      clearInterval(running);
      resolve(0);
    };
    if (stop.signal.aborted) end();
    else stop.signal.addEventListener("abort", end);
  });
}

function runPulumi(command: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  console.log(styleText("bold", `$ pulumi ${command.join(" ")}`));
  return runHere("pulumi", command, env, stop.signal);
}
