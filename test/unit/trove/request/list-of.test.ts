import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { z } from "zod";
import { wireGroup } from "../../../../provider/trove/configurations/configuration-wire.ts";
import { wireInstance } from "../../../../provider/trove/instances/instance-wire.ts";
import { parseRates, wireLimits } from "../../../../provider/trove/limits/limits-wire.ts";
import { listOf } from "../../../../provider/trove/request/list-of.ts";
import { wirePage } from "../../../../provider/trove/request/paging.ts";
import { parseBody } from "../../../../provider/trove/request/parse-body.ts";

const FOLDER = new URL("../../../../provider/trove/", import.meta.url);
const least = { id: "i", name: "db", status: "BUILD" };

/** A list of objects without anything in them, which counts how many of them were looked at. */
function badItems(key: string) {
  const seen = new Set<number>();
  const items = Array.from({ length: 1000 }, (_, index) =>
    Object.defineProperty({}, key, { enumerable: true, get: () => void seen.add(index) }),
  );
  return { items, seen };
}

test("stops reading a list at its first invalid item", () => {
  const cases = [
    ["limits", "verb", wireLimits, (items: object[]) => ({ limits: items })],
    ["links", "rel", wirePage, (items: object[]) => ({ links: items })],
    ["addresses", "address", wireInstance, (items: object[]) => ({ ...least, addresses: items })],
    ["replicas", "id", wireInstance, (items: object[]) => ({ ...least, replicas: items })],
  ] as const;
  for (const [name, key, schema, body] of cases) {
    const { items, seen } = badItems(key);
    assert.throws(() => parseBody<unknown>(schema, body(items), "Listing"), {
      code: "TROVE_UNEXPECTED_ANSWER",
      message: new RegExp(`API: ${name}\\.0`),
    });
    assert.deepEqual([...seen], [0], name);
  }
});

test("stops reading rates at the first invalid row", () => {
  const { items, seen } = badItems("verb");
  assert.deepEqual(parseRates({ body: { limits: items }, serverDate: undefined }), []);
  assert.deepEqual([...seen], [0]);
});

test("stops reading the values of a group at the first invalid one", () => {
  const values = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`v${index}`, []]));
  const { error } = wireGroup.safeParse({ id: "g", name: "n", values });
  assert.deepEqual(
    error?.issues.map(({ path }) => path),
    [["values", "v0"]],
  );
});

test("an error has the path of an invalid item, also in nested lists", () => {
  const users = z.object({ users: listOf(z.object({ databases: listOf(z.object({ name: z.string() })).nullish() })) });
  const body = { users: [{ databases: null }, {}, { databases: [{ name: "a" }, { name: 1 }] }] };
  assert.throws(
    () => parseBody(users, body, "Listing"),
    /: users\.2\.databases\.1\.name: must be of type string\. Check/,
  );
  assert.throws(() => parseBody(users, { users: {} }, "Listing"), /: users: must be of type array\. Check/);
  assert.throws(() => parseBody(users, {}, "Listing"), /: users: must be of type array\. Check/);
  assert.throws(() => parseBody(users, { users: [0] }, "Listing"), /: users\.0: must be of type object\. Check/);
});

test("no schema of a response collects an issue for every item", async () => {
  for (const name of await readdir(FOLDER, { recursive: true })) {
    if (!name.endsWith(".ts") || name === "list-of.ts") continue;
    const text = await readFile(new URL(name, FOLDER), "utf8");
    // What `z.record` takes of unknown values has no issues.
    assert.doesNotMatch(
      text.replaceAll("z.record(z.string(), z.unknown())", ""),
      /\bz\s*\.(?:array|record|map|set)\(/,
      name,
    );
  }
});
