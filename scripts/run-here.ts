import { spawn } from "node:child_process";
import { constants } from "node:os";
import { root } from "./root.ts";

/**
 * Runs a program in the repository's folder, on this terminal, and waits for its end. Aborting the signal interrupts it
 * like Ctrl-C.
 *
 * @returns the exit code; 128 + n after signal n, 127 if it could not be started.
 */
export function runHere(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<number> {
  const child = spawn(command, args, { cwd: root, env, stdio: "inherit" });
  const interrupt = () => {
    // A terminal has sent Ctrl-C to the child already, and Pulumi terminates immediately on a second one.
    if (signal.reason !== "SIGINT" || !process.stdin.isTTY) child.kill("SIGINT");
  };
  signal.addEventListener("abort", interrupt);
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(127);
    });
    child.on("close", (code, name) => {
      signal.removeEventListener("abort", interrupt);
      resolve(code ?? 128 + constants.signals[name ?? "SIGKILL"]);
    });
  });
}
