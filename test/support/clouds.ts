import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CloudKind, type CloudOptions, cloudFlags, cloudKind, troveRelease } from "./cloud-options.ts";
import { claimPorts } from "./cloud-ports.ts";
import type { TroveRelease } from "./trove-releases.ts";

export { realTroveMissing } from "./trove-releases.ts";

/** An OpenStack cloud on 127.0.0.1: Keystone and Trove. */
export interface Cloud {
  readonly kind: CloudKind;
  readonly release: TroveRelease;
  readonly dir: string;
  /** The path of a clouds.yaml with `demo`, `other` (another project), `two` (another region) and `appcred`. */
  readonly cloudsYaml: string;
  /** Keystone, with `/v3`. */
  readonly authUrl: string;
  /** Trove, without a version or a trailing slash. */
  readonly troveUrl: string;
  /** Environment variables with which an OpenStack client uses the cloud `demo`. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const commands: Record<CloudKind, readonly [string, ...string[]]> = {
  simulator: [
    process.execPath,
    fileURLToPath(new URL("../../simulator/bin.ts", import.meta.url)),
    "--stop-on-stdin-end",
  ],
  real: ["/usr/bin/python3", fileURLToPath(new URL("../real-trove/real_cloud.py", import.meta.url))],
};
const startSeconds = 90;

/**
 * Starts a cloud in another process. It ends with this process, because its standard input is closed then.
 *
 * @throws if it ends before it is ready, with its last output.
 */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const kind = cloudKind(options);
  const parent = await mkdtemp(join(tmpdir(), "trove-cloud-"));
  const dir = join(parent, "cloud");
  const claimed = await claimPorts(2);
  const [keystone = 0, trove = 0] = claimed.ports;
  const [program, ...script] = commands[kind];
  const flags = ["--dir", dir, "--keystone", String(keystone), "--trove", String(trove), ...cloudFlags(options)];
  const child = spawn(program, [...script, ...flags], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  const stop = async () => {
    await end(child);
    claimed.release();
    await rm(parent, { recursive: true, force: true });
  };
  try {
    await ready(child);
  } catch (cause) {
    await stop();
    throw new Error(`The ${kind} cloud did not start: ${(cause as Error).message}`, { cause });
  }
  // A cloud that a failed hook did not stop must not keep this process alive; the cloud ends with this process.
  for (const handle of handlesOf(child)) handle.unref();
  const cloudsYaml = join(dir, "clouds.yaml");
  return {
    kind,
    release: troveRelease(options),
    dir,
    cloudsYaml,
    authUrl: `http://127.0.0.1:${keystone}/v3`,
    troveUrl: `http://127.0.0.1:${trove}`,
    env: { OS_CLIENT_CONFIG_FILE: cloudsYaml, OS_CLOUD: "demo" },
    stop,
  };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    const timer = setTimeout(
      () => reject(new Error(`not ready after ${startSeconds} s. ${output}`)),
      startSeconds * 1000,
    );
    child.stderr?.on("data", (chunk) => {
      output = `${output}${chunk}`.slice(-2000);
    });
    child.stdout?.on("data", (chunk) => {
      if (!String(chunk).includes("ready")) return;
      clearTimeout(timer);
      resolve();
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`it ended with code ${code}. ${output}`));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  for (const handle of handlesOf(child)) handle.ref();
  const ended = once(child, "exit");
  child.stdin?.end();
  await ended;
}

function handlesOf(child: ChildProcess): { ref(): unknown; unref(): unknown }[] {
  return [child, ...[child.stdin, child.stdout, child.stderr].filter((stream) => stream instanceof Socket)];
}
