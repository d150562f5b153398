/** Trove's longest unit of a rate is a day (`trove/common/limits.py`), so no longer wait is meant. */
const LONGEST_MS = 86_400_000;

export function boundRetryAfter(ms: number): number {
  return Math.min(ms, LONGEST_MS);
}

/** The milliseconds of a `Retry-After` header, at most a day. It has seconds or an HTTP date; else `undefined`. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return boundRetryAfter(Math.ceil(Number(text) * 1000));
  // Date.parse accepts texts that are not HTTP dates ("-1", "2"); every HTTP date begins with its weekday.
  const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : boundRetryAfter(Math.max(0, date - now));
}
