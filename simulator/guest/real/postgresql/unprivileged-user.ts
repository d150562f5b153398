import { readFile } from "node:fs/promises";
import type { SystemUser } from "../engine.ts";

/**
 * The user that runs PostgreSQL, which refuses to run as root: `nobody` for root, otherwise the user of this process.
 *
 * @throws {Error} if this process runs as root and no user `nobody` exists.
 */
export async function unprivilegedUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(await readFile("/etc/passwd", "utf8")) ?? [];
  if (uid === undefined || gid === undefined) throw new Error("/etc/passwd has no user nobody");
  return { uid: Number(uid), gid: Number(gid) };
}
