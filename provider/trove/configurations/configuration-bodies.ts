import type { ConfigurationValue, CreateConfiguration, ReplaceConfiguration } from "../types.ts";

type Values = Readonly<Record<string, ConfigurationValue>>;

/** Names of parameters whose whole numbers are sent with a fraction. */
export type Floats = ReadonlySet<string>;

/**
 * The body of `POST /configurations` (`trove/common/apischema.py`, `configuration`): an empty description is refused.
 */
export function createConfigurationBody(group: CreateConfiguration, floats: Floats): unknown {
  const { name, description, datastore, values } = group;
  return {
    configuration: {
      name,
      ...(description && { description }),
      ...(datastore && { datastore: { ...datastore } }),
      values: wireValues(values, floats),
    },
  };
}

/** The body of `PUT /configurations/{id}`. Always has the values: without them Trove deletes them all. */
export function replaceConfigurationBody(group: ReplaceConfiguration, floats: Floats): unknown {
  const { name, description, values } = group;
  return {
    configuration: {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      values: wireValues(values, floats),
    },
  };
}

/** The body of `PATCH /configurations/{id}`. */
export function mergeConfigurationBody(values: Values, floats: Floats): unknown {
  return { configuration: { values: wireValues(values, floats) } };
}

function wireValues(values: Values, floats: Floats): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toWire(value, floats.has(name))]));
}

/** JavaScript writes 2.0 as `2`, and no `bigint` at all. */
function toWire(value: ConfigurationValue, isFloat: boolean): unknown {
  if (isFloat && Number.isSafeInteger(value)) return rawJson(`${value}.0`);
  return typeof value === "bigint" ? rawJson(String(value)) : value;
}

/** Node has `JSON.rawJSON` since 21; the library of TypeScript lacks it. */
function rawJson(text: string): unknown {
  const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
  return rawJSON(text);
}
