import { homedir } from "node:os";
import { join } from "node:path";

/** This user's folder for what is downloaded or built once and serves every checkout. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-trove");
