import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processTable } from "../../../simulator/guest/machine/process-table.ts";

/** A folder to use in the place of the system's temporary one. It shows what simulators have left. */
export class TemporaryFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(): Promise<TemporaryFolder> {
    const path = await mkdtemp(join(tmpdir(), "real-"));
    // The user that runs the servers passes through it.
    await chmod(path, 0o711);
    return new TemporaryFolder(path);
  }

  /** The ids of the servers with data in it. Their own child processes have other command lines. */
  servers(address = ""): number[] {
    return processTable
      .list()
      .filter(({ commandLine }) => commandLine.includes(`${this.path}/`) && commandLine.includes(address))
      .filter(({ executables }) => executables.some((name) => ["mariadbd", "mysqld", "postgres"].includes(name)))
      .map(({ pid }) => pid);
  }

  /** The folders of instances and backups. */
  async dataFolders(): Promise<string[]> {
    const runs = (await readdir(this.path)).map((name) => join(this.path, name));
    const names = await Promise.all(runs.map((run) => readdir(run)));
    return names.flat().filter((name) => /^\d+$/.test(name));
  }

  /** What still runs or is stored there. */
  async leftovers(): Promise<string[]> {
    const processes = processTable.list().filter(({ commandLine }) => commandLine.includes(`${this.path}/`));
    return [...processes.map(({ commandLine }) => commandLine), ...(await readdir(this.path))];
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 5 });
  }
}
