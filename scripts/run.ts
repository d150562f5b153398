import { type SpawnOptions, spawn } from "node:child_process";
import { constants } from "node:os";
import { root } from "./root.ts";

export interface Finished {
  /** The exit code; 128 + n after signal n, 127 if the program could not be started. */
  readonly code: number;
  /** Standard output and standard error, interleaved; empty if they were inherited. */
  readonly output: string;
}

/** Runs a program in the repository's folder and waits for its end. Never rejects. */
export function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.on("error", (error) => resolve({ code: 127, output: `${output}${command}: ${error.message}\n` }));
    child.on("close", (code, signal) =>
      resolve({ code: code ?? 128 + constants.signals[signal ?? "SIGKILL"], output }),
    );
  });
}
