import type { Context } from "../context.ts";
import type { Failure } from "../resource.ts";
import { type DeclaredDatastore, listDatastores } from "./datastores.ts";

/**
 * The failure of a volume type that the datastore's version does not support. Trove lists the types by version, so both
 * the datastore and its version have to be declared.
 */
export async function volumeTypeFailures(
  volumeType: string | undefined,
  { type, version }: DeclaredDatastore,
  context: Context,
): Promise<Failure[]> {
  if (volumeType === undefined || type === undefined || version === undefined) return [];
  const found = (await listDatastores(context)).find(({ id, name }) => id === type || name === type);
  const versionId = found?.versions.find(({ id, name }) => id === version || name === version)?.id;
  if (versionId === undefined) return [];
  const offered = await context.cache.once(`volume types ${versionId}`, () =>
    context.trove.datastores.volumeTypes(type, versionId, { signal: context.signal }),
  );
  if (offered.length === 0 || offered.some(({ id, name }) => id === volumeType || name === volumeType)) return [];
  const names = offered.map(({ name }) => name).join(", ");
  return [
    {
      path: "volume.type",
      reason: `${type} ${version} does not support volume type "${volumeType}". Use one of ${names}`,
    },
  ];
}
