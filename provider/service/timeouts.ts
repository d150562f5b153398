import type { Failure, Timeouts } from "../resources/resource.ts";
import type { CustomTimeouts } from "./requests.ts";

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
const DURATION = /^(\d+(\.\d+)?(h|ms|m|s))+$/;

/** The milliseconds of a duration as Go and Pulumi write it (`1h30m`); `undefined` for any other text. */
export function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  const ms = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ""] ?? 0), 0);
  return Number.isFinite(ms) ? ms : undefined;
}

/** Reports each entry of `customTimeouts` that is not a positive duration. */
export function checkTimeouts(timeouts: CustomTimeouts = {}): Failure[] {
  return Object.entries(timeouts)
    .filter(([, value]) => value !== undefined && !((parseDuration(String(value)) ?? 0) > 0))
    .map(([key, value]) => ({
      path: `customTimeouts.${key}`,
      reason: `must be a duration such as "90m" or "1h30m", not ${JSON.stringify(value)}`,
    }));
}

/** The timeout of an operation in milliseconds: that of the program, else the default of the resource. */
export function timeoutOf(operation: keyof Timeouts, custom: CustomTimeouts | undefined, defaults: Timeouts): number {
  const given = custom?.[operation];
  return (given === undefined ? undefined : parseDuration(given)) ?? defaults[operation] * 60_000;
}
