import { NotFoundError } from "../../../../provider/trove/errors/not-found-error.ts";
import type { MissingObject } from "../../../../provider/trove/errors/response/missing-object.ts";
import { fromWireInstance, wireInstance } from "../../../../provider/trove/instances/instance-wire.ts";
import type { InstancePageOptions } from "../../../../provider/trove/instances/instances.ts";
import type { Instance } from "../../../../provider/trove/types.ts";
import { InstancePoller, type InstanceSource } from "../../../../provider/wait/instances/instance-poller.ts";
import type { ManualClock } from "../manual-clock.ts";

const PAGE = 20;

/** A project whose answers take time by a clock of the test's, and which notes what it is asked. */
export class ProjectOfInstances implements InstanceSource {
  /** Of each instance by its id; one that is not there is gone. */
  readonly statuses = new Map<string, string>();
  /** `GET a`, or `page 1`, with its time. */
  readonly requests: { readonly what: string; readonly at: number; readonly signal: AbortSignal | undefined }[] = [];
  readonly poller: InstancePoller;
  /** Of every answer. */
  latencyMs = 10;
  /** The ids of the replicas of each source, by its id. */
  readonly replicas = new Map<string, readonly string[]>();
  /** What happens to a request instead of an answer. */
  fault: (what: string) => Promise<void> = async () => {};
  /** The instance whose configuration group Trove does not find: it shows no details of it. */
  hidden: string | undefined;
  /** Instances whose servers lists do not find, since an earlier release made them without the tag of Trove 26. */
  readonly untagged = new Set<string>();
  /** Whether a GET shows the addresses of an instance in BUILD, as from Trove 26 on. */
  addressesInBuild = true;
  /** Whether a GET shows the addresses of an instance in SHUTDOWN, as before Trove 26 while its ports are there. */
  addressesInShutdown = false;
  /** Whether no instance has ports, and thus addresses. */
  withoutPorts = false;
  /** Whether every instance shows a hostname and no addresses, as where Trove runs DNS. */
  hostnames = false;
  /** How many changes were sent and answered. */
  changed = 0;
  /** How many of them were DELETEs. */
  deleted = 0;
  perMinute: number | undefined;
  readonly #clock: ManualClock;

  constructor(clock: ManualClock, ids: readonly string[], status = "BUILD") {
    this.#clock = clock;
    for (const id of ids) this.statuses.set(id, status);
    const traffic = {
      changes: () => this.changed,
      deletes: () => this.deleted,
      perMinute: () => this.perMinute,
    };
    this.poller = new InstancePoller(this, traffic, clock);
  }

  /** Lets an instance be there, as the answer to its create shows it. */
  create(id: string): Instance {
    this.statuses.set(id, "BUILD");
    return instance(id, "BUILD");
  }

  asked(): string[] {
    return this.requests.map(({ what }) => what);
  }

  async get(id: string, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<Instance> {
    await this.#request(`GET ${id}`, signal);
    const status = this.statuses.get(id);
    if (status === undefined) throw notFound(`/instances/${id}`, { resource: "instance", resourceId: id });
    if (id === this.hidden) throw notFound(`/instances/${id}`, GROUP);
    const hasAddresses = status === "BUILD" ? this.addressesInBuild : status !== "SHUTDOWN" || this.addressesInShutdown;
    return this.#view(id, status, hasAddresses ? ADDRESSES : []);
  }

  async page({ marker, detail, signal }: InstancePageOptions = {}) {
    const ids = [...this.statuses.keys()].sort();
    const from = marker === undefined ? 0 : ids.findIndex((id) => id > marker);
    const of = ids.slice(from, from + PAGE).map((id) => this.#listed(id));
    await this.#request(`${detail ? "" : "plain "}page ${from / PAGE + 1}`, signal);
    if (detail && of.some(({ id }) => id === this.hidden)) throw notFound("/instances/detail", GROUP);
    return { items: of, next: from + PAGE < ids.length ? of.at(-1)?.id : undefined };
  }

  /** A list shows no server's status where it finds no server (`trove/instance/models.py`, `_load_servers_status`). */
  #listed(id: string): Instance {
    const status = this.statuses.get(id) ?? "";
    if (this.untagged.has(id)) return this.#view(id, status === "ACTIVE" ? "SHUTDOWN" : status, []);
    return this.#view(id, status, ["BUILD", "SHUTDOWN"].includes(status) ? [] : ADDRESSES);
  }

  #view(id: string, status: string, addresses: typeof ADDRESSES): Instance {
    const seen = this.#viewOfServer(id, status, addresses);
    return { ...seen, replicas: this.replicas.get(id) ?? [] };
  }

  #viewOfServer(id: string, status: string, addresses: typeof ADDRESSES): Instance {
    if (this.withoutPorts) return instance(id, status);
    return this.hostnames ? instance(id, status, [], `${id}.example.com`) : instance(id, status, addresses);
  }

  async #request(what: string, signal: AbortSignal | undefined): Promise<void> {
    this.requests.push({ what, at: this.#clock.now(), signal });
    await this.#clock.sleep(this.latencyMs, signal);
    await this.fault(what);
  }
}

export function idsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `i${String(index).padStart(3, "0")}`);
}

const ADDRESSES = [{ address: "10.0.0.1", type: "private" }];

function instance(id: string, status: string, addresses: typeof ADDRESSES = [], hostname?: string): Instance {
  const operatingStatus = status === "ACTIVE" ? "HEALTHY" : "";
  const wire = { id, name: id, status, operating_status: operatingStatus, flavor: { id: "1" }, addresses, hostname };
  return fromWireInstance(wireInstance.parse(wire));
}

const GROUP: MissingObject = { resource: "configuration", resourceId: "g1" };

function notFound(path: string, missing: MissingObject): Error {
  return new NotFoundError(
    {
      what: `Reading ${path}`,
      status: 404,
      faultName: "itemNotFound",
      serverMessage: `${missing.resourceId} cannot be found`,
      trovesOwn: true,
      method: "GET",
      path,
      requestId: "req-1",
      retryAfterMs: undefined,
      cause: undefined,
    },
    missing.resource,
    missing.resourceId,
  );
}
