import { delimiter, join } from "node:path";
import { root } from "./root.ts";

/**
 * Environment variables with node_modules/.bin first on PATH (the tools and the exact Node of package.json), then
 * `folders`.
 */
export function toolEnv(...folders: readonly string[]): NodeJS.ProcessEnv {
  const path = [join(root, "node_modules/.bin"), ...folders, process.env.PATH ?? ""].join(delimiter);
  return { ...process.env, PATH: path };
}
