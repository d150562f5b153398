import type { KnownParameters } from "../../../../provider/resources/catalog/configuration-parameters.ts";
import type { ConfigurationParameter } from "../../../../provider/trove/types.ts";

const parameters: readonly ConfigurationParameter[] = [
  { name: "max_connections", type: "integer", restartRequired: false, min: 1, max: 100_000 },
  { name: "sort_buffer_size", type: "integer", restartRequired: false, min: 32_768, max: 2 ** 64 },
  { name: "long_query_time", type: "float", restartRequired: false, min: 0 },
  { name: "performance_schema", type: "boolean", restartRequired: true },
  { name: "character_set_server", type: "string", restartRequired: false },
];

/** All parameters of a datastore version. */
export const known: KnownParameters = {
  datastore: "mysql 8.0.29",
  byName: new Map(parameters.map((parameter) => [parameter.name, parameter])),
  isComplete: true,
};
