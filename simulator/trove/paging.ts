import { quote } from "../http/unquote.ts";
import { badRequest, internalError } from "./api-fault.ts";
import type { Call } from "./call.ts";
import type { Link } from "./links.ts";

const PAGE_SIZE = 20;

/** The largest number in a LIMIT clause of MariaDB. */
const LARGEST = 2 ** 64 - 1;

/** The query's `limit` as Python's `int(limit or 20)`, at most 20 (`trove/common/utils.py`, `pagination_limit`). */
function pageLimit(call: Call): number {
  return Math.min(numberOf(call, "limit", PAGE_SIZE), PAGE_SIZE);
}

/** A parameter of the query like Python's `int(text or otherwise)`. */
function numberOf({ query }: Call, name: string, otherwise: number): number {
  const text = query.get(name) || String(otherwise);
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw internalError();
  return Number(text);
}

export interface Page<T> {
  readonly items: readonly T[];
  /** The marker of the next page: the key of the last item, or an offset. */
  readonly next: string | undefined;
}

/** A page of the guest agent's list, by key. A limit of 0 is none; a negative one drops the last items (Python). */
export function pageByKey<T>(all: readonly T[], keyOf: (item: T) => string, call: Call): Page<T> {
  const limit = pageLimit(call);
  const marker = call.query.get("marker");
  const rest = [...all]
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
    .filter((item) => marker === null || keyOf(item) > marker);
  if (limit === 0 || rest.length === 0 || rest.length <= limit) return { items: rest, next: undefined };
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  if (last === undefined) throw badRequest("An error occurred communicating with the guest: list index out of range.");
  return { items, next: keyOf(last) };
}

/** A page of a list from Trove's database, ordered by id. */
export function pageById<T extends { readonly id: string }>(all: readonly T[], call: Call): Page<T> {
  const limit = pageLimit(call);
  const marker = call.query.get("marker") ?? "";
  const rest = all.filter(({ id }) => id > marker).sort((one, other) => (one.id < other.id ? -1 : 1));
  // Trove looks for the last item of the page.
  if (limit < 0 || (limit === 0 && rest.length > 0)) throw internalError();
  const items = rest.slice(0, limit);
  return { items, next: rest.length > limit ? items.at(-1)?.id : undefined };
}

/** A page by offset, of any size. A full page has a next one, even if that is empty (`trove/backup/models.py`). */
export function pageByOffset<T>(all: readonly T[], call: Call): Page<T> {
  const limit = numberOf(call, "limit", PAGE_SIZE);
  const offset = numberOf(call, "marker", 0);
  if (limit < 0 || offset < 0 || Math.max(limit, offset) > LARGEST) throw internalError();
  const items = all.slice(offset, offset + limit);
  return { items, next: items.length < limit ? undefined : String(offset + limit) };
}

/** The body of a page; `links` only if there is a next page (`trove/common/pagination.py`). */
export function pageBody(call: Call, collection: string, items: readonly unknown[], next: string | undefined): unknown {
  return next ? { [collection]: items, links: [nextLink(call, next)] } : { [collection]: items };
}

/** Always https, with the marker percent-encoded twice. */
function nextLink(call: Call, marker: string): Link {
  const query = new URLSearchParams([...call.query].filter(([, value]) => value !== ""));
  query.set("marker", quote(marker));
  return { rel: "next", href: `https://${call.host}${call.path}?${query}` };
}
