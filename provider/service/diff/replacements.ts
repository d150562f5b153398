import type { Metadata } from "../requests.ts";
import type { ComparedResource } from "./resource-diff.ts";

interface Replacement extends ComparedResource {
  /** The metadata of the old resource. */
  readonly metadata: Metadata;
}

/**
 * The diffs that require a replacement, by URN. A create does not learn what it replaces, but its preview shows why the old
 * resource cannot be kept.
 */
export class Replacements {
  readonly #byUrn = new Map<string, Replacement>();

  remember(urn: string | undefined, compared: ComparedResource, metadata: Metadata): void {
    if (urn === undefined) return;
    if (compared.diff.replaces.length > 0) this.#byUrn.set(urn, { ...compared, metadata });
    else this.#byUrn.delete(urn);
  }

  take(urn: string | undefined): Replacement | undefined {
    if (urn === undefined) return undefined;
    const found = this.#byUrn.get(urn);
    this.#byUrn.delete(urn);
    return found;
  }
}
