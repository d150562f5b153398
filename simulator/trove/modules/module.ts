import { createHash, randomUUID } from "node:crypto";
import { ApiFault } from "../api-fault.ts";
import type { Datastore, DatastoreVersion } from "../datastores.ts";

/** `module_types` (`trove/common/cfg.py`) */
const TYPES = ["ping", "new_relic_license"];

/** A module: contents that guest agents apply. The API never shows them. */
export class Module {
  readonly id = randomUUID() as string;
  readonly projectId: string;
  name: string;
  type: string;
  description: string | undefined;
  /** The hash of the contents. */
  md5: string;
  /** `undefined` for all. */
  datastore: Datastore | undefined;
  version: DatastoreVersion | undefined;
  liveUpdate = false;
  applyOrder = 5;
  readonly created: Date;
  updated: Date;
  /** The ids of the instances that it was applied to, with the hash of the contents at that time. */
  readonly applied = new Map<string, string>();

  constructor(projectId: string, from: { name: string; type: string; contents: string }, now: Date) {
    this.projectId = projectId;
    this.name = from.name;
    this.type = from.type;
    this.md5 = md5Of(from.contents);
    this.created = now;
    this.updated = now;
  }
}

/** The module type of this name. Throws 404 if there is none. */
export function typeOf(name: string): string {
  const type = name.toLowerCase();
  if (!TYPES.includes(type)) throw new ApiFault(404, `Module type '${name}' was not found.`);
  return type;
}

export function md5Of(contents: string): string {
  return createHash("md5").update(contents).digest("hex");
}
