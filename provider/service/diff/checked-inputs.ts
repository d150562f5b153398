import { createHash } from "node:crypto";
import { unknownValue } from "../../resources/values/unknown-value.ts";
import type { DeclaredResource } from "../requests.ts";

/**
 * The results of the checks in this process. The engine requests the same diff in two situations: before an update, with
 * the result of a check; and in a refresh, with the inputs that an earlier run stored, to show drift. Only the first may
 * refuse a change: a refresh must show what exists.
 */
export class CheckedInputs {
  readonly #digests = new Set<string>();

  add(checked: DeclaredResource<unknown>): void {
    this.#digests.add(digest(checked));
  }

  has(declared: DeclaredResource<unknown>): boolean {
    return this.#digests.has(digest(declared));
  }
}

function digest({ inputs, metadata }: DeclaredResource<unknown>): string {
  return createHash("sha256")
    .update(JSON.stringify(ordered([inputs, metadata])))
    .digest("base64");
}

function ordered(value: unknown): unknown {
  if (value === unknownValue) return { unknown: true };
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner)]));
}
