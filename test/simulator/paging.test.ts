import assert from "node:assert/strict";
import { test } from "node:test";
import { startClient, until } from "./client.ts";

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Follows a link as a client must: with the marker decoded twice. */
function markerOf(body: { links?: { rel: string; href: string }[] }): string | undefined {
  const href = body.links?.find(({ rel }) => rel === "next")?.href;
  const marker = href === undefined ? null : new URL(href).searchParams.get("marker");
  return marker === null ? undefined : decodeURIComponent(marker);
}

test("instances are paged by twenty, each once", async () => {
  await using client = await startClient({ maxInstances: 50, maxVolumes: 100 });
  for (let index = 0; index < 45; index++) await client.create({ name: `n${index}` });
  const seen: Named[] = [];
  const sizes: number[] = [];
  let marker: string | undefined = "";
  while (marker !== undefined) {
    const { body } = await client.send("GET", `/instances?limit=30&marker=${encodeURIComponent(marker)}`);
    seen.push(...body.instances);
    sizes.push(body.instances.length);
    marker = markerOf(body);
  }
  assert.deepEqual(sizes, [20, 20, 5]);
  assert.equal(new Set(seen.map(({ id }) => id)).size, 45);
});

test("a page's link is https and keeps the query; the last page has none", async () => {
  await using client = await startClient();
  for (const name of ["one", "two", "three"]) await client.create({ name });
  const first = (await client.send("GET", "/instances/detail?include_clustered=true&limit=2")).body;
  const href = new URL(first.links[0].href);
  assert.equal(href.protocol, "https:");
  assert.equal(href.host, new URL(client.simulator.troveUrl).host);
  assert.equal(href.searchParams.get("include_clustered"), "true");
  const last = (await client.send("GET", `/instances/detail?limit=2&marker=${markerOf(first)}`)).body;
  assert.deepEqual([last.instances.length, "links" in last], [1, false]);
});

test("a user's marker is encoded twice; sent unchanged, it returns the same page", async () => {
  await using client = await startClient();
  const users = ["ann", "bob", "cid"].map((name) => ({ name, password: "pw1", host: "10.0.0.%" }));
  const id = await client.create({ users });
  await until("the users are there", () => client.simulator.instance(id)?.users.length === 3);
  const first = (await client.send("GET", `/instances/${id}/users?limit=1`)).body;
  assert.match(first.links[0].href, /marker=ann%254010\.0\.0\.%2525$/);
  const wrong = new URL(first.links[0].href).searchParams.get("marker") ?? "";
  const again = await client.send("GET", `/instances/${id}/users?limit=1&marker=${encodeURIComponent(wrong)}`);
  assert.equal(again.body.users[0].name, "ann");
  const marker = encodeURIComponent(markerOf(first) ?? "");
  const second = await client.send("GET", `/instances/${id}/users?limit=1&marker=${marker}`);
  assert.equal(second.body.users[0].name, "bob");
});

test("a limit that is not a number is 500, as in Trove", async () => {
  await using client = await startClient();
  for (const limit of ["abc", "-1"]) {
    const { status, body } = await client.send("GET", `/instances?limit=${limit}`);
    assert.equal(status, 500);
    assert.match(body.instanceFault.message, /^Internal Server Error\. Please keep this ID/);
  }
});
