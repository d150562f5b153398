import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Place } from "../engine.ts";

/**
 * Lets a server start where another was killed. PostgreSQL refuses that if the id in a lock file now is the id of
 * another process of the same user, which may be the server of another instance. It takes the id of its own parent, this
 * process, as left from before (`CreateLockFile` in `src/backend/utils/init/miscinit.c`), so that is written there.
 *
 * The files are not deleted: `postmaster.pid` also names the shared memory, by which PostgreSQL still recognizes
 * processes of the killed server that have not ended.
 */
export async function releaseStaleLocks({ data, sockets }: Place): Promise<void> {
  const names = await readdir(sockets);
  const locks = names.filter((name) => name.endsWith(".lock")).map((name) => join(sockets, name));
  for (const file of [join(data, "postmaster.pid"), ...locks]) {
    const content = await readFile(file, "utf8").catch(() => undefined);
    if (content !== undefined) await writeFile(file, content.replace(/^-?\d+/, String(process.pid)));
  }
}
