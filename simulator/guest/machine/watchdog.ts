// A program of its own: ends the servers of a simulator and removes their folder once the simulator has ended, for
// whatever reason. `startWatchdog` starts it, with the folder as its argument. The pipe to its standard input is open
// as long as the simulator runs.
import { endServersAndRemove } from "./end-servers.ts";

const folder = process.argv[2];
if (folder === undefined) throw new Error("usage: watchdog <folder>");

// What ends the simulator too, such as the end of a system service, arrives here at the same time.
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => {});

let isEnding = false;
async function end(path: string): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  // Nobody reads its errors. What cannot be removed stays until the next start.
  await endServersAndRemove(path).catch(() => {});
  process.exit();
}

process.stdin
  .on("end", () => void end(folder))
  .on("error", () => void end(folder))
  .resume();
process.stdout.on("error", () => {}).write("ready\n");
