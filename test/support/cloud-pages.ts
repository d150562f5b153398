import assert from "node:assert/strict";
import type { CloudApi } from "./cloud-api.ts";

interface PagedBody<Item> {
  readonly links?: readonly { readonly rel: string; readonly href: string }[];
  readonly [collection: string]: readonly Item[] | PagedBody<Item>["links"];
}

/** A page of a collection as received; `href` is its link to the next page. */
export interface RawPage<Item> {
  readonly items: readonly Item[];
  readonly href: URL | undefined;
}

/** @param path ends in the name of the collection, before any query; for `/instances/detail`, that is `instances`. */
export async function rawPage<Item>(api: CloudApi, path: string): Promise<RawPage<Item>> {
  const answer = await api.get<PagedBody<Item>>(path);
  assert.equal(answer.status, 200, answer.text);
  const [collection = ""] = Object.keys(answer.body).filter((key) => key !== "links");
  const href = answer.body.links?.find(({ rel }) => rel === "next")?.href;
  return { items: answer.body[collection] as readonly Item[], href: href === undefined ? undefined : new URL(href) };
}

/** Reads all pages, by the marker in each link, which Trove encodes twice. */
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
