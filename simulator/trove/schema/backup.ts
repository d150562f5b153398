import { nonEmptyString, uuid, wrapped } from "./common.ts";

export const createBackup = wrapped("backup", {
  type: "object",
  required: ["name"],
  properties: {
    description: nonEmptyString,
    instance: uuid,
    name: nonEmptyString,
    parent_id: uuid,
    incremental: { type: "integer", minimum: 0, maximum: 1 },
    swift_container: nonEmptyString,
  },
});

export const putStrategy = wrapped("backup_strategy", {
  type: "object",
  additionalProperties: false,
  required: ["swift_container"],
  properties: { instance_id: uuid, swift_container: nonEmptyString },
});
