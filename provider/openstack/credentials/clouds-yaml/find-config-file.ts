import { join } from "node:path";
import { ConfigError } from "../../errors/config-error.ts";
import type { Environment } from "../from-environment.ts";
import { readTextFile } from "../text-file.ts";
import type { Places } from "./expand-path.ts";
import { expandPath, showPath } from "./expand-path.ts";
import { parseYaml } from "./parse-yaml.ts";

export interface FilePlaces extends Places {
  readonly env: Environment;
}

export interface ConfigFile {
  /** As people read it. */
  readonly shown: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** The folders in which OpenStack's tools look, first found first. */
function configFolders({ cwd, home, env }: FilePlaces): readonly string[] {
  return [cwd, join(env.XDG_CONFIG_HOME || join(home, ".config"), "openstack"), "/etc/openstack"];
}

/** The same folders, as people read them. */
export function shownFolders(places: FilePlaces): string {
  return configFolders(places)
    .map((folder) => showPath(folder, places))
    .join(", ");
}

/**
 * Reads the first of `<name>.yaml`, `.yml` and `.json` in the folders above, or the file that the environment's
 * `override` names, which must then be there.
 */
export async function findConfigFile(
  name: string,
  places: FilePlaces,
  override?: string,
): Promise<ConfigFile | undefined> {
  const named = override === undefined ? undefined : places.env[override]?.trim();
  if (named) {
    const path = expandPath(named, places);
    const file = await read(path, places);
    if (!file) throw new ConfigError(`${override} names ${showPath(path, places)}, and there is no such file.`);
    return file;
  }
  for (const folder of configFolders(places)) {
    for (const ending of ["yaml", "yml", "json"]) {
      const file = await read(join(folder, `${name}.${ending}`), places);
      if (file) return file;
    }
  }
  return undefined;
}

async function read(path: string, places: Places): Promise<ConfigFile | undefined> {
  const shown = showPath(path, places);
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
