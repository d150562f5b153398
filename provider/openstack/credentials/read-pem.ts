import { ConfigError } from "../errors/config-error.ts";
import type { Folders } from "./credential-sources.ts";
import { expandPath, readTextFile, showPath } from "./text-file.ts";

/**
 * Returns the PEM text of a setting, which holds the text itself or the path of a file.
 *
 * @throws {ConfigError} The file cannot be read or holds no PEM. The text names the path, never the content.
 */
export async function readPem(
  setting: string | undefined,
  name: string,
  folders: Folders,
): Promise<string | undefined> {
  if (setting === undefined || setting.includes("-----BEGIN")) return setting;
  if (isBareKey(setting)) {
    throw new ConfigError(`The setting of ${name} is neither a path nor PEM text: it has no "-----BEGIN" line.`);
  }
  const path = expandPath(setting, folders);
  const text = await readTextFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`The file of ${name}, ${showPath(path, folders)}, cannot be read (${error.code}).`);
  });
  if (!text.includes("-----BEGIN")) {
    throw new ConfigError(
      `The file of ${name}, ${showPath(path, folders)}, is not a PEM file: it has no "-----BEGIN" line.`,
    );
  }
  return text;
}

/** A key or certificate without its first line: an error must not show it as if it were a path. */
function isBareKey(setting: string): boolean {
  return /[\r\n]/.test(setting) || (setting.length >= 60 && /^[A-Za-z0-9+/]+={0,2}$/.test(setting));
}
