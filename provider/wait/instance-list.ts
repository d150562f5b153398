import type { Clock } from "../http/clock.ts";
import type { Instances } from "../trove/instances.ts";
import { pages } from "../trove/paging.ts";
import type { Instance } from "../trove/types.ts";

/** A detail list of the project's instances, or the first pages of one. */
export interface InstanceList {
  readonly instances: ReadonlyMap<string, Instance>;
  /** How many pages, and so requests, it took. */
  readonly pages: number;
  /** Whether these were all pages. An instance that is born meanwhile can be missing even then: pages go by ids. */
  readonly complete: boolean;
  /** Milliseconds, by the clock. */
  readonly begunAt: number;
  readonly tookMs: number;
}

/** Fetches the list, `mostPages` of it at most. */
export async function fetchInstances(
  source: Pick<Instances, "page">,
  options: { readonly mostPages: number; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<InstanceList> {
  const { mostPages, clock, signal } = options;
  const begunAt = clock.now();
  const instances = new Map<string, Instance>();
  let count = 0;
  let complete = false;
  for await (const page of pages("Listing instances", (marker) => source.page({ marker, detail: true, signal }))) {
    count += 1;
    for (const instance of page.items) instances.set(instance.id, instance);
    complete = page.next === undefined;
    if (count >= mostPages) break;
  }
  return { instances, pages: count, complete, begunAt, tookMs: clock.now() - begunAt };
}
