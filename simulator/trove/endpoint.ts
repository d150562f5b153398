import type { Route } from "../http/router.ts";
import type { Call } from "./call.ts";
import type { Schema } from "./schema/schema.ts";

export interface Endpoint {
  readonly status: number;
  /** Returns the body of the response. */
  readonly handle: Handle;
  /** The controller fails with 500 if it gets no body, or one that it does not expect. */
  readonly takesBody: "always" | "maybe" | "never";
  readonly schema?: ChooseSchema;
}

type Handle = (call: Call) => unknown;
type ChooseSchema = (body: unknown) => Schema | undefined;

export function get(path: string, handle: Handle): Route<Endpoint> {
  return { method: "GET", path, target: { status: 200, handle, takesBody: "never" } };
}

export function remove(path: string, status: number, handle: Handle): Route<Endpoint> {
  return { method: "DELETE", path, target: { status, handle, takesBody: "never" } };
}

export function send(
  method: "POST" | "PUT" | "PATCH",
  path: string,
  status: number,
  handle: Handle,
  schema?: ChooseSchema,
): Route<Endpoint> {
  return { method, path, target: { status, handle, takesBody: "always", ...(schema && { schema }) } };
}

/** A route without conditions on the method. */
export function any(path: string, handle: Handle): Route<Endpoint> {
  return { ...get(path, handle), method: "*" };
}

/**
 * Routes of Python's `mapper.resource`: a collection can have a suffix, and `new` is no item. In Trove, they are those
 * of databases, users, grants, root, datastores and modules.
 */
export function resource(...routes: readonly Route<Endpoint>[]): readonly Route<Endpoint>[] {
  return routes.map((route) => ({
    ...route,
    takesFormat: !route.path.slice(route.path.lastIndexOf("/")).includes(":"),
  }));
}
