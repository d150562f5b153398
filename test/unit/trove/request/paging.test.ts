import assert from "node:assert/strict";
import { test } from "node:test";
import { UnexpectedAnswerError } from "../../../../provider/trove/errors/unexpected-answer-error.ts";
import { everyPage, nextMarker, pagePath } from "../../../../provider/trove/request/paging.ts";
import type { Page } from "../../../../provider/trove/types.ts";

function linking(href: string) {
  return { links: [{ rel: "next", href }] };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
  }
  return all;
}

test("decodes a marker that Trove encoded twice", () => {
  const body = linking("https://wrong.host/v1.0/p/instances/i/users?limit=2&marker=a%254010.0.0.%2525");
  assert.equal(nextMarker(body), "a@10.0.0.%");
});

test("keeps plus, space, ampersand and non-ASCII letters of a marker", () => {
  for (const name of ["a+b", "a b", "a&b=c", "ü@%", "%41"]) {
    const python = encodeURIComponent(encodeURIComponent(name));
    assert.equal(nextMarker(linking(`https://h/users?marker=${python}`)), name);
  }
});

test("accepts a marker that was encoded once", () => {
  assert.equal(nextMarker(linking("https://h/users?marker=a%40%25")), "a@%");
});

test("without a next link there is no next page", () => {
  assert.equal(nextMarker({}), undefined);
  assert.equal(nextMarker({ links: [] }), undefined);
  assert.equal(nextMarker({ links: [{ rel: "self", href: "https://h/?marker=1" }] }), undefined);
});

test("encodes the marker once in the path of a page", () => {
  assert.equal(pagePath("/users", { limit: 2, marker: "a@%" }), "/users?limit=2&marker=a%40%25");
  assert.equal(pagePath("/users", {}), "/users");
});

test("refuses a limit that Trove would answer with 500", () => {
  for (const limit of [0, -1, 1.5, Number.NaN]) {
    assert.throws(() => pagePath("/users", { limit }), RangeError);
  }
});

test("reads every page, short and empty ones too", async () => {
  const pages: Record<string, Page<number>> = {
    "": { items: [1, 2], next: "b" },
    b: { items: [], next: "c" },
    c: { items: [3], next: undefined },
  };
  const all = everyPage("Listing", async (marker = "") => pages[marker] ?? { items: [], next: undefined });
  assert.deepEqual(await collect(all), [1, 2, 3]);
});

test("repeated markers are an error, not an endless loop", async () => {
  const next: Record<string, string> = { "": "a", a: "b", b: "a" };
  let fetched = 0;
  const all = everyPage("Listing users", async (marker = "") => {
    fetched += 1;
    return { items: [marker], next: next[marker] };
  });
  await assert.rejects(collect(all), UnexpectedAnswerError);
  assert.equal(fetched, 3);
});

test("endless new markers are an error, not an endless loop", async () => {
  let fetched = 0;
  const endless = everyPage("Listing users", async () => {
    fetched += 1;
    assert.ok(fetched <= 20_000);
    return { items: [fetched], next: String(fetched) };
  });
  await assert.rejects(collect(endless), {
    code: "TROVE_UNEXPECTED_ANSWER",
    message: /^Listing users failed: .* the list has more than 10000 pages\./,
  });
  assert.equal(fetched, 10_000);
});

test("requests no more pages once the caller stops reading", async () => {
  let fetched = 0;
  for await (const _ of everyPage("Listing", async () => ({ items: [1], next: String(fetched++) }))) {
    break;
  }
  assert.equal(fetched, 1);
});
