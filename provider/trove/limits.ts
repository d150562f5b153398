import { z } from "zod";
import type { Session } from "../openstack/session.ts";
import { callTrove } from "./call-trove.ts";
import { parseBody } from "./parse-body.ts";
import type { CallOptions, Limits as ProjectLimits } from "./types.ts";

const quota = z.number().nullish();
const wireAbsolute = z.looseObject({
  verb: z.literal("ABSOLUTE"),
  max_instances: quota,
  max_ram: quota,
  max_volumes: quota,
  max_backups: quota,
});
const wireRate = z.looseObject({
  verb: z.string(),
  value: z.number(),
  remaining: z.number(),
  unit: z.string(),
  regex: z.string().nullish(),
});
const wireLimits = z.looseObject({ limits: z.array(z.union([wireAbsolute, wireRate])) });

type WireRate = z.infer<typeof wireRate>;

/** `/limits` (`trove/limits/views.py`). */
export class Limits {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The project's quotas, and the rates that count for what this client sends. The call itself costs a GET. */
  async get(options: CallOptions = {}): Promise<ProjectLimits> {
    const what = "Reading the limits of the project";
    const body = await callTrove(this.#session, what, { method: "GET", path: "/limits", ...options });
    const { limits } = parseBody(wireLimits, body, what);
    const absolute = limits.find((limit): limit is z.infer<typeof wireAbsolute> => limit.verb === "ABSOLUTE");
    return {
      absolute: {
        maxInstances: absolute?.max_instances ?? undefined,
        maxRam: absolute?.max_ram ?? undefined,
        maxVolumes: absolute?.max_volumes ?? undefined,
        maxBackups: absolute?.max_backups ?? undefined,
      },
      rates: limits
        .filter((limit): limit is WireRate => limit.verb !== "ABSOLUTE" && countsForTenants(limit as WireRate))
        .map(({ verb, value, remaining, unit }) => ({ verb, value, remaining, unit })),
    };
  }
}

/** There is a row for `^/mgmt` too, with the same verb as another. */
function countsForTenants({ regex }: WireRate): boolean {
  return !regex || regex === ".*";
}
