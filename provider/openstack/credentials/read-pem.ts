import { readFile } from "node:fs/promises";
import { ConfigError } from "../errors/config-error.ts";
import type { Places } from "./expand-path.ts";
import { expandPath, showPath } from "./expand-path.ts";

/**
 * PEM text of a setting that holds it, or the path of a file that does.
 *
 * @throws {ConfigError} The file cannot be read or holds no PEM; names the path, never the text.
 */
export async function readPem(setting: string | undefined, name: string, places: Places): Promise<string | undefined> {
  if (setting === undefined || setting.includes("-----BEGIN")) return setting;
  const path = expandPath(setting, places);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`The file of ${name}, ${showPath(path, places)}, cannot be read (${error.code}).`);
  });
  if (!text.includes("-----BEGIN")) {
    throw new ConfigError(
      `The file of ${name}, ${showPath(path, places)}, is no PEM file: it has no "-----BEGIN" line.`,
    );
  }
  return text;
}
