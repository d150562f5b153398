import { lstatSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { endServersAndRemove, isOwnFolder } from "./end-servers.ts";
import { isDead, readOwner } from "./records.ts";

/** How the name of each folder begins. Short: see `MAX_SOCKET_PATH`. */
export const FOLDER_PREFIX = "trove-servers-";
/** mkdtemp(3) appends six characters. */
const FOLDER_NAME = /^trove-servers-[A-Za-z0-9]{6}$/;

/** A simulator records itself as soon as it has created its folder, and starts nothing before. */
const UNRECORDED_MS = 60 * 60 * 1000;

/**
 * Ends the servers and removes the folders of simulators that have ended, if their watchdogs have ended too. Several
 * simulators may do so at the same time. Never throws: what cannot be removed stays.
 *
 * @param parent the system's temporary folder. Everybody can write there, so a link is not followed.
 */
export async function removeOrphanedFolders(parent: string): Promise<void> {
  const folders = namesIn(parent).filter((name) => FOLDER_NAME.test(name));
  await Promise.all(folders.map((name) => removeIfOrphaned(join(parent, name)).catch(() => {})));
}

async function removeIfOrphaned(folder: string): Promise<void> {
  if (!isOwnFolder(folder)) return;
  const owner = readOwner(folder);
  if (owner !== undefined) {
    if (isDead(owner)) await endServersAndRemove(folder);
  } else if (Date.now() - lstatSync(folder).mtimeMs > UNRECORDED_MS) {
    await rm(folder, { recursive: true, force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
