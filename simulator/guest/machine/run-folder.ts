import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { SystemUser } from "../real/engine.ts";
import { endServersAndRemove } from "./end-servers.ts";
import { FOLDER_PREFIX, removeOrphanedFolders } from "./orphaned-folders.ts";
import { processTable } from "./process-table.ts";
import { deleteServer, writeOwner, writeServer } from "./records.ts";
import { startWatchdog, type Watchdog } from "./start-watchdog.ts";

/** The length of a socket's path in bytes, without the final NUL: unix(7), and sys/un.h of macOS. */
export const MAX_SOCKET_PATH = process.platform === "linux" ? 107 : 103;
/** The longest name of a socket: PostgreSQL's contains the port, which has up to five digits. */
const SOCKET = ".s.PGSQL.65535";

export interface RunFolderOptions {
  /** The names of the executables of all servers, as in `/proc/PID/exe`. No other process is ever ended. */
  readonly executables: readonly string[];
  /** @default the system's temporary folder */
  readonly parent?: string | undefined;
}

/** The folder of one instance, or of a template or copy of data. */
export interface DataFolder {
  /** Its owner alone has access. */
  readonly path: string;
  readonly data: string;
  readonly sockets: string;
  /** Removes the folder. Its server must have ended. */
  remove(): Promise<void>;
}

/**
 * The temporary folder of the servers of one simulator. A watchdog ends the servers and removes the folder once this
 * process has ended, for whatever reason; if the watchdog is killed as well, the next simulator does.
 */
export class RunFolder {
  readonly path: string;
  readonly #watchdog: Watchdog;
  #created = 0;

  private constructor(path: string, watchdog: Watchdog) {
    this.path = path;
    this.#watchdog = watchdog;
  }

  /**
   * Removes the folders of simulators that have ended, then creates one.
   *
   * @throws {Error} if the path of the temporary folder is too long for the sockets.
   */
  static async open({ executables, parent = tmpdir() }: RunFolderOptions): Promise<RunFolder> {
    checkLength(parent);
    await removeOrphanedFolders(parent);
    const path = mkdtempSync(join(parent, FOLDER_PREFIX));
    try {
      writeOwner(path, executables);
      // The user that runs the servers can pass, but not list.
      chmodSync(path, 0o711);
      return new RunFolder(path, await startWatchdog(path));
    } catch (error) {
      rmSync(path, { recursive: true, force: true });
      throw error;
    }
  }

  get watchdogPid(): number {
    return this.#watchdog.pid;
  }

  /**
   * Creates a folder with empty folders for data and sockets.
   *
   * @param user their owner; `undefined` for the user of this process.
   * @throws {Error} if that user cannot reach the folder.
   */
  create(user: SystemUser | undefined): DataFolder {
    if (user !== undefined) checkReachable(this.path);
    // Short names: the sockets' paths are limited.
    const path = join(this.path, String(++this.#created));
    const [data, sockets] = [join(path, "data"), join(path, "sockets")];
    for (const folder of [path, data, sockets]) mkdirSync(folder, { mode: 0o700 });
    if (user !== undefined) for (const folder of [data, sockets, path]) chownSync(folder, user.uid, user.gid);
    return { path, data, sockets, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
  }

  /**
   * Records a server, right after its process was started. Between both, this process may be killed: so a server is
   * also recognized by a path inside the folder in its command line, or as its current folder.
   */
  record(pid: number): void {
    const startTime = processTable.find(pid)?.startTime;
    if (startTime !== undefined) writeServer(this.path, { pid, startTime });
  }

  /** Deletes the record of a server that has ended. */
  forget(pid: number): void {
    deleteServer(this.path, pid);
  }

  /** Ends what servers still run and removes the folder. Resolves when the watchdog has ended too. */
  async close(): Promise<void> {
    await this.#watchdog.finish();
    if (existsSync(this.path)) await endServersAndRemove(this.path);
  }
}

function checkLength(parent: string): void {
  const longest = join(parent, `${FOLDER_PREFIX}XXXXXX`, "9999", "sockets", SOCKET);
  const bytes = Buffer.byteLength(longest);
  if (bytes <= MAX_SOCKET_PATH) return;
  throw new Error(
    `The path of the temporary folder ${parent} is ${bytes - MAX_SOCKET_PATH} bytes too long for the sockets of database servers. Set TMPDIR to a shorter one.`,
  );
}

function checkReachable(path: string): void {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) !== 0) continue;
    throw new Error(
      `The user of the database servers has no access to ${folder}, which contains ${path}. Set TMPDIR to a folder that all users can pass, such as /tmp.`,
    );
  }
}
