/** Trove's format for times: UTC, without a time zone. */
export function naiveTime(time: Date): string {
  return time.toISOString().slice(0, 19);
}
