import { flavorRef, nonEmptyString, volume, wrapped } from "./common.ts";

export const createCluster = wrapped("cluster", {
  type: "object",
  required: ["name", "datastore", "instances"],
  properties: {
    name: nonEmptyString,
    datastore: {
      type: "object",
      required: ["type", "version"],
      properties: { type: nonEmptyString, version: nonEmptyString },
    },
    instances: {
      type: "array",
      items: { type: "object", required: ["flavorRef"], properties: { flavorRef, volume } },
    },
    locality: nonEmptyString,
  },
});
