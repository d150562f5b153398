import { z } from "zod";
import type { Session } from "../openstack/session.ts";
import { callTrove } from "./request/call-trove.ts";
import { listOf } from "./request/list-of.ts";
import { idSegment } from "./request/paths.ts";
import type { CallOptions, Flavor } from "./types.ts";

const wireFlavor = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  str_id: z.string().nullish(),
  name: z.string(),
  ram: z.number(),
  vcpus: z.number().nullish(),
  disk: z.number().nullish(),
});
const one = z.object({ flavor: wireFlavor });
const many = z.object({ flavors: listOf(wireFlavor) });

/** `/flavors` (`trove/flavor/views.py`). */
export class Flavors {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Lists all flavors of the cloud, without pages. */
  async list(options: CallOptions = {}): Promise<Flavor[]> {
    const what = "Listing flavors";
    const body = await callTrove(this.#session, what, { method: "GET", path: "/flavors", ...options }, many);
    return body.flavors.map(fromWireFlavor);
  }

  /** Reads a flavor, by its id only. @throws {NotFoundError} it does not exist. */
  async get(id: string, options: CallOptions = {}): Promise<Flavor> {
    const what = `Reading flavor ${JSON.stringify(id)}`;
    const path = `/flavors/${idSegment(id)}`;
    const body = await callTrove(this.#session, what, { method: "GET", path, ...options }, one);
    return fromWireFlavor(body.flavor);
  }
}

/** `id` is null unless it is a number, so `str_id` comes first. */
function fromWireFlavor(wire: z.infer<typeof wireFlavor>): Flavor {
  return {
    id: wire.str_id ?? String(wire.id ?? ""),
    name: wire.name,
    ram: wire.ram,
    vcpus: wire.vcpus ?? undefined,
    disk: wire.disk ?? undefined,
  };
}
