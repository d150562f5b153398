import { z } from "zod";
import { defineLookup, itemOf } from "./lookup.ts";

const rate = itemOf("RateLimit", {
  verb: { schema: z.string(), doc: "The HTTP method: `GET`, `POST`, `PUT`, `PATCH` or `DELETE`." },
  value: { schema: z.int(), doc: "The number of requests." },
  unit: { schema: z.string(), doc: "The time in which Trove accepts them: `SECOND`, `MINUTE`, `HOUR` or `DAY`." },
});

export const getLimits = defineLookup({
  name: "getLimits",
  description: "Looks up the quotas of the project, and the rate limits of its requests to Trove.",
  arguments: {},
  results: {
    maxInstances: { schema: z.int().optional(), doc: "The number of instances. Absent if there is no limit." },
    maxRam: { schema: z.int().optional(), doc: "The memory of all instances in MiB. Absent if there is no limit." },
    maxVolumes: {
      schema: z.int().optional(),
      doc: "The size of all volumes together in GiB. Absent if there is no limit.",
    },
    maxBackups: { schema: z.int().optional(), doc: "The number of backups. Absent if there is no limit." },
    rates: { schema: z.array(rate), doc: "The rate limits, one for each HTTP method. Empty if there are none." },
  },
  async run(_, { trove, signal }) {
    const { absolute, rates } = await trove.limits.get({ signal });
    return {
      maxInstances: limitOf(absolute.maxInstances),
      maxRam: limitOf(absolute.maxRam),
      maxVolumes: limitOf(absolute.maxVolumes),
      maxBackups: limitOf(absolute.maxBackups),
      // What remains of a rate changes with every request: as an output, it would change with every `pulumi up`.
      rates: rates.map(({ verb, value, unit }) => ({ verb, value, unit })),
    };
  },
});

/** Trove writes no limit as -1 (`trove/quota/quota.py`). */
function limitOf(quota: number | undefined): number | undefined {
  return quota !== undefined && quota < 0 ? undefined : quota;
}
