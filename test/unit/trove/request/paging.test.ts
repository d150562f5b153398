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

test("a marker that Trove encoded twice is decoded twice", () => {
  const body = linking("https://wrong.host/v1.0/p/instances/i/users?limit=2&marker=a%254010.0.0.%2525");
  assert.equal(nextMarker(body), "a@10.0.0.%");
});

test("a marker with a plus, a space, an ampersand or a letter beyond ASCII survives", () => {
  for (const name of ["a+b", "a b", "a&b=c", "ü@%", "%41"]) {
    const python = encodeURIComponent(encodeURIComponent(name));
    assert.equal(nextMarker(linking(`https://h/users?marker=${python}`)), name);
  }
});

test("a marker that was encoded once is taken as it is", () => {
  assert.equal(nextMarker(linking("https://h/users?marker=a%40%25")), "a@%");
});

test("without a next link there is no next page", () => {
  assert.equal(nextMarker({}), undefined);
  assert.equal(nextMarker({ links: [] }), undefined);
  assert.equal(nextMarker({ links: [{ rel: "self", href: "https://h/?marker=1" }] }), undefined);
});

test("a page's path has its marker encoded once", () => {
  assert.equal(pagePath("/users", { limit: 2, marker: "a@%" }), "/users?limit=2&marker=a%40%25");
  assert.equal(pagePath("/users", {}), "/users");
});

test("a limit that Trove would answer with 500 is refused", () => {
  for (const limit of [0, -1, 1.5, Number.NaN]) {
    assert.throws(() => pagePath("/users", { limit }), RangeError);
  }
});

test("every page is read, short and empty ones too", async () => {
  const pages: Record<string, Page<number>> = {
    "": { items: [1, 2], next: "b" },
    b: { items: [], next: "c" },
    c: { items: [3], next: undefined },
  };
  const all = everyPage("Listing", async (marker = "") => pages[marker] ?? { items: [], next: undefined });
  assert.deepEqual(await collect(all), [1, 2, 3]);
});

test("pages that go round in a circle are an error, not an endless loop", async () => {
  const next: Record<string, string> = { "": "a", a: "b", b: "a" };
  let fetched = 0;
  const all = everyPage("Listing users", async (marker = "") => {
    fetched += 1;
    return { items: [marker], next: next[marker] };
  });
  await assert.rejects(collect(all), UnexpectedAnswerError);
  assert.equal(fetched, 3);
});

test("pages with ever new markers are an error, not an endless loop", async () => {
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

test("who stops reading asks for no more pages", async () => {
  let fetched = 0;
  for await (const _ of everyPage("Listing", async () => ({ items: [1], next: String(fetched++) }))) {
    break;
  }
  assert.equal(fetched, 1);
});
