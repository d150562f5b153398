import { z } from "zod";
import { ArgumentError } from "../../core/errors/argument-error.ts";
import { UnexpectedAnswerError } from "../errors/unexpected-answer-error.ts";
import type { Page, PageOptions } from "../types.ts";
import { wireLink } from "./link-wire.ts";
import { listOf } from "./list-of.ts";
import { withQuery } from "./paths.ts";

/** A link can be relative, and what it is relative to tells nothing that is needed here. */
const anywhere = "https://trove";

/** Pages of at least 20 items (`trove/common/cfg.py`, `instances_page_size`): 200 000 instances, users or backups. */
const MOST_PAGES = 10_000;

const pageLink = wireLink.refine(({ href }) => URL.canParse(href, anywhere), { path: ["href"], error: "Invalid URL" });

/** What a list has beside its items. */
export const wirePage = z.object({ links: listOf(pageLink).nullish() });

/**
 * The marker of the next page, out of the `next` link, ready to be encoded once. Trove encodes it twice
 * (`trove/common/pagination.py`). The link itself is never followed: it always says https, with the server's own idea
 * of its host.
 */
export function nextMarker({ links }: z.infer<typeof wirePage>): string | undefined {
  const href = links?.find((link) => link.rel === "next")?.href;
  const marker = href === undefined ? null : new URL(href, anywhere).searchParams.get("marker");
  return marker ? decodeOnce(marker) : undefined;
}

/** A name with a stray `%`, from a server that encodes once, is itself. */
function decodeOnce(marker: string): string {
  try {
    return decodeURIComponent(marker);
  } catch {
    return marker;
  }
}

/** @throws {RangeError} a `limit` that Trove answers with 500: it has to be a whole number from 1 up. */
export function pagePath(path: string, { limit, marker }: PageOptions): string {
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
    throw new ArgumentError(`limit must be a whole number of at least 1, not ${limit}.`);
  }
  return withQuery(path, { limit, marker });
}

/**
 * Every item of every page. A page can be short, even empty, and have a next one all the same.
 *
 * @throws {UnexpectedAnswerError} the server gave a marker that it gave before, or more pages than any list has: it
 * would go on for ever.
 */
export async function* everyPage<T>(
  what: string,
  fetchPage: (marker: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  for await (const page of pages(what, fetchPage)) yield* page.items;
}

/** Page after page, for those who count them. @throws {UnexpectedAnswerError} as `everyPage`. */
export async function* pages<OnePage extends Page<unknown>>(
  what: string,
  fetchPage: (marker: string | undefined) => Promise<OnePage>,
): AsyncGenerator<OnePage, void, undefined> {
  const seen = new Set<string>();
  let marker: string | undefined;
  do {
    const page = await fetchPage(marker);
    yield page;
    marker = page.next;
    if (marker !== undefined && seen.has(marker)) {
      throw new UnexpectedAnswerError(what, `the list repeats the page after ${JSON.stringify(marker)}`);
    }
    seen.add(marker ?? "");
    if (marker !== undefined && seen.size >= MOST_PAGES) {
      throw new UnexpectedAnswerError(what, `the list has more than ${MOST_PAGES} pages`);
    }
  } while (marker !== undefined);
}
