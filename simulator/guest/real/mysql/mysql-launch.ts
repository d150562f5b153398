import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { ServerRefusal } from "../../database-server.ts";
import type { SystemUser } from "../engine.ts";
import { withConnection } from "./mysql-connection.ts";
import { type MySqlProcess, startProcess } from "./mysql-process.ts";
import type { MySqlProgram } from "./mysql-programs.ts";

export interface Launch {
  readonly program: MySqlProgram;
  readonly options: readonly string[];
  readonly sockets: string;
  readonly superuser?: string;
  readonly user: SystemUser | undefined;
}

/** A server did not start. */
export class StartFailure extends Error {
  /** What it wrote to its log. */
  readonly log: string;

  constructor(program: string, log: string) {
    super(`${program} did not start. Its log ends with: ${log.trimEnd().split("\n").slice(-20).join("\n")}`);
    this.log = log;
  }
}

/** Starts a server and waits until it accepts connections, however long its recovery takes. */
export async function launch({ program, options, sockets, superuser, user }: Launch): Promise<MySqlProcess> {
  const log = join(sockets, "mysql.log");
  const logged = await sizeOf(log);
  const process = await startProcess(program.path, options, log, user);
  while (!process.hasEnded) {
    if (await answers(sockets, superuser)) return process;
    await setTimeout(10);
  }
  throw new StartFailure(program.program, await readFrom(log, logged));
}

async function answers(sockets: string, superuser: string | undefined): Promise<boolean> {
  try {
    await withConnection(sockets, async () => {}, superuser);
    return true;
  } catch (error) {
    // A refused login is an answer too: `root` can drop the superuser.
    return error instanceof ServerRefusal;
  }
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

async function readFrom(file: string, offset: number): Promise<string> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const { buffer } = await handle.read({ buffer: Buffer.alloc(size - offset), position: offset });
    return buffer.toString();
  } finally {
    await handle.close();
  }
}
