import { ArgumentError } from "../../core/errors/argument-error.ts";
import { UnaddressableNameError } from "../errors/unaddressable-name-error.ts";
import type { UserId } from "../types.ts";

/** An id as one segment of a path. An empty one is refused: `GET /instances/` is answered 404, as if it were gone. */
export function idSegment(id: string): string {
  if (!/^[^./][^/]*$/.test(id)) {
    throw new ArgumentError(`Invalid id: ${JSON.stringify(id)}.`);
  }
  return encodeURIComponent(id);
}

/**
 * A database's name as one segment of a path. Trove's router takes the `.` and what follows for a format and drops it
 * (`trove/extensions/common/service.py`, `SchemaController.delete`): `DELETE …/databases/a.b` would drop `a`.
 *
 * @param what What is being done, for the error.
 * @throws {UnaddressableNameError} the name has a `.` or a `/`, or is empty.
 */
export function databaseSegment(name: string, what: string): string {
  if (!isAddressable(name)) {
    throw new UnaddressableNameError(what, name);
  }
  return encodeURIComponent(name);
}

/** Whether Trove's paths can hold the name of a database. */
export function isAddressable(name: string): boolean {
  return /^[^./]+$/.test(name);
}

/**
 * A user as one segment of a path. Trove decodes it twice, WSGI once and `unquote_user_host`
 * (`trove/extensions/mysql/common.py`) once more; a `.` is hidden from the router, which takes a suffix for a format. The
 * host is always there: without it a name with an `@` would be taken apart.
 */
export function userSegment(user: UserId): string {
  return encodeURIComponent(encodeURIComponent(userKey(user)).replaceAll(".", "%2E"));
}

/** `name@host`, as Trove names a user. */
export function userKey({ name, host = "%" }: UserId): string {
  return `${name}@${host}`;
}

/** The path with those of the parameters that have a value, encoded once. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const query = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join("&");
  return query ? `${path}${path.includes("?") ? "&" : "?"}${query}` : path;
}
