import type { Schema } from "./schema.ts";

// trove/common/apischema.py

export const nonEmptyString: Schema = { type: "string", minLength: 1, maxLength: 255, pattern: "^.*[0-9a-zA-Z]+.*$" };

export const nameString: Schema = { type: "string", minLength: 1, pattern: "^.*[0-9a-zA-Z]+.*$" };

export const hostString: Schema = { type: "string", minLength: 1, pattern: "^[%]?[\\w(-).]*[%]?$" };

export const uuid: Schema = {
  type: "string",
  minLength: 1,
  maxLength: 64,
  pattern: "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$",
};

export const flavorRef: Schema = { oneOf: [nonEmptyString, { type: "integer" }] };

export const volume: Schema = {
  type: "object",
  required: ["size"],
  properties: {
    size: {
      oneOf: [
        { type: "integer", minimum: 1 },
        { type: "string", maxLength: 40, minLength: 1, pattern: "^0*[1-9]+[0-9]*$" },
      ],
    },
    type: { oneOf: [nonEmptyString, { type: "null" }] },
  },
};

const databaseRefs: Schema = {
  type: "array",
  uniqueItems: true,
  items: { type: "object", required: ["name"], properties: { name: nonEmptyString } },
};

export const databaseList: Schema = {
  type: "array",
  items: {
    type: "object",
    required: ["name"],
    properties: { name: nonEmptyString, character_set: nonEmptyString, collate: nonEmptyString },
  },
};

export const userList: Schema = {
  type: "array",
  items: {
    type: "object",
    required: ["name", "password"],
    properties: { name: nameString, password: nonEmptyString, host: hostString, databases: databaseRefs },
  },
};

/** The schema of a body with one key. */
export function wrapped(key: string, schema: Schema): Schema {
  return { type: "object", required: [key], properties: { [key]: schema } };
}
