/** Trove counts by the day at most (`trove/common/limits.py`), so nothing that is longer is meant. */
const LONGEST_MS = 86_400_000;

export function boundRetryAfter(ms: number): number {
  return Math.min(ms, LONGEST_MS);
}

/** Milliseconds, a day at most, that a `Retry-After` header asks to wait: seconds or an HTTP date; `undefined` when it says neither. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return boundRetryAfter(Math.ceil(Number(text) * 1000));
  // Date.parse takes much that is no HTTP date ("-1", "2"); every HTTP date begins with its weekday.
  const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : boundRetryAfter(Math.max(0, date - now));
}
