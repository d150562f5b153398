/** One row of the table that `npm run bench` prints: what was measured, and each value with its unit. */
export interface Row {
  readonly what: string;
  readonly median: string;
  readonly fastest: string;
  readonly slowest: string;
}

/** The row of a sample, in milliseconds. */
export function milliseconds(what: string, sample: readonly number[]): Row {
  const sorted = sample.toSorted((a, b) => a - b);
  const at = (part: number) => `${(sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN).toFixed(0)} ms`;
  return { what, median: at(0.5), fastest: at(0), slowest: at(1) };
}
