/** Formats a duration in its two largest units: `58 m 12 s`, `1 h 2 m`, `0.4 s`. */
export function formatDuration(ms: number): string {
  if (ms === Number.POSITIVE_INFINITY) {
    return "unlimited time";
  }
  if (ms < 1000) {
    return `${Math.max(0, Math.round(ms / 100)) / 10} s`;
  }
  const seconds = Math.round(ms / 1000);
  const parts = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  const shown = parts.slice(first, first + 2).filter(([count]) => count > 0);
  return shown.map(([count, unit]) => `${count} ${unit}`).join(" ");
}
