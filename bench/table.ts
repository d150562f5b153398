/** A row of the table that `npm run bench` prints: the name of the measurement and its figures with units. */
export interface Row {
  readonly what: string;
  readonly figures: Readonly<Record<string, string>>;
}

/** A row for a sample in milliseconds. */
export function milliseconds(what: string, sample: readonly number[]): Row {
  const sorted = sample.toSorted((a, b) => a - b);
  const at = (part: number) => `${(sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN).toFixed(0)} ms`;
  return { what, figures: { median: at(0.5), fastest: at(0), slowest: at(1) } };
}

/** The lines of a table, with a column for every figure. A row without a figure has an empty cell. */
export function format(rows: readonly Row[]): string[] {
  const names = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const lines = [
    ["", ...names],
    ...rows.map(({ what, figures }) => [what, ...names.map((name) => figures[name] ?? "")]),
  ];
  const widths = ["", ...names].map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map(([what = "", ...cells]) =>
    [what.padEnd(widths[0] ?? 0), ...cells.map((cell, index) => cell.padStart(widths[index + 1] ?? 0))].join("   "),
  );
}
