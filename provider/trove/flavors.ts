import { z } from "zod";
import type { Session } from "../openstack/session.ts";
import { callTrove } from "./call-trove.ts";
import { parseBody } from "./parse-body.ts";
import type { CallOptions, Flavor } from "./types.ts";

const many = z.looseObject({
  flavors: z.array(
    z.looseObject({
      id: z.union([z.string(), z.number()]).nullish(),
      str_id: z.string().nullish(),
      name: z.string(),
      ram: z.number(),
      vcpus: z.number().nullish(),
      disk: z.number().nullish(),
    }),
  ),
});

/** `/flavors` (`trove/flavor/views.py`). */
export class Flavors {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** All flavors; `id` is null for one that is no number, so it is taken from `str_id`. */
  async list(options: CallOptions = {}): Promise<Flavor[]> {
    const what = "Listing flavors";
    const body = await callTrove(this.#session, what, { method: "GET", path: "/flavors", ...options });
    return parseBody(many, body, what).flavors.map((flavor) => ({
      id: flavor.str_id ?? String(flavor.id ?? ""),
      name: flavor.name,
      ram: flavor.ram,
      vcpus: flavor.vcpus ?? undefined,
      disk: flavor.disk ?? undefined,
    }));
  }
}
