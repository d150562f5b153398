type Entry = Readonly<Record<string, unknown>>;

/**
 * The objects in a list of a service catalog, none where it is no list. What is not an object is skipped: a broken entry
 * of another service must not keep anybody from Trove.
 */
export function catalogEntries(list: unknown): readonly Entry[] {
  return Array.isArray(list) ? list.filter(isEntry) : [];
}

function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null;
}

/** `String` would fail on an object with a `toString` of its own. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
