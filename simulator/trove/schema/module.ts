import { nonEmptyString, wrapped } from "./common.ts";
import type { Schema } from "./schema.ts";

const flag: Schema = { type: "integer", minimum: 0, maximum: 1 };

const properties: Readonly<Record<string, Schema>> = {
  name: nonEmptyString,
  module_type: nonEmptyString,
  contents: { type: "string", minLength: 1, pattern: "^.*.+.*$" },
  description: nonEmptyString,
  datastore: { type: "object", properties: { type: nonEmptyString, version: nonEmptyString } },
  auto_apply: flag,
  all_tenants: flag,
  visible: flag,
  live_update: flag,
  priority_apply: flag,
  apply_order: { type: "integer", minimum: 0, maximum: 9 },
  full_access: flag,
};

export const createModule = wrapped("module", {
  type: "object",
  required: ["name", "module_type", "contents"],
  properties,
});

export const updateModule = wrapped("module", { type: "object", properties });
