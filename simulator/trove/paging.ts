import { quote } from "../http/unquote.ts";
import { internalError } from "./api-fault.ts";
import type { Call } from "./call.ts";
import type { Link } from "./links.ts";

const PAGE_SIZE = 20;

/** `limit` of the query as `int(limit or 20)` reads it, 20 at most (`trove/common/utils.py`, `pagination_limit`). */
export function pageLimit({ query }: Call): number {
  const text = query.get("limit") || String(PAGE_SIZE);
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw internalError();
  return Math.min(Number(text), PAGE_SIZE);
}

export interface Page<T> {
  readonly items: readonly T[];
  /** The key of the last item, when more follow. */
  readonly next: string | undefined;
}

/** A page of what the guest lists, by key. A limit of 0 is none, and a negative one leaves off the last (Python's slices). */
export function pageByKey<T>(all: readonly T[], keyOf: (item: T) => string, call: Call): Page<T> {
  const limit = pageLimit(call);
  const marker = call.query.get("marker");
  const rest = [...all]
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
    .filter((item) => marker === null || keyOf(item) > marker);
  if (limit === 0 || rest.length <= limit) return { items: rest, next: undefined };
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last && keyOf(last) };
}

/** The body of a page: `links` only where more follow (`trove/common/pagination.py`). */
export function pageBody(call: Call, collection: string, items: readonly unknown[], next: string | undefined): unknown {
  return next ? { [collection]: items, links: [nextLink(call, next)] } : { [collection]: items };
}

/** Always https, and with the marker encoded twice. */
function nextLink(call: Call, marker: string): Link {
  const query = new URLSearchParams([...call.query].filter(([, value]) => value !== ""));
  query.set("marker", quote(marker));
  return { rel: "next", href: `https://${call.host}${call.path}?${query}` };
}
