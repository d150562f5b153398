import { nonEmptyString, wrapped } from "./common.ts";
import type { Schema } from "./schema.ts";

const values: Schema = { type: "object" };

export const createConfiguration = wrapped("configuration", {
  type: "object",
  required: ["values", "name"],
  properties: {
    description: nonEmptyString,
    values,
    name: nonEmptyString,
    datastore: {
      type: "object",
      properties: { type: nonEmptyString, version: nonEmptyString, version_number: nonEmptyString },
    },
  },
});

export const replaceConfiguration = wrapped("configuration", {
  type: "object",
  properties: { description: nonEmptyString, values, name: nonEmptyString },
});

export const editConfiguration = wrapped("configuration", { type: "object", properties: { values } });
