import assert from "node:assert/strict";
import type { CloudApi } from "./cloud-api.ts";

interface PagedBody<Item> {
  readonly links?: readonly { readonly rel: string; readonly href: string }[];
  readonly [collection: string]: readonly Item[] | PagedBody<Item>["links"];
}

/** One page of a collection as it came; `href` is its link to the next. */
export interface RawPage<Item> {
  readonly items: readonly Item[];
  readonly href: URL | undefined;
}

/** `path` ends in the name of the collection, before any query; `/instances/detail` is of the collection `instances`. */
export async function rawPage<Item>(api: CloudApi, path: string): Promise<RawPage<Item>> {
  const answer = await api.get<PagedBody<Item>>(path);
  assert.equal(answer.status, 200, answer.text);
  const [collection = ""] = Object.keys(answer.body).filter((key) => key !== "links");
  const href = answer.body.links?.find(({ rel }) => rel === "next")?.href;
  return { items: answer.body[collection] as readonly Item[], href: href === undefined ? undefined : new URL(href) };
}

/** Every page, by the marker of the link: encoded twice, so decoded once more, and encoded once. */
export async function allPages<Item>(api: CloudApi, path: string, limit: number): Promise<(readonly Item[])[]> {
  const pages: (readonly Item[])[] = [];
  let query = `?limit=${limit}`;
  for (;;) {
    const { items, href } = await rawPage<Item>(api, path + query);
    pages.push(items);
    const marker = href?.searchParams.get("marker");
    if (marker === undefined || marker === null) return pages;
    assert.ok(pages.length < 50, "the pages do not end");
    query = `?limit=${limit}&marker=${encodeURIComponent(decodeURIComponent(marker))}`;
  }
}
