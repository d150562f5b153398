import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { openrc } from "./clouds-files.ts";
import type { Simulator } from "./simulator.ts";
import { StartError } from "./start-error.ts";

/** The folder of `clouds.yaml` and `openrc`, from which programs learn how to log in. */
export interface CloudFolder {
  readonly path: string;
  readonly cloudsYaml: string;
  write(cloud: Pick<Simulator, "authUrl" | "troveUrl" | "cloudsYaml">): void;
  /** Deletes the written files, so that no program uses a stopped cloud. Deletes the folder too if it is temporary. */
  remove(): void;
}

const MARK = "# Written by trove-simulator, which deletes this file when it ends.\n";

/**
 * Creates the folder if it does not exist; without `dir`, a temporary one. All calls are synchronous, so that a signal
 * cannot interrupt them halfway.
 *
 * @throws {StartError} if the folder holds such files that the simulator did not write: a user's clouds.yaml may hold
 * the only copy of a password.
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
      // Written last: scripts wait for clouds.yaml.
      write(files.cloudsYaml, cloud.cloudsYaml);
    },
    remove() {
      // Another simulator may use the folder by now and may have replaced the files.
      for (const [file, text] of written) if (existsSync(file) && readFileSync(file, "utf8") === text) rmSync(file);
      if (dir === undefined) rmSync(path, { recursive: true, force: true });
    },
  };
}

function makeFolder(path: string): void {
  // A recursive mkdir in /proc never returns, because /proc refuses new folders with ENOENT.
  if (!isFolder(path)) mkdirSync(path, { recursive: !isFolder(dirname(path)) });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function refuseForeign(file: string): void {
  if (!existsSync(file) || readFileSync(file, "utf8").startsWith(MARK)) return;
  throw new StartError(`${file} was not written by trove-simulator, which would replace it. Choose another --dir.`);
}
