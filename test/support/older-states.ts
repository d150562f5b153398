import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../scripts/root.ts";

/** Where a state is put in place of the instance that it was written for. */
export interface Places {
  /** The ids by the names of the resources: `db`, `source`. */
  readonly ids: Readonly<Record<string, string>>;
  readonly projectId: string;
  readonly endpoint: string;
}

/**
 * The resources of a deployment that an older version of this package wrote, exported from Pulumi with its secrets in
 * plain text. In the files the ids, the project and the endpoint are placeholders such as `<db> id`; times and stack
 * traces are left out.
 *
 * @param version the commit that wrote it
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
