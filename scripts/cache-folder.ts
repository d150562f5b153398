import { homedir } from "node:os";
import { join } from "node:path";

/** The user's cache folder, for downloads and builds that all checkouts share. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-trove");
