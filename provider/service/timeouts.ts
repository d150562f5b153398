import type { Failure, Timeouts } from "../resources/resource.ts";
import type { CustomTimeouts } from "./requests.ts";

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
const DURATION = /^(\d+(\.\d+)?(h|ms|m|s))+$/;

/** A duration as Go and Pulumi write it (`1h30m`) in milliseconds; `undefined` for anything else, and for no number. */
export function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  const ms = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ""] ?? 0), 0);
  return Number.isFinite(ms) ? ms : undefined;
}

/** Every entry of `customTimeouts` that is no duration. */
export function checkTimeouts(timeouts: CustomTimeouts = {}): Failure[] {
  return Object.entries(timeouts)
    .filter(([, value]) => value !== undefined && !((parseDuration(String(value)) ?? 0) > 0))
    .map(([key, value]) => ({
      path: `customTimeouts.${key}`,
      reason: `${JSON.stringify(value)} is no duration such as "90m" or "1h30m"`,
    }));
}

/** How long an operation may take, in milliseconds. */
export function timeoutOf(operation: keyof Timeouts, custom: CustomTimeouts | undefined, defaults: Timeouts): number {
  const given = custom?.[operation];
  return (given === undefined ? undefined : parseDuration(given)) ?? defaults[operation] * 60_000;
}
