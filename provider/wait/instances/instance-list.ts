import type { Clock } from "../../core/clock.ts";
import { isGone } from "../../trove/errors/is-gone.ts";
import { NotFoundError } from "../../trove/errors/not-found-error.ts";
import type { Instances } from "../../trove/instances/instances.ts";
import { pages } from "../../trove/request/paging.ts";
import type { Instance, Page } from "../../trove/types.ts";

/** Concurrent GETs that replace a page whose details Trove refuses. */
const MAX_CONCURRENT_GETS = 8;

export type ListSource = Pick<Instances, "get" | "page">;

/** A detail list of the project's instances, or the first pages of one. */
export interface InstanceList {
  readonly instances: ReadonlyMap<string, Instance>;
  /** Instances whose details Trove refuses, from the plain list: without configuration group and times. */
  readonly withoutDetails: readonly Instance[];
  /** Requests that the list took. */
  readonly requests: number;
  /**
   * Whether it has all pages. Pages are ordered by id, so even then it may lack an instance that was created meanwhile.
   */
  readonly complete: boolean;
  /** Milliseconds of the clock. */
  readonly begunAt: number;
  readonly tookMs: number;
}

/** Fetches at most `maxPages` pages of the detail list. */
export async function fetchInstances(
  source: ListSource,
  options: { readonly maxPages: number; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<InstanceList> {
  const { maxPages, clock, signal } = options;
  const begunAt = clock.now();
  const instances = new Map<string, Instance>();
  const withoutDetails: Instance[] = [];
  let count = 0;
  let requests = 0;
  let complete = false;
  for await (const page of pages("Listing instances", (marker) => detailPage(source, marker, signal))) {
    count += 1;
    requests += page.requests;
    for (const instance of page.items) instances.set(instance.id, instance);
    withoutDetails.push(...page.withoutDetails);
    complete = page.next === undefined;
    if (count >= maxPages) break;
  }
  return { instances, withoutDetails, requests, complete, begunAt, tookMs: clock.now() - begunAt };
}

interface DetailPage extends Page<Instance> {
  readonly withoutDetails: readonly Instance[];
  readonly requests: number;
}

/**
 * Fetches one page. Trove answers 404 to the whole detail list if one instance has a configuration group of another
 * project (`trove/instance/views.py`, `InstanceDetailView`). Then the plain list, which loads no groups, and a GET for
 * each of its instances replace the page.
 */
async function detailPage(source: ListSource, marker: string | undefined, signal: AbortSignal): Promise<DetailPage> {
  try {
    return { ...(await source.page({ marker, detail: true, signal })), withoutDetails: [], requests: 1 };
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
  const { items, next } = await source.page({ marker, signal });
  const detailed: Instance[] = [];
  const withoutDetails: Instance[] = [];
  for (let from = 0; from < items.length; from += MAX_CONCURRENT_GETS) {
    await Promise.all(
      items.slice(from, from + MAX_CONCURRENT_GETS).map(async (item) => {
        try {
          detailed.push(await source.get(item.id, { signal }));
        } catch (error) {
          if (!(error instanceof NotFoundError)) throw error;
          if (!isGone(error, { instance: item.id })) withoutDetails.push(item);
        }
      }),
    );
  }
  return { items: detailed, withoutDetails, next, requests: 2 + items.length };
}
