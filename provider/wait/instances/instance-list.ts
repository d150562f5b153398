import type { Clock } from "../../core/clock.ts";
import { isGone } from "../../trove/errors/is-gone.ts";
import { NotFoundError } from "../../trove/errors/not-found-error.ts";
import type { Instances } from "../../trove/instances/instances.ts";
import { pages } from "../../trove/request/paging.ts";
import type { Instance, Page } from "../../trove/types.ts";

/** GETs that a page is made up of at once, where its list is refused. */
const GETS_AT_ONCE = 8;

type Source = Pick<Instances, "get" | "page">;

/** A detail list of the project's instances, or the first pages of one. */
export interface InstanceList {
  readonly instances: ReadonlyMap<string, Instance>;
  /** Instances whose details Trove does not show, as the plain list has them: without configuration group and times. */
  readonly withoutDetails: readonly Instance[];
  /** How many requests it took. */
  readonly requests: number;
  /** Whether these were all pages. An instance that is born meanwhile can be missing even then: pages go by ids. */
  readonly complete: boolean;
  /** Milliseconds, by the clock. */
  readonly begunAt: number;
  readonly tookMs: number;
}

/** Fetches the list, `mostPages` of it at most. */
export async function fetchInstances(
  source: Source,
  options: { readonly mostPages: number; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<InstanceList> {
  const { mostPages, clock, signal } = options;
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
    if (count >= mostPages) break;
  }
  return { instances, withoutDetails, requests, complete, begunAt, tookMs: clock.now() - begunAt };
}

interface DetailPage extends Page<Instance> {
  readonly withoutDetails: readonly Instance[];
  readonly requests: number;
}

/**
 * One page. Trove refuses the whole detail list with 404 where the configuration group of one instance is not the
 * project's (`trove/instance/views.py`, `InstanceDetailView`): then the plain list, which loads no groups, and a GET for
 * each of its instances give the same.
 */
async function detailPage(source: Source, marker: string | undefined, signal: AbortSignal): Promise<DetailPage> {
  try {
    return { ...(await source.page({ marker, detail: true, signal })), withoutDetails: [], requests: 1 };
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
  const { items, next } = await source.page({ marker, signal });
  const detailed: Instance[] = [];
  const withoutDetails: Instance[] = [];
  for (let from = 0; from < items.length; from += GETS_AT_ONCE) {
    await Promise.all(
      items.slice(from, from + GETS_AT_ONCE).map(async (item) => {
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
