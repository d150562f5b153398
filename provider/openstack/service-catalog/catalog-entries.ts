type Entry = Readonly<Record<string, unknown>>;

/**
 * The objects in a list of a service catalog; empty if it is not a list. Anything else in it is skipped: a broken entry of
 * another service must not make Trove unreachable.
 */
export function catalogEntries(list: unknown): readonly Entry[] {
  return Array.isArray(list) ? list.filter(isEntry) : [];
}

function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null;
}

/** Returns a text, or `""` for anything else. `String` would throw for an object with a broken `toString`. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
