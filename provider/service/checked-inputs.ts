import { createHash } from "node:crypto";

/**
 * Remembers what check gave back. The engine asks for the same diff in two situations: before an update, with what check
 * gave, and in a refresh, with what an earlier run stored, to show the drift. A refusal belongs to the first alone: it
 * must not keep a refresh from telling what there is.
 */
export class CheckedInputs {
  readonly #digests = new Set<string>();

  add(inputs: unknown): void {
    this.#digests.add(digest(inputs));
  }

  has(inputs: unknown): boolean {
    return this.#digests.has(digest(inputs));
  }
}

function digest(value: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(ordered(value)))
    .digest("base64");
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "__provider");
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, ordered(inner)]));
}
