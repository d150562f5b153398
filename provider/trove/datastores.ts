import { z } from "zod";
import type { Session } from "../openstack/session.ts";
import { callTrove } from "./request/call-trove.ts";
import { listOf } from "./request/list-of.ts";
import { idSegment } from "./request/paths.ts";
import type { CallOptions, ConfigurationParameter, Datastore, DatastoreVersion, VolumeType } from "./types.ts";

const wireVersion = z.object({ id: z.string(), name: z.string() });
const wireOneVersion = z.object({ version: wireVersion });
const wireDatastore = z.object({
  id: z.string(),
  name: z.string(),
  default_version: z.string().nullish(),
  versions: listOf(wireVersion).nullish(),
});
const one = z.object({ datastore: wireDatastore });
const many = z.object({ datastores: listOf(wireDatastore) });
const wireVolumeTypes = z.object({
  volume_types: listOf(z.object({ id: z.string(), name: z.string() })),
});
const wireParameters = z.object({
  "configuration-parameters": listOf(
    z.object({
      name: z.string(),
      type: z.enum(["string", "integer", "float", "boolean"]),
      restart_required: z.boolean(),
      min: z.number().nullish(),
      max: z.number().nullish(),
    }),
  ),
});
type WireParameter = z.infer<typeof wireParameters>["configuration-parameters"][number];

/** `/datastores` (`trove/datastore/views.py`). Only active versions are told. */
export class Datastores {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Every datastore of the cloud; they come at once, not in pages. */
  async list(options: CallOptions = {}): Promise<Datastore[]> {
    const what = "Listing datastores";
    const body = await callTrove(this.#session, what, { method: "GET", path: "/datastores", ...options }, many);
    return body.datastores.map(fromWireDatastore);
  }

  /** Reads a datastore. @throws {NotFoundError} there is none of that id or name (`resource` is `datastore`). */
  async get(idOrName: string, options: CallOptions = {}): Promise<Datastore> {
    const what = `Reading datastore ${JSON.stringify(idOrName)}`;
    const path = `/datastores/${idSegment(idOrName)}`;
    const body = await callTrove(this.#session, what, { method: "GET", path, ...options }, one);
    return fromWireDatastore(body.datastore);
  }

  /**
   * Reads a version of a datastore, both by name or by id: the one that an upgrade to that name or id would lead to. An
   * inactive one is found, too, which the lists leave out.
   *
   * @throws {NotFoundError} there is no such datastore.
   * @throws {BadRequestError} there is no such version.
   */
  async version(datastore: string, idOrName: string, options: CallOptions = {}): Promise<DatastoreVersion> {
    const what = `Reading version ${JSON.stringify(idOrName)} of datastore ${JSON.stringify(datastore)}`;
    const path = `/datastores/${idSegment(datastore)}/versions/${idSegment(idOrName)}`;
    const body = await callTrove(this.#session, what, { method: "GET", path, ...options }, wireOneVersion);
    return body.version;
  }

  /** The volume types that a version takes. By id: for a version's name Trove gives all types there are. */
  async volumeTypes(datastore: string, versionId: string, options: CallOptions = {}): Promise<VolumeType[]> {
    const what = `Listing the volume types of datastore ${JSON.stringify(datastore)}`;
    const path = `/datastores/${idSegment(datastore)}/versions/${idSegment(versionId)}/volume-types`;
    const body = await callTrove(this.#session, what, { method: "GET", path, ...options }, wireVolumeTypes);
    return body.volume_types;
  }

  /**
   * What a configuration group may set for a version of a datastore, both by name or by id.
   *
   * @throws {NotFoundError} there is no such datastore.
   * @throws {BadRequestError} there is no such version.
   */
  async parameters(datastore: string, version: string, options: CallOptions = {}): Promise<ConfigurationParameter[]> {
    const what = `Listing the configuration parameters of datastore ${JSON.stringify(`${datastore} ${version}`)}`;
    const path = `/datastores/${idSegment(datastore)}/versions/${idSegment(version)}/parameters`;
    const body = await callTrove(this.#session, what, { method: "GET", path, ...options }, wireParameters);
    return body["configuration-parameters"].map(fromWireParameter);
  }
}

function fromWireDatastore(wire: z.infer<typeof wireDatastore>): Datastore {
  return {
    id: wire.id,
    name: wire.name,
    defaultVersionId: wire.default_version ?? undefined,
    versions: wire.versions ?? [],
  };
}

function fromWireParameter({ name, type, restart_required, min, max }: WireParameter): ConfigurationParameter {
  return {
    name,
    type,
    restartRequired: restart_required,
    ...(typeof min === "number" && { min }),
    ...(typeof max === "number" && { max }),
  };
}
