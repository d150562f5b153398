import type { Settings } from "../options.ts";
import { StartError } from "../start-error.ts";
import type { DatabaseServers } from "./database-server.ts";
import { memoryServers } from "./memory-server.ts";
import type { Programs } from "./real/engines.ts";

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
  for (const note of programs.notes) log(note);
  for (const [datastore, reason] of programs.missing) log(`Instances of ${datastore} have no server: ${reason}`);
  return programs.engines.size === 0 ? memoryServers : RealServers.open(programs, { network, log });
}

function refuseMissing({ missing }: Programs): void {
  if (missing.size === 0) return;
  const reasons = [...missing].map(([datastore, reason]) => `${datastore}: ${reason}`);
  throw new StartError(`--databases real needs a server for each datastore. ${reasons.join("; ")}`);
}
