import { ArgumentError } from "../../core/errors/argument-error.ts";
import { UnaddressableNameError } from "../errors/unaddressable-name-error.ts";
import type { UserId } from "../types.ts";

/** Encodes an id as one segment of a path. Refuses an empty one: Trove answers 404 to `GET /instances/`. */
export function idSegment(id: string): string {
  if (!/^[^./][^/]*$/.test(id)) {
    throw new ArgumentError(`Invalid id: ${JSON.stringify(id)}.`);
  }
  return encodeURIComponent(id);
}

/**
 * Encodes the name of a database as one segment of a path. Trove's router takes a `.` and what follows as a format and
 * cuts it off (`trove/extensions/common/service.py`, `SchemaController.delete`): `DELETE …/databases/a.b` would drop
 * `a`. Nor does it decode the UTF-8 of a path, so that it finds no name with another character than those of ASCII.
 *
 * @param what the operation, for the error.
 * @throws {UnaddressableNameError} the name has a `.`, a `/` or a character outside ASCII, or is empty.
 */
export function databaseSegment(name: string, what: string): string {
  if (!isAddressable(name)) {
    throw new UnaddressableNameError(what, name);
  }
  return encodeURIComponent(name);
}

/** Whether a path of Trove's API can contain the name of a database. */
export function isAddressable(name: string): boolean {
  return /^[^./\u0080-\uffff]+$/.test(name);
}

/**
 * Encodes a user as one segment of a path. Trove decodes it twice: in WSGI and in `unquote_user_host`
 * (`trove/extensions/mysql/common.py`). A `.` is encoded too, since the router takes a suffix as a format. The host is
 * always included: without it, Trove would split a name that has an `@`.
 */
export function userSegment(user: UserId): string {
  return encodeURIComponent(encodeURIComponent(userKey(user)).replaceAll(".", "%2E"));
}

/** Returns `name@host`, Trove's key of a user. */
export function userKey({ name, host = "%" }: UserId): string {
  return `${name}@${host}`;
}

/** Adds the parameters that have a value, encoded once. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const query = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join("&");
  return query ? `${path}${path.includes("?") ? "&" : "?"}${query}` : path;
}
