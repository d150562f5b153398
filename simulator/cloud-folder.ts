import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { openrc } from "./clouds-files.ts";
import type { Simulator } from "./simulator.ts";
import { StartError } from "./start-error.ts";

/** The folder with the files that tell programs how to log in. */
export interface CloudFolder {
  readonly path: string;
  readonly cloudsYaml: string;
  write(cloud: Pick<Simulator, "authUrl" | "troveUrl" | "cloudsYaml">): void;
  /** Deletes what it wrote, so that no program tries a cloud that has ended; a temporary folder with it. */
  remove(): void;
}

const MARK = "# Written by trove-simulator, which deletes this file when it ends.\n";

/**
 * Makes the folder where it is missing; a temporary one unless `dir` is given. Everything here is synchronous, so that no
 * signal finds half of it done.
 *
 * @throws {StartError} where it has such files of somebody else's: a clouds.yaml may hold the only copy of a password.
 */
export function openCloudFolder(dir: string | undefined): CloudFolder {
  const path = dir === undefined ? mkdtempSync(join(tmpdir(), "trove-simulator-")) : resolve(dir);
  if (dir !== undefined) makeFolder(path);
  const files = { cloudsYaml: join(path, "clouds.yaml"), openrc: join(path, "openrc") };
  for (const file of Object.values(files)) refuseForeign(file);
  const written = new Map<string, string>();
  const write = (file: string, text: string): void => {
    written.set(file, MARK + text);
    writeFileSync(file, MARK + text);
  };
  return {
    path,
    cloudsYaml: files.cloudsYaml,
    write(cloud) {
      write(files.openrc, openrc(cloud));
      // Last: scripts wait for it.
      write(files.cloudsYaml, cloud.cloudsYaml);
    },
    remove() {
      // Another simulator may have taken over the folder since.
      for (const [file, text] of written) if (existsSync(file) && readFileSync(file, "utf8") === text) rmSync(file);
      if (dir === undefined) rmSync(path, { recursive: true, force: true });
    },
  };
}

function makeFolder(path: string): void {
  // A recursive mkdir never returns in /proc, which refuses new folders with ENOENT.
  if (!isFolder(path)) mkdirSync(path, { recursive: !isFolder(dirname(path)) });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function refuseForeign(file: string): void {
  if (!existsSync(file) || readFileSync(file, "utf8").startsWith(MARK)) return;
  throw new StartError(`${file} was not written by trove-simulator, which would replace it. Choose another --dir.`);
}
