import type { Fault, LoggedRequest } from "../../simulator/index.ts";

/**
 * A request of an operation: the nth with this method and path. How often a look is repeated is a matter of timing: in
 * another run only the first is the same request.
 */
export interface Point {
  readonly service: LoggedRequest["service"];
  readonly method: string;
  /** From the project's own part on, with `{id}` in the place of the instance's id. */
  readonly path: string;
  readonly nth: number;
}

/** A regular expression for the id of an instance that is still to be created. */
export const ANY_ID = "[0-9a-f-]{36}";

/**
 * All requests of an operation, in their order.
 *
 * @param id what `{id}` stands for in the paths; a pattern, with the flag `g`, where other ids differ from run to run too.
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

export function isLook({ method }: Pick<Point, "method">): boolean {
  return method === "GET";
}

/**
 * What of a fault makes it strike at a request of the operation that begins now.
 *
 * @param id a regular expression.
 */
export function strikingAt(
  { service, method, path, nth }: Point,
  id: string,
): Pick<Fault, "service" | "method" | "path" | "nth"> {
  return { service, method, path: patternOf(path, id).source, nth };
}

/**
 * The log's entry of a request, once it has come.
 *
 * @param requests those since the operation began.
 * @param id a regular expression.
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
