import { randomUUID } from "node:crypto";
import { internalError, notFound } from "../api-fault.ts";
import type { DatastoreVersion } from "../datastores.ts";
import { JsonFloat } from "../json.ts";
import { checkStorable } from "../storable.ts";
import type { ParameterType } from "./parameter-types.ts";
import type { Values } from "./validate-values.ts";

/** Characters of a value in Trove's database (`configuration_value` of the table `configuration_parameters`). */
const LONGEST_VALUE = 128;

export interface NewConfigurationGroup {
  readonly projectId: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly version: DatastoreVersion;
  readonly now: () => Date;
}

/** The live record of a configuration group. */
export class ConfigurationGroup {
  readonly id = randomUUID() as string;
  readonly projectId: string;
  name: string;
  description: string | undefined;
  readonly version: DatastoreVersion;
  /** Trove keeps the row: a create that names a deleted group fails later than one with an unknown id. */
  deleted = false;
  readonly created: Date;
  updated: Date;
  readonly #now: () => Date;
  /** As Trove's database stores them: values as text, names case-insensitive. */
  readonly #values = new Map<string, readonly [name: string, text: string]>();

  constructor({ projectId, name, description, version, now }: NewConfigurationGroup) {
    this.#now = now;
    this.created = now();
    this.updated = this.created;
    this.projectId = projectId;
    this.name = name;
    this.description = description;
    this.version = version;
  }

  /** Converts to the parameters' types. A value whose name is in another case stays text (`load_items`). */
  get values(): Values {
    const types = new Map(this.version.parameters.map(({ name, type }) => [name, type]));
    return Object.fromEntries(this.#sorted().map(([key, text]) => [key, fromText(text, types.get(key))]));
  }

  /** As the guest agent writes them to the database server's option file. */
  get settings(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#sorted());
  }

  /**
   * Saves one value after the other. Throws 500 at one that Trove's database cannot store; the earlier ones stay
   * (`trove/configuration/models.py`, `create_items` and `save`).
   */
  merge(values: Values): void {
    this.updated = this.#now();
    for (const [key, value] of Object.entries(values)) {
      const text = toText(value);
      if ([...text].length > LONGEST_VALUE) throw internalError();
      checkStorable(text);
      this.#values.set(key.toLowerCase(), [key, text]);
    }
  }

  clear(): void {
    this.#values.clear();
  }

  /** Whether any value takes effect only after a restart (`does_configuration_need_restart`). */
  needsRestart(): boolean {
    const parameters = new Map(this.version.parameters.map((parameter) => [parameter.name, parameter]));
    for (const [key] of this.#sorted()) {
      const parameter = parameters.get(key);
      if (!parameter) throw notFound(key);
      if (parameter.restartRequired) return true;
    }
    return false;
  }

  #sorted(): (readonly [name: string, text: string])[] {
    return [...this.#values].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
  }
}

function toText(value: unknown): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  return String(value instanceof JsonFloat ? value.value : value);
}

function fromText(text: string, type: ParameterType | undefined): unknown {
  if (type === "boolean") return text !== "0";
  if (type === "integer") return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
  return type === "float" ? Number(text) : text;
}
