import { unquoteBytes } from "./unquote.ts";

export interface Route<T> {
  /** `*` is any method. */
  readonly method: string;
  /** Like `/instances/:id/action`; a `:name` matches one segment. */
  readonly path: string;
  readonly target: T;
  /** Whether a path that ends in a collection can have a suffix: `users.json`, or any other. */
  readonly takesFormat?: boolean;
}

export interface Match<T> {
  readonly target: T;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Finds the route of a path. Decodes the path before it splits it, as WSGI servers do: a name with an encoded slash is
 * two segments, and `%C3%A9` is two characters. A path with a trailing slash is a different path.
 */
export function matchRoute<T>(routes: readonly Route<T>[], method: string, path: string): Match<T> | undefined {
  const segments = unquoteBytes(path).split("/");
  for (const route of routes) {
    if (route.method !== method && route.method !== "*") continue;
    const parameters = matchSegments(route.path.split("/"), withoutFormat(route, segments));
    if (parameters) return { target: route.target, parameters };
  }
  return undefined;
}

function withoutFormat({ path, takesFormat = false }: Route<unknown>, segments: readonly string[]): readonly string[] {
  const collection = path.slice(path.lastIndexOf("/") + 1);
  const last = segments.at(-1) ?? "";
  const isSuffixed = takesFormat && last.startsWith(`${collection}.`) && last.length > collection.length + 1;
  return isSuffixed ? [...segments.slice(0, -1), collection] : segments;
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
