import { createReadStream } from "node:fs";
import { isAbsolute, join, resolve, sep } from "node:path";
import type { Folders } from "./credential-sources.ts";

/** Far more than any clouds.yaml or certificate; a device such as /dev/zero has no end. */
const MAX_BYTES = 4 * 1024 * 1024;

/** @throws an error whose `code` says why the file cannot be read: `ENOENT`, `EISDIR`, or `EFBIG` for more than 4 MiB. */
export async function readTextFile(path: string): Promise<string> {
  const chunks: Buffer[] = await Array.fromAsync(createReadStream(path, { end: MAX_BYTES }));
  const bytes = Buffer.concat(chunks);
  if (bytes.length > MAX_BYTES) throw Object.assign(new Error("The file is too large"), { code: "EFBIG" });
  return bytes.toString("utf8");
}

/** Makes a path absolute: `~` is the home folder, and a relative path begins at the program's folder. */
export function expandPath(path: string, { cwd, home }: Folders): string {
  if (path === "~" || path.startsWith("~/")) return join(home, path.slice(1));
  return isAbsolute(path) ? path : resolve(cwd, path);
}

/** Shortens the home folder to `~`, for texts. */
export function showPath(path: string, { home }: Folders): string {
  return home !== "" && path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}
