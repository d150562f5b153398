import type { Fault, LoggedRequest } from "../../simulator/index.ts";

/**
 * A request of an operation: the nth with this method and path. The number of repeated reads depends on timing, so only
 * the first one is the same in another run.
 */
export interface Point {
  readonly service: LoggedRequest["service"];
  readonly method: string;
  /** The part after the project, with `{id}` for the instance's id. */
  readonly path: string;
  readonly nth: number;
}

/** A regular expression for the id of an instance that does not exist yet. */
export const ANY_ID = "[0-9a-f-]{36}";

/**
 * All requests of an operation, in order.
 *
 * @param id replaced with `{id}` in paths; a pattern with the flag `g` if other ids differ between runs too.
 */
export function pointsOf(requests: readonly LoggedRequest[], id: string | RegExp): readonly Point[] {
  const counts = new Map<string, number>();
  return requests.map(({ service, method, path: whole }) => {
    const path = whole.replace(/^\/v1\.0\/\w+/, "").replaceAll(id, "{id}");
    const key = `${service} ${method} ${path}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    return { service, method, path, nth };
  });
}

export function isRead({ method }: Pick<Point, "method">): boolean {
  return method === "GET";
}

/**
 * The part of a fault that selects a request of the operation that starts now.
 *
 * @param id a regular expression for the instance's id.
 */
export function strikingAt(
  { service, method, path, nth }: Point,
  id: string,
): Pick<Fault, "service" | "method" | "path" | "nth"> {
  return { service, method, path: patternOf(path, id).source, nth };
}

/**
 * The log entry of a request; `undefined` if it has not arrived.
 *
 * @param requests the requests since the start of the operation.
 * @param id a regular expression for the instance's id.
 */
export function findRequest(
  requests: readonly LoggedRequest[],
  { service, method, path, nth }: Point,
  id: string,
): LoggedRequest | undefined {
  const pattern = patternOf(path, id);
  return requests.filter((one) => one.service === service && one.method === method && pattern.test(one.path))[nth - 1];
}

function patternOf(path: string, id: string): RegExp {
  const parts = path.split("{id}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^(/v1\\.0/\\w+)?${parts.join(id)}$`);
}
