import type { Instance } from "../../trove/types.ts";
import { endpointAt, hostOf } from "../catalog/endpoints.ts";
import type { DeclaredContents, DeclaredUser } from "../guest/declared.ts";
import { userKeyOf } from "../guest/user-keys.ts";
import type { ManagedState } from "../managed-state.ts";
import type { UserInputs, UserOutputs } from "./arguments.ts";

/** The state of a user: the arguments at their last values. */
export interface UserState extends ManagedState, UserInputs, UserOutputs {
  readonly instance: string;
  readonly name: string;
  readonly host: string;
  /** The datastore of the instance, by name. */
  readonly datastoreType: string;
  /** The identity, as `name@host`, that an interrupted update has requested. */
  readonly renamedTo?: string | undefined;
}

export const bookkeeping = [
  "declared",
  "pending",
  "cloud",
  "imported",
  "released",
  "datastoreType",
  "renamedTo",
] as const satisfies (keyof UserState)[];

/** Whether the state is that of a read by id, in which nothing is declared. */
export function isReadById({ declared }: UserState): boolean {
  return declared.length === 0;
}

/** The key of a user as the program declares it. Without a host it keeps the one that it has; a new one gets `%`. */
export function declaredKey({ name, host }: UserInputs, before?: Pick<UserState, "host">): string {
  return userKeyOf({ name, host: host ?? before?.host ?? "%" });
}

/** The keys that a user may have: after an interrupted rename, either of two. */
export function possibleKeys(state: UserState): string[] {
  return [userKeyOf(state), ...(state.renamedTo === undefined ? [] : [state.renamedTo])];
}

/** The user as the arguments of an instance would declare it. */
export function contentsOf(key: string, { password, databases }: DeclaredUser): DeclaredContents {
  return { users: { [key]: { password, databases } } };
}

const SCHEMES: Readonly<Record<string, string>> = { mysql: "mysql", mariadb: "mysql", postgresql: "postgresql" };

/** The connection string of a user; `undefined` if a part of it is not known. */
export function uriOf(
  { name, password, databases = [] }: Pick<UserState, "name" | "password" | "databases">,
  instance: Instance,
): string | undefined {
  const scheme = Object.hasOwn(SCHEMES, instance.datastore.type) ? SCHEMES[instance.datastore.type] : undefined;
  const endpoint = endpointAt(hostOf(instance), instance);
  if (scheme === undefined || endpoint === undefined || password === undefined) return undefined;
  const host = endpoint.host.includes(":") ? `[${endpoint.host}]` : endpoint.host;
  const [database] = databases.length === 1 ? databases : [];
  const path = database === undefined ? "" : `/${encodeURIComponent(database)}`;
  return `${scheme}://${encodeURIComponent(name)}:${encodeURIComponent(password)}@${host}:${endpoint.port}${path}`;
}
