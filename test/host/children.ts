import { providerText } from "../../provider/provider-text.ts";
import type { Simulator } from "../../simulator/index.ts";
import type { Properties } from "../support/provider-process.ts";
import { created, type Harness, properties } from "./harness.ts";

/** The properties of a resource inside an instance, as the SDK registers them. */
export function childProperties(kind: "Database" | "User" | "Root", fields: Properties, name = "child"): Properties {
  return {
    __urn: `urn:pulumi:test::test::pulumi-nodejs:dynamic/trove:${kind}::${name}`,
    __provider: providerText(kind),
    ...fields,
  };
}

/** An instance in service that no other resource of the process knows. */
export async function existingInstance({ start }: Pick<Harness, "start">, fields: Properties = {}): Promise<string> {
  const host = await start();
  const { id } = await created(host, properties(fields));
  return id;
}

/** The names of the databases of an instance in the cloud. */
export function databasesOf(cloud: Simulator, id: string): string[] {
  return (cloud.instance(id)?.databases ?? []).map(({ name }) => name).sort();
}

/** The grants of the users of an instance in the cloud, by `name@host`. */
export function grantsOf(cloud: Simulator, id: string): Record<string, readonly string[]> {
  const users = cloud.instance(id)?.users ?? [];
  return Object.fromEntries(users.map(({ name, host, databases }) => [`${name}@${host}`, databases]));
}

/** The passwords of the users of an instance in the cloud, by `name@host`. */
export function passwordsOf(cloud: Simulator, id: string): Record<string, string> {
  const users = cloud.instance(id)?.users ?? [];
  return Object.fromEntries(users.map(({ name, host, password }) => [`${name}@${host}`, password]));
}
