import { z } from "zod";
import { ArgumentError } from "../../core/errors/argument-error.ts";
import { UnexpectedAnswerError } from "../errors/unexpected-answer-error.ts";
import type { Page, PageOptions } from "../types.ts";
import { wireLink } from "./link-wire.ts";
import { listOf } from "./list-of.ts";
import { withQuery } from "./paths.ts";

/** Links can be relative. Only their query is used, so any base serves. */
const ANY_BASE = "https://trove";

/** Pages of at least 20 items (`trove/common/cfg.py`, `instances_page_size`): 200 000 instances, users or backups. */
const MAX_PAGES = 10_000;

const pageLink = wireLink.refine(({ href }) => URL.canParse(href, ANY_BASE), { path: ["href"], error: "Invalid URL" });

/** The part of a page beside its items. */
export const wirePage = z.object({ links: listOf(pageLink).nullish() });

/**
 * Returns the marker of the next page from the `next` link, ready to be encoded once: Trove encodes it twice
 * (`trove/common/pagination.py`). The link itself is not followed, since Trove always writes https and its own host
 * name.
 */
export function nextMarker({ links }: z.infer<typeof wirePage>): string | undefined {
  const href = links?.find((link) => link.rel === "next")?.href;
  const marker = href === undefined ? null : new URL(href, ANY_BASE).searchParams.get("marker");
  return marker ? decodeOnce(marker) : undefined;
}

/** A server that encodes once can send a name with a `%` that starts no escape: it stays as it is. */
function decodeOnce(marker: string): string {
  try {
    return decodeURIComponent(marker);
  } catch {
    return marker;
  }
}

/**
 * Adds `limit` and `marker`.
 *
 * @throws {RangeError} Trove would answer 500: `limit` is not a whole number of at least 1.
 */
export function pagePath(path: string, { limit, marker }: PageOptions): string {
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
    throw new ArgumentError(`limit must be a whole number of at least 1, not ${limit}.`);
  }
  return withQuery(path, { limit, marker });
}

/**
 * Yields the items of all pages. A page may be short or empty although another follows.
 *
 * @throws {UnexpectedAnswerError} the server repeats a marker, or sends more than 10 000 pages: the list would not end.
 */
export async function* everyPage<T>(
  what: string,
  fetchPage: (marker: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  for await (const page of pages(what, fetchPage)) yield* page.items;
}

/** Yields all pages. @throws {UnexpectedAnswerError} as `everyPage`. */
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
    if (marker !== undefined && seen.size >= MAX_PAGES) {
      throw new UnexpectedAnswerError(what, `the list has more than ${MAX_PAGES} pages`);
    }
  } while (marker !== undefined);
}
