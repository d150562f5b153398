import type { DataCopy } from "../database-server.ts";
import type { DataFolder } from "../machine/run-folder.ts";
import { Queue } from "../queue.ts";
import { copyFolder } from "./copy-folder.ts";
import type { SystemUser } from "./engine.ts";

/** A copy of a server's data folder. */
export class RealCopy implements DataCopy {
  readonly #folder: DataFolder;
  readonly #user: SystemUser | undefined;
  readonly #queue = new Queue();
  #holds = 0;
  #isUnwanted = false;

  constructor(folder: DataFolder, user: SystemUser | undefined) {
    this.#folder = folder;
    this.#user = user;
  }

  get data(): string {
    return this.#folder.data;
  }

  /** Copies it into `data`, the empty data folder of another server. */
  restore(data: string): Promise<void> {
    return this.#queue.run(() => copyFolder(this.data, data, this.#user));
  }

  hold(): () => void {
    this.#holds++;
    let isHeld = true;
    return () => {
      if (isHeld) this.#holds--;
      isHeld = false;
      if (this.#isUnwanted) void this.remove();
    };
  }

  /** Waits for a restoration in progress. */
  remove(): Promise<void> {
    this.#isUnwanted = true;
    return this.#queue.run(async () => {
      if (this.#holds === 0) await this.#folder.remove();
    });
  }
}
