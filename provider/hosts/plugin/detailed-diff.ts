import { argumentOf, parsePath, valueAt } from "../../resources/property-path.ts";
import type { PropertyChange } from "../../resources/resource.ts";

/** The kinds of a change of a property (`PropertyDiff.Kind` in `proto/pulumi/provider.proto`). */
export type DiffKind = "ADD" | "UPDATE" | "DELETE" | `${"ADD" | "UPDATE" | "DELETE"}_REPLACE`;

interface Compared {
  /** The names of all arguments. A change of anything else has no path in the program. */
  readonly arguments: readonly string[];
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: object;
}

/** The kind of each change, by its path. The engine shows the values at the path before and after the change. */
export function detailedDiff(changes: readonly PropertyChange[], compared: Compared): Map<string, DiffKind> {
  const ofArguments = changes.filter(({ path }) => compared.arguments.includes(argumentOf(path)));
  return new Map(
    ofArguments.map(({ path, kind }) => {
      const how = kindAt(parsePath(path), compared);
      return [path, kind === "replace" ? `${how}_REPLACE` : how];
    }),
  );
}

function kindAt(path: readonly PropertyKey[], { before, after }: Compared): "ADD" | "UPDATE" | "DELETE" {
  if (!isPresent(valueAt(before, path))) return "ADD";
  return isPresent(valueAt(after, path)) ? "UPDATE" : "DELETE";
}

/** An absent value is `null` in a state. */
function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
