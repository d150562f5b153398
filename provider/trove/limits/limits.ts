import type { Session, SessionRequest } from "../../openstack/session.ts";
import { callTrove } from "../request/call-trove.ts";
import type { CallOptions, Limits as ProjectLimits } from "../types.ts";
import { findAbsolute, parseRates, tenantRates, wireLimits } from "./limits-wire.ts";

/** `/limits` (`trove/limits/views.py`). */
export class Limits {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Reads the quotas of the project and the rate limits of this client. The call itself counts as a GET. */
  async get(options: CallOptions = {}): Promise<ProjectLimits> {
    const what = "Reading the limits of the project";
    const request: SessionRequest = { method: "GET", path: "/limits", parseRates };
    const { limits } = await callTrove(this.#session, what, { ...request, ...options }, wireLimits);
    const absolute = findAbsolute(limits);
    return {
      absolute: {
        maxInstances: absolute?.max_instances ?? undefined,
        maxRam: absolute?.max_ram ?? undefined,
        maxVolumes: absolute?.max_volumes ?? undefined,
        maxBackups: absolute?.max_backups ?? undefined,
      },
      rates: tenantRates(limits).map(({ verb, value, remaining, unit }) => ({ verb, value, remaining, unit })),
    };
  }
}
