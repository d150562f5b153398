import * as pulumi from "@pulumi/pulumi";
import type { TroveInstanceArgs } from "./instance-args.ts";
import type { Keying } from "./keyed.ts";
import type { Shape } from "./option-paths.ts";

export type ArgumentName = keyof TroveInstanceArgs;

export const DATABASES: Keying = {
  path: "databases",
  key: ["name"],
  toKey: (item) => String(item.name),
  toValue: ({ name: _, ...rest }) => rest,
};

export const USERS: Keying = {
  path: "users",
  key: ["name", "host"],
  toKey: (item) => `${String(item.name)}@${String(item.host ?? "%")}`,
  toValue: ({ name: _, host: __, ...rest }) =>
    rest.password === undefined || rest.password === null
      ? rest
      : { ...rest, password: pulumi.secret(rest.password as pulumi.Input<string>) },
};

/** The arguments of an instance as the engine compares them. */
export const ARGUMENTS: Readonly<Record<ArgumentName, Shape>> = {
  name: "value",
  flavor: "value",
  volume: { parts: { size: "value", type: "value" } },
  datastore: { parts: { type: "value", version: "value" } },
  databases: { keyedBy: "<name>", parts: { characterSet: "value", collate: "value" } },
  users: { keyedBy: "<name>@<host>", parts: { password: "value", databases: "list" } },
  configuration: "value",
  allow: { parts: { restart: "value", dropDatabases: "value", replace: "value" } },
  replicaOf: "value",
  network: { parts: { networkId: "value", subnetId: "value", ipAddress: "value" } },
  availabilityZone: "value",
  locality: "value",
  access: { parts: { isPublic: "value", allowedCidrs: "list" } },
  restorePoint: { parts: { backupId: "value" } },
  finalBackup: { parts: { name: "value" } },
  adoptId: "value",
};
