import { z } from "zod";
import { listDatastores } from "../resources/catalog/datastores.ts";
import { defineLookup, itemOf } from "./lookup.ts";

const version = itemOf("DatastoreVersion", {
  id: { schema: z.string(), doc: "The id of the version." },
  name: { schema: z.string(), doc: "The name of the version: `8.0.29`, …" },
});

const datastore = itemOf("DatastoreDetails", {
  id: { schema: z.string(), doc: "The id of the datastore." },
  name: { schema: z.string(), doc: "The name of the datastore: `mysql`, …" },
  defaultVersion: {
    schema: z.string().optional(),
    doc: "The name of the version that an instance gets if its program declares none. Absent if the datastore has no default.",
  },
  defaultVersionId: { schema: z.string().optional(), doc: "The id of that version." },
  versions: { schema: z.array(version), doc: "The active versions." },
});

export const getDatastores = defineLookup({
  name: "getDatastores",
  description: "Looks up the datastores that the cloud offers, with their active versions.",
  arguments: {},
  results: { datastores: { schema: z.array(datastore), doc: "The datastores." } },
  async run(_, context) {
    const datastores = await listDatastores(context);
    return {
      datastores: datastores.map(({ id, name, defaultVersionId, versions }) => ({
        id,
        name,
        defaultVersion: versions.find((one) => one.id === defaultVersionId)?.name,
        defaultVersionId,
        versions: versions.map((one) => ({ id: one.id, name: one.name })),
      })),
    };
  },
});
