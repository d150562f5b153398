import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../scripts/root.ts";

/** The values for the placeholders in a state. */
export interface Places {
  /** Ids by resource name: `db`, `source`. */
  readonly ids: Readonly<Record<string, string>>;
  readonly projectId: string;
  readonly endpoint: string;
}

/**
 * The resources of a deployment written by an older version of this package, exported with plaintext secrets. In the
 * files, ids, project and endpoint are placeholders such as `<db> id`; times and stack traces are removed.
 *
 * @param version the commit of that version.
 */
export async function olderState(
  version: string,
  name: string,
  { ids, projectId, endpoint }: Places,
): Promise<readonly unknown[]> {
  const file = join(root, "test", "support", "states", version, `${name}.json`);
  const placed = Object.entries(ids).reduce(
    (text, [resource, id]) => text.replaceAll(`<${resource}> id`, id).replaceAll(`<${resource}> created`, CREATED),
    await readFile(file, "utf8"),
  );
  return JSON.parse(placed.replaceAll("<project>", projectId).replaceAll("<endpoint>", endpoint));
}

const CREATED = "2026-01-01T00:00:00Z";
