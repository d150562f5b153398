import { join } from "node:path";
import { ConfigError } from "../../errors/config-error.ts";
import type { FileSources, Folders } from "../credential-sources.ts";
import { expandPath, readTextFile, showPath } from "../text-file.ts";
import { parseYaml } from "./parse-yaml.ts";

export interface ConfigFile {
  /** The path for texts: `~/.config/openstack/clouds.yaml`. */
  readonly shown: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** The folders in which OpenStack's tools look, in their order. */
function configFolders({ cwd, home, env }: FileSources): readonly string[] {
  return [cwd, join(env.XDG_CONFIG_HOME || join(home, ".config"), "openstack"), "/etc/openstack"];
}

/** The same folders, for texts. */
export function shownFolders(sources: FileSources): string {
  return configFolders(sources)
    .map((folder) => showPath(folder, sources))
    .join(", ");
}

/**
 * Reads the file that the variable `override` names, or else the first of `<name>.yaml`, `.yml` and `.json` in these
 * folders.
 *
 * @throws {ConfigError} The file that `override` names does not exist, or a file cannot be read.
 */
export async function findConfigFile(
  name: string,
  sources: FileSources,
  override?: string,
): Promise<ConfigFile | undefined> {
  const named = override === undefined ? undefined : sources.env[override]?.trim();
  if (named) {
    const path = expandPath(named, sources);
    const file = await read(path, sources);
    if (!file) throw new ConfigError(`${override} names ${showPath(path, sources)}, which does not exist.`);
    return file;
  }
  for (const folder of configFolders(sources)) {
    for (const ending of ["yaml", "yml", "json"]) {
      const file = await read(join(folder, `${name}.${ending}`), sources);
      if (file) return file;
    }
  }
  return undefined;
}

async function read(path: string, folders: Folders): Promise<ConfigFile | undefined> {
  const shown = showPath(path, folders);
  let text: string;
  try {
    text = await readTextFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ConfigError(`${shown} cannot be read (${code}).`);
  }
  return { shown, content: await parseYaml(text, shown) };
}
