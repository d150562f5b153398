import { z } from "zod";
import { listDatastores } from "../resources/catalog/datastores.ts";
import { text } from "../resources/rules.ts";
import { ApiError } from "../trove/errors/api-error.ts";
import type { Datastore, DatastoreVersion } from "../trove/types.ts";
import { AmbiguousLookupError, LookupError } from "./errors/lookup-error.ts";
import { nearAdvice } from "./errors/only-named.ts";
import { defineLookup, itemOf, type LookupContext } from "./lookup.ts";

const parameter = itemOf("ConfigurationParameter", {
  name: { schema: z.string(), doc: "The name of the parameter, a key of the `values` of a configuration group." },
  type: {
    schema: z.enum(["string", "integer", "float", "boolean"]),
    doc: "The type of its value: `string`, `integer`, `float` or `boolean`.",
  },
  restartRequired: {
    schema: z.boolean(),
    doc: "Whether a new value takes effect only after a restart of the database.",
  },
  min: { schema: z.number().optional(), doc: "The least value. Absent if there is no limit." },
  max: { schema: z.number().optional(), doc: "The greatest value. Absent if there is no limit." },
});

export const getConfigurationParameters = defineLookup({
  name: "getConfigurationParameters",
  description: "Looks up the parameters that a configuration group can set for a version of a datastore.",
  arguments: {
    datastoreType: { schema: text, doc: "The datastore, by name or by id: `mysql`, `mariadb`, `postgresql`, …" },
    datastoreVersion: {
      schema: text.optional(),
      doc: "The version, by name or by id. It need not be active.",
      default: "the datastore's default version",
    },
  },
  results: {
    datastoreType: { schema: z.string(), doc: "The name of the datastore." },
    datastoreVersion: { schema: z.string(), doc: "The name of the version." },
    datastoreVersionId: { schema: z.string(), doc: "The id of the version." },
    parameters: { schema: z.array(parameter), doc: "The parameters, ordered by name." },
  },
  async run({ datastoreType, datastoreVersion }, context) {
    const datastore = await findDatastore(datastoreType, context);
    const version = await findVersion(datastore, datastoreVersion, context);
    const { signal } = context;
    const parameters = await context.trove.datastores.parameters(datastore.id, version.id, { signal });
    return {
      datastoreType: datastore.name,
      datastoreVersion: version.name,
      datastoreVersionId: version.id,
      parameters: parameters
        .map(({ name, type, restartRequired, min, max }) => ({ name, type, restartRequired, min, max }))
        .sort((one, other) => (one.name < other.name ? -1 : 1)),
    };
  },
});

async function findDatastore(type: string, context: LookupContext): Promise<Datastore> {
  const all = await listDatastores(context);
  const found = all.find(({ id }) => id === type) ?? all.find(({ name }) => name === type);
  if (found !== undefined) return found;
  const cloud = await context.trove.cloud({ signal: context.signal });
  const advice = nearAdvice(type, all, { one: "datastore", many: "datastores" });
  throw new LookupError(`Datastore ${JSON.stringify(type)}`, cloud, advice);
}

/** A version by id or name: of those with the same name, none is chosen. Only Trove itself knows the inactive ones. */
async function findVersion(
  datastore: Datastore,
  declared: string | undefined,
  context: LookupContext,
): Promise<DatastoreVersion> {
  const { name: type, defaultVersionId, versions } = datastore;
  const wanted = declared ?? defaultVersionId;
  const byId = versions.find(({ id }) => id === wanted);
  if (byId !== undefined) return byId;
  const named = versions.filter(({ name }) => name === wanted);
  const [first] = named;
  if (first !== undefined && named.length === 1) return first;
  const cloud = await context.trove.cloud({ signal: context.signal });
  if (first !== undefined) {
    const subject = `${named.length} versions of datastore ${type} are named ${JSON.stringify(wanted)}`;
    throw new AmbiguousLookupError(
      subject,
      cloud,
      named.map(({ id }) => id),
      "Set datastoreVersion to the id of one.",
    );
  }
  if (wanted === undefined)
    throw new LookupError(`A default version of datastore ${type}`, cloud, "Set datastoreVersion.");
  const inactive = await inactiveVersion(datastore, wanted, context);
  if (inactive !== undefined) return inactive;
  const advice = nearAdvice(wanted, versions, { one: "version", many: "active versions" });
  throw new LookupError(`Version ${JSON.stringify(wanted)} of datastore ${type}`, cloud, advice);
}

/** Trove answers 400 for a version that does not exist, and 404 for one with an id. */
async function inactiveVersion(
  { id }: Datastore,
  wanted: string,
  { trove, signal }: LookupContext,
): Promise<DatastoreVersion | undefined> {
  try {
    return await trove.datastores.version(id, wanted, { signal });
  } catch (error) {
    if (error instanceof ApiError && (error.status === 400 || error.status === 404)) return undefined;
    throw error;
  }
}
