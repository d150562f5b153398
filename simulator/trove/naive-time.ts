/** Trove tells times in UTC without saying so. */
export function naiveTime(time: Date): string {
  return time.toISOString().slice(0, 19);
}
