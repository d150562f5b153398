import { fstatSync } from "node:fs";

/**
 * Calls back when the engine that started this process no longer exists. The engine holds the other end of the standard
 * input (`pkg/resource/plugin/plugin.go`, `ExecPlugin`), which the operating system closes even if the engine was killed.
 */
export function onEngineGone(gone: () => unknown): void {
  if (!isPipe()) return;
  process.stdin.once("end", gone);
  process.stdin.once("error", gone);
  process.stdin.resume();
}

/** Another standard input, such as `/dev/null`, ends at once. */
function isPipe(): boolean {
  try {
    const input = fstatSync(process.stdin.fd);
    return input.isFIFO() || input.isSocket();
  } catch {
    return false; // The process has no standard input.
  }
}
