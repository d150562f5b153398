import type { Cloud } from "./cloud.ts";

/** One authorized request, as a controller sees it. */
export interface Call {
  readonly cloud: Cloud;
  /** The id of the project, of the path and of the token. */
  readonly project: string;
  readonly isAdmin: boolean;
  readonly host: string;
  /** Decoded once, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed and, where the route has a schema, valid; `undefined` when none was sent. */
  readonly body: unknown;
  /** A `:name` of the route's path. */
  parameter(name: string): string;
}
