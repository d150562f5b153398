import type { MissingResource } from "../not-found-error.ts";

/** What a 404 says is missing, as far as its message tells. */
export interface MissingObject {
  readonly resource: MissingResource | undefined;
  readonly resourceId: string | undefined;
}

/** `trove/common/exception.py`, and `Configuration.load` and `find` in `trove/configuration/models.py`. */
const namedByType: readonly (readonly [RegExp, MissingResource])[] = [
  [/^User (.*) cannot be found on the instance/s, "user"],
  [/^Database (.*) cannot be found on the instance/s, "database"],
  [/^Datastore '(.*)' cannot be found/s, "datastore"],
  [/^Configuration group (?:id:|with ID) (\S+) could not be found/, "configuration"],
];

/**
 * Reads which object a message of Trove's is about. "Resource … cannot be found." does not tell a type: it is the
 * object of the path where the ids are the same, and anything else where they differ (a replica's source, a parameter).
 *
 * @param path The path of the request.
 */
export function missingObject(message: string, path: string): MissingObject {
  for (const [text, resource] of namedByType) {
    const name = text.exec(message)?.[1];
    if (name !== undefined) return { resource, resourceId: resource === "user" ? userOf(name, path) : name };
  }
  const named = /^Resource (.*) cannot be found/s.exec(message)?.[1];
  const [, collection, segment = ""] = /\/(instances|backups)\/([^/?]+)/.exec(path) ?? [];
  const id = decode(segment);
  // The row of an instance without that of its service status, which nothing can load: it names no id.
  const isOrphan = message.startsWith("InstanceServiceStatus Not Found");
  if (collection === "instances" && (named === id || isOrphan)) return { resource: "instance", resourceId: id };
  if (collection === "backups" && named === id) return { resource: "backup", resourceId: id };
  return { resource: undefined, resourceId: named };
}

/** Trove names a user as the path does, which it has decoded only once so far (`trove/extensions/mysql/service.py`). */
function userOf(name: string, path: string): string {
  const once = decode(/\/users\/([^/?]+)/.exec(path)?.[1] ?? "");
  return name === once ? decode(once) : name;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
