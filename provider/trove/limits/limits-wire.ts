import { z } from "zod";
import type { HttpResponse } from "../../http/http.ts";
import type { RateLimit } from "../../http/rates/rate-bucket.ts";
import { listOf } from "../request/list-of.ts";

const quota = z.number().nullish();
const wireAbsolute = z.object({
  verb: z.literal("ABSOLUTE"),
  max_instances: quota,
  max_ram: quota,
  max_volumes: quota,
  max_backups: quota,
});
const wireRate = z.object({
  verb: z.string(),
  value: z.number(),
  remaining: z.number(),
  unit: z.string(),
  regex: z.string().nullish(),
  nextAvailable: z.string().nullish(),
});
export const wireLimits = z.object({ limits: listOf(z.union([wireAbsolute, wireRate])) });

type WireRow = z.infer<typeof wireLimits>["limits"][number];
type WireAbsolute = z.infer<typeof wireAbsolute>;
type WireRate = z.infer<typeof wireRate>;

export function findAbsolute(limits: readonly WireRow[]): WireAbsolute | undefined {
  return limits.find((limit): limit is WireAbsolute => limit.verb === "ABSOLUTE");
}

/** The rates of tenants: there is a row for `^/mgmt` too, with the same verb as another. */
export function tenantRates(limits: readonly WireRow[]): WireRate[] {
  const rates = limits.filter((limit): limit is WireRate => limit.verb !== "ABSOLUTE");
  return rates.filter(({ regex }) => !regex || regex === ".*");
}

/** What `/limits` tells the rate budget; nothing where it says something else. */
export function parseRates({ body, serverDate }: Pick<HttpResponse, "body" | "serverDate">): RateLimit[] {
  const read = wireLimits.safeParse(body);
  if (!read.success) return [];
  return tenantRates(read.data.limits)
    .filter(({ unit }) => unit === "MINUTE")
    .map((rate) => ({ verb: rate.verb, perMinute: rate.value, remaining: Math.max(0, remainingAt(serverDate, rate)) }));
}

/**
 * `remaining` is as the last request left it, however long ago, and `nextAvailable` is when that was, or later
 * (`trove/common/limits.py`, `Limit.display`). Both times are cut to seconds.
 */
function remainingAt(serverDate: number | undefined, { value, remaining, nextAvailable }: WireRate): number {
  const seconds = ((serverDate ?? Number.NaN) - Date.parse(nextAvailable ?? "")) / 1000 - 1;
  return seconds > 0 ? Math.min(value, remaining + (seconds * value) / 60) : remaining;
}
