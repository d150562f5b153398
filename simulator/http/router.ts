import { unquote } from "./unquote.ts";

export interface Route<T> {
  readonly method: string;
  /** Like `/instances/:id/action`; a `:name` matches one segment. */
  readonly path: string;
  readonly target: T;
}

export interface Match<T> {
  readonly target: T;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Finds the route of a path. Decodes the path before it splits it, as WSGI servers do: a name with an encoded slash is
 * two segments. A path with a trailing slash is a different path.
 */
export function matchRoute<T>(routes: readonly Route<T>[], method: string, path: string): Match<T> | undefined {
  const segments = unquote(path).split("/");
  for (const route of routes) {
    if (route.method !== method) continue;
    const parameters = matchSegments(route.path.split("/"), segments);
    if (parameters) return { target: route.target, parameters };
  }
  return undefined;
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? "";
    if (expected.startsWith(":")) {
      if (segment === "") return undefined;
      parameters[expected.slice(1)] = segment;
    } else if (expected !== segment) {
      return undefined;
    }
  }
  return parameters;
}
