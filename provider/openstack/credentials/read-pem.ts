import { ConfigError } from "../errors/config-error.ts";
import type { Places } from "./clouds-yaml/expand-path.ts";
import { expandPath, showPath } from "./clouds-yaml/expand-path.ts";
import { readTextFile } from "./text-file.ts";

/**
 * PEM text of a setting that holds it, or the path of a file that does.
 *
 * @throws {ConfigError} The file cannot be read or holds no PEM; names the path, never the text.
 */
export async function readPem(setting: string | undefined, name: string, places: Places): Promise<string | undefined> {
  if (setting === undefined || setting.includes("-----BEGIN")) return setting;
  if (isBareKey(setting)) {
    throw new ConfigError(`The setting of ${name} is neither a path nor PEM text: it has no "-----BEGIN" line.`);
  }
  const path = expandPath(setting, places);
  const text = await readTextFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`The file of ${name}, ${showPath(path, places)}, cannot be read (${error.code}).`);
  });
  if (!text.includes("-----BEGIN")) {
    throw new ConfigError(
      `The file of ${name}, ${showPath(path, places)}, is no PEM file: it has no "-----BEGIN" line.`,
    );
  }
  return text;
}

/** A key or certificate without its first line, which must not be shown as if it were a path. */
function isBareKey(setting: string): boolean {
  return /[\r\n]/.test(setting) || (setting.length >= 60 && /^[A-Za-z0-9+/]+={0,2}$/.test(setting));
}
