import { isAbsolute, join, resolve, sep } from "node:path";

export interface Places {
  readonly cwd: string;
  readonly home: string;
}

/** A path as a person writes it: `~` is their home, and a relative one starts at the program's folder. */
export function expandPath(path: string, { cwd, home }: Places): string {
  if (path === "~" || path.startsWith("~/")) return join(home, path.slice(1));
  return isAbsolute(path) ? path : resolve(cwd, path);
}

/** The same path for people to read: their home is `~`. */
export function showPath(path: string, { home }: Places): string {
  return home !== "" && path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}
