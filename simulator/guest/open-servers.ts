import type { Settings } from "../options.ts";
import { StartError } from "../start-error.ts";
import type { DatabaseServers } from "./database-server.ts";
import { memoryServers } from "./memory-server.ts";
import type { ServedBy } from "./real/engines.ts";

type Wanted = Pick<Settings, "databases" | "network" | "log">;

/**
 * Opens what runs inside the instances of a cloud.
 *
 * @throws {StartError} for `real`, if this machine lacks the server of a datastore.
 */
export async function openServers({ databases, network, log }: Wanted): Promise<DatabaseServers> {
  if (databases === "memory") return memoryServers;
  // Loaded only if needed: the clients of the databases take longer to load than the rest of the simulator.
  const [{ findPrograms }, { RealServers }] = await Promise.all([
    import("./real/engines.ts"),
    import("./real/real-servers.ts"),
  ]);
  const programs = await findPrograms();
  if (databases === "real") refuseMissing(programs);
  for (const { note } of programs.values()) if (note !== undefined) log(note);
  const hasServer = [...programs.values()].some(({ createEngine }) => createEngine !== undefined);
  return hasServer ? RealServers.open(programs, { network, log }) : memoryServers;
}

function refuseMissing(programs: ReadonlyMap<string, ServedBy>): void {
  const missing = [...programs.values()].filter(({ createEngine }) => createEngine === undefined);
  if (missing.length === 0) return;
  throw new StartError(`Not all databases can be real. ${missing.map(({ note }) => note).join(" ")}`);
}
