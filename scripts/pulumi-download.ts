import { spawn } from "node:child_process";
import { root } from "./root.ts";

const limitMs = 60_000;

/**
 * Installs a Pulumi release into a folder, with the Automation API. Runs in a process group of its own, so that the
 * timeout also ends the installer's `curl`.
 *
 * @returns why it failed, in one line; `undefined` on success.
 */
export function downloadPulumi(version: string, folder: string): Promise<string | undefined> {
  const program = `
    import { PulumiCommand } from "@pulumi/pulumi/automation/index.js";
    const [version, root] = process.argv.slice(1);
    try {
      await PulumiCommand.install({ version, root });
    } catch (error) {
      console.error(error.message);
      process.exitCode = 1;
    }`;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program, version, folder], {
      cwd: root,
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    });
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    const stop = () => child.pid && process.kill(-child.pid, "SIGKILL");
    const timer = setTimeout(stop, limitMs);
    process.once("exit", stop);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      process.removeListener("exit", stop);
      if (code === 0) resolve(undefined);
      else
        resolve(signal ? `no answer within ${limitMs / 1000} s` : errors.trim().split("\n")[0] || "without a message");
    });
  });
}
