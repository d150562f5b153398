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

/** `/datastores` (`trove/datastore/views.py`). Lists contain active versions only. */
export class Datastores {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Lists all datastores of the cloud, without pages. */
  async list(options: CallOptions = {}): Promise<Datastore[]> {
    const what = "Listing datastores";
    const body = await callTrove(this.#session, what, { method: "GET", path: "/datastores", ...options }, many);
    return body.datastores.map(fromWireDatastore);
  }

  /** Reads a datastore. @throws {NotFoundError} it does not exist (`resource` is `datastore`). */
  async get(idOrName: string, options: CallOptions = {}): Promise<Datastore> {
    const what = `Reading datastore ${JSON.stringify(idOrName)}`;
    const path = `/datastores/${idSegment(idOrName)}`;
    const body = await callTrove(this.#session, what, { method: "GET", path, ...options }, one);
    return fromWireDatastore(body.datastore);
  }

  /**
   * Reads a version of a datastore, both by name or id: the one that an upgrade to this name or id would use. Finds
   * inactive versions too, which lists omit.
   *
   * @throws {NotFoundError} the datastore does not exist.
   * @throws {BadRequestError} the version does not exist.
   */
  async version(datastore: string, idOrName: string, options: CallOptions = {}): Promise<DatastoreVersion> {
    const what = `Reading version ${JSON.stringify(idOrName)} of datastore ${JSON.stringify(datastore)}`;
    const path = `/datastores/${idSegment(datastore)}/versions/${idSegment(idOrName)}`;
    const body = await callTrove(this.#session, what, { method: "GET", path, ...options }, wireOneVersion);
    return body.version;
  }

  /** Lists the volume types of a version, by its id: given a name, Trove returns every type of the cloud. */
  async volumeTypes(datastore: string, versionId: string, options: CallOptions = {}): Promise<VolumeType[]> {
    const what = `Listing the volume types of datastore ${JSON.stringify(datastore)}`;
    const path = `/datastores/${idSegment(datastore)}/versions/${idSegment(versionId)}/volume-types`;
    const body = await callTrove(this.#session, what, { method: "GET", path, ...options }, wireVolumeTypes);
    return body.volume_types;
  }

  /**
   * Lists the parameters that a configuration group may set for a datastore version, both by name or id.
   *
   * @throws {NotFoundError} the datastore does not exist.
   * @throws {BadRequestError} the version does not exist.
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
