import { execFile } from "node:child_process";
import { join } from "node:path";
import { root } from "../../scripts/root.ts";

/**
 * Runs a script as a user does, in examples/client, with no OpenStack in its environment but what is given.
 *
 * @returns the lines that it printed.
 * @throws {Error} with its output, where it failed.
 */
export function runScript(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const bare = Object.entries(process.env).filter(([name]) => !/^(OS_|XDG_CONFIG_HOME|NODE_)/.test(name));
  const options = { cwd: join(root, "examples/client"), env: { ...Object.fromEntries(bare), ...env }, timeout: 90_000 };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error }));
      else resolve(stdout.trimEnd().split("\n"));
    });
  });
}
