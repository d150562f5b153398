import type { Cloud } from "./cloud.ts";

/** An authorized request, as a controller receives it. */
export interface Call {
  readonly cloud: Cloud;
  /** The id of the project: the one in the path, which is also the token's. */
  readonly project: string;
  readonly isAdmin: boolean;
  readonly host: string;
  /** Percent-decoded once, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed, and validated if the route has a schema; `undefined` if none was sent. */
  readonly body: unknown;
  /** The value of a `:name` in the route's path. */
  parameter(name: string): string;
}
