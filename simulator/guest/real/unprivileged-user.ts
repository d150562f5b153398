import { readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import type { SystemUser } from "./engine.ts";

/** The numbers of `nobody` on Linux. */
const NOBODY: SystemUser = { uid: 65_534, gid: 65_534 };

/**
 * The user that runs database servers: `nobody` if this process is root's, otherwise the user of this process.
 * PostgreSQL refuses to run as root, and in MySQL `root` reads and writes files as the user that runs the server.
 */
export async function unprivilegedUser(): Promise<SystemUser | undefined> {
  return process.getuid?.() === 0 ? ((await findNobody()) ?? NOBODY) : undefined;
}

/** @throws {Error} if a user has no entry in the list of users: a container may run as a user id without a name. */
export async function checkNamed(user: SystemUser | undefined): Promise<void> {
  try {
    if (!user) userInfo();
    else if (!(await findNobody())) throw new Error("/etc/passwd has no user nobody");
  } catch (error) {
    throw new Error(`the user id ${user?.uid ?? process.getuid?.()} has no name`, { cause: error });
  }
}

async function findNobody(): Promise<SystemUser | undefined> {
  const users = await readFile("/etc/passwd", "utf8").catch(() => "");
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(users) ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
