import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pidNamespace, processTable } from "./process-table.ts";

/** The simulator that a folder belongs to, and what it starts there. */
export interface Owner {
  readonly pid: number;
  readonly startTime: string;
  readonly pidNamespace?: string | undefined;
  /** The names of the executables of its servers. No other process is ever ended. */
  readonly executables: readonly string[];
}

/** A server process. */
export interface ServerRecord {
  readonly pid: number;
  readonly startTime: string;
}

const OWNER = "owner.json";
const SERVERS = "servers";

export function writeOwner(folder: string, executables: readonly string[]): void {
  const self = processTable.find(process.pid);
  if (self === undefined) throw new Error("Cannot read the start time of this process from /proc or ps.");
  mkdirSync(join(folder, SERVERS), { mode: 0o700 });
  const owner: Owner = { pid: self.pid, startTime: self.startTime, pidNamespace: pidNamespace(), executables };
  writeWhole(join(folder, OWNER), owner);
}

/** `undefined` if the folder has no complete record that this user wrote. */
export function readOwner(folder: string): Owner | undefined {
  const owner = readOwn(join(folder, OWNER)) as Partial<Owner> | undefined;
  const isWhole = typeof owner?.pid === "number" && typeof owner.startTime === "string";
  return isWhole && Array.isArray(owner.executables) ? (owner as Owner) : undefined;
}

/** False also if that cannot be told from here. */
export function isDead(owner: Owner): boolean {
  if (owner.pidNamespace !== pidNamespace()) return false;
  return processTable.find(owner.pid)?.startTime !== owner.startTime;
}

export function writeServer(folder: string, server: ServerRecord): void {
  writeWhole(join(folder, SERVERS, `${server.pid}.json`), server);
}

export function deleteServer(folder: string, pid: number): void {
  rmSync(join(folder, SERVERS, `${pid}.json`), { force: true });
}

export function readServers(folder: string): ServerRecord[] {
  return namesIn(join(folder, SERVERS)).flatMap((name) => {
    const server = name.endsWith(".json") ? readOwn(join(folder, SERVERS, name)) : undefined;
    return server === undefined ? [] : [server as ServerRecord];
  });
}

/** A process that ends while it writes leaves no half of a record. */
function writeWhole(file: string, content: object): void {
  writeFileSync(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function readOwn(file: string): unknown {
  try {
    const { uid } = lstatSync(file);
    return uid === process.getuid?.() ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
