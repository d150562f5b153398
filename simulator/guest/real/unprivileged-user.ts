import { readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import type { SystemUser } from "./engine.ts";

/**
 * The user that runs PostgreSQL, which refuses to run as root: `nobody` for root, otherwise the user of this process.
 *
 * @throws {Error} if that user has no entry in the list of users, which `initdb` requires.
 */
export async function unprivilegedUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) {
    checkNamed();
    return undefined;
  }
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(await readFile("/etc/passwd", "utf8")) ?? [];
  if (uid === undefined || gid === undefined) throw new Error("/etc/passwd has no user nobody");
  return { uid: Number(uid), gid: Number(gid) };
}

/** A container may run as a user id without a name. */
function checkNamed(): void {
  try {
    userInfo();
  } catch (error) {
    throw new Error(`the user id ${process.getuid?.()} has no name, which initdb requires`, { cause: error });
  }
}
