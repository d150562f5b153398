import { constants, type Dirent } from "node:fs";
import { chown, copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SystemUser } from "./engine.ts";

/** What of a folder is copied, by the path below it. */
export type Selection = (path: string, entry: Dirent) => boolean;

/**
 * Copies the files of a folder into another, which exists, with their modes, and makes them `user`'s. The folder may
 * change meanwhile: what is deleted before it is copied is left out. Links are left out too.
 */
export async function copyFolder(
  from: string,
  to: string,
  user: SystemUser | undefined,
  selects: Selection = () => true,
): Promise<void> {
  await own(to);
  await copyEntries("", await readdir(from, { withFileTypes: true }));

  async function copyEntries(path: string, entries: readonly Dirent[]): Promise<void> {
    await Promise.all(entries.map((entry) => copyEntry(join(path, entry.name), entry)));
  }

  async function copyEntry(path: string, entry: Dirent): Promise<void> {
    if (!selects(path, entry)) return;
    if (entry.isFile()) await copyOne(path);
    if (!entry.isDirectory()) return;
    await mkdir(join(to, path), { mode: 0o700 });
    await own(join(to, path));
    const entries = await readdir(join(from, path), { withFileTypes: true }).catch(ignoreMissing);
    await copyEntries(path, entries ?? []);
  }

  async function copyOne(path: string): Promise<void> {
    try {
      // A clone takes no time and no space, where the file system can.
      await copyFile(join(from, path), join(to, path), constants.COPYFILE_FICLONE);
    } catch (error) {
      ignoreMissing(error);
      return;
    }
    await own(join(to, path));
  }

  async function own(path: string): Promise<void> {
    if (user) await chown(path, user.uid, user.gid);
  }
}

/** Writes a file and makes it `user`'s. */
export async function writeOwned(file: string, content: string | Buffer, user: SystemUser | undefined): Promise<void> {
  await writeFile(file, content, { mode: 0o600 });
  if (user) await chown(file, user.uid, user.gid);
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
