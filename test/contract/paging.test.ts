import assert from "node:assert/strict";
import { contract } from "../support/cloud-contract.ts";
import { listed } from "../support/cloud-guest.ts";
import { activeInstance, createInstance, type WireInstance } from "../support/cloud-instances.ts";
import { allPages, rawPage } from "../support/cloud-pages.ts";

interface Named {
  readonly name: string;
  readonly host?: string;
}
let guest: WireInstance;
const databases = Array.from({ length: 23 }, (_, index) => `db-${String(index).padStart(2, "0")}`);
const hosts = ["10.0.0.%", "%"];
const users = Array.from({ length: 11 }, (_, index) => hosts.map((host) => ({ name: `u.${index}`, host }))).flat();
const keys = users.map(({ name, host }) => `${name}@${host}`).sort();
const keyOf = ({ name, host }: Named) => `${name}@${host}`;

const test = contract(undefined, async ({ other }) => {
  guest = await activeInstance(other, { name: "paged" });
  for (let batch = 0; batch < 3; batch++) {
    await Promise.all(Array.from({ length: 7 }, () => createInstance(other, { name: "paged" })));
  }
  await other.post(`/instances/${guest.id}/databases`, { databases: databases.map((name) => ({ name })) });
  const passwords = users.map((user) => ({ ...user, password: "secret1" }));
  await other.post(`/instances/${guest.id}/users`, { users: passwords });
  const all = async () => (await allPages<Named>(other, `/instances/${guest.id}/users`, 20)).flat().map(keyOf);
  await listed(all, ...keys);
});

test("a page has at most 20 items, even if more are requested", async ({ other }) => {
  for (const path of [
    "/instances",
    "/instances/detail",
    `/instances/${guest.id}/databases`,
    `/instances/${guest.id}/users`,
  ]) {
    for (const query of ["", "?limit=", "?limit=20", "?limit=21", "?limit=1000"]) {
      assert.equal((await rawPage(other, path + query)).items.length, 20, path + query);
    }
  }
});

test("a page before the last has one link, with https and the other parameters", async ({ other }) => {
  const answer = await other.get<{ instances: { id: string }[]; links: object[] }>("/instances?limit=2&colour=red");
  assert.equal(answer.body.links.length, 1);
  const { href } = await rawPage<WireInstance>(other, "/instances?limit=2&colour=red");
  const last = answer.body.instances.map(({ id }) => id).sort()[1];
  assert.equal(`${href?.protocol}//${href?.pathname}`, `https:///v1.0/${other.projectId}/instances`);
  const parameters = Object.fromEntries(href?.searchParams ?? []);
  assert.deepEqual(parameters, { limit: "2", colour: "red", marker: last });
});

test("the last page has no links", async ({ other }) => {
  const answer = await other.get<object>(`/instances?marker=${"f".repeat(8)}-ffff-ffff-ffff-${"f".repeat(12)}`);
  assert.deepEqual(answer.body, { instances: [] });
  const rest = await rawPage<Named>(other, `/instances/${guest.id}/databases?marker=db-19`);
  assert.deepEqual([rest.items.length, rest.href], [3, undefined]);
});

test("instances are paged by id, and newest first within a page", async ({ other }) => {
  const pages = await allPages<WireInstance>(other, "/instances/detail", 5);
  const ids = pages.flat().map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.length >= 22);
  for (const [index, page] of pages.entries()) {
    const created = page.map((instance) => instance.created);
    assert.deepEqual(created, created.toSorted().toReversed());
    const next = pages[index + 1]?.map(({ id }) => id).sort()[0];
    if (next !== undefined) assert.ok(page.every(({ id }) => id < next));
  }
});

test("a marker need not be an existing id", async ({ other }) => {
  const { items } = await rawPage<WireInstance>(other, "/instances?marker=00000000-0000-0000-0000-000000000000");
  assert.equal(items.length, 20);
  assert.deepEqual((await rawPage(other, "/instances?marker=zzz")).items, []);
});

test("databases are paged by name, with any page size", async ({ other }) => {
  for (const limit of [1, 5, 20]) {
    const pages = await allPages<Named>(other, `/instances/${guest.id}/databases`, limit);
    assert.deepEqual(
      pages.flat().map(({ name }) => name),
      databases,
    );
    assert.ok(pages.slice(0, -1).every((page) => page.length === limit));
  }
});

test("users are paged by name and host, with a marker encoded twice", async ({ other }) => {
  const path = `/instances/${guest.id}/users`;
  for (const limit of [1, 5, 20]) {
    assert.deepEqual((await allPages<Named>(other, path, limit)).flat().map(keyOf), keys);
  }
  const { href, items } = await rawPage<Named>(other, `${path}?limit=2`);
  assert.deepEqual(items.map(keyOf), ["u.0@%", "u.0@10.0.0.%"]);
  assert.match(href?.search ?? "", /marker=u\.0%254010\.0\.0\.%2525(&|$)/);
});

test("a marker sent back encoded twice returns the first page again", async ({ other }) => {
  const path = `/instances/${guest.id}/users`;
  const marker = (await rawPage<Named>(other, `${path}?limit=2`)).href?.searchParams.get("marker") ?? "";
  const wrong = await rawPage<Named>(other, `${path}?limit=2&marker=${encodeURIComponent(marker)}`);
  const right = await rawPage<Named>(other, `${path}?limit=2&marker=${encodeURIComponent(decodeURIComponent(marker))}`);
  assert.deepEqual(wrong.items.map(keyOf), ["u.0@%", "u.0@10.0.0.%"]);
  assert.deepEqual(right.items.map(keyOf), ["u.10@%", "u.10@10.0.0.%"]);
});

test("a limit that is not a positive number is 500", async ({ other }) => {
  for (const limit of ["abc", "0", "-1", "1.5"]) {
    const answer = await other.get(`/instances?limit=${limit}`);
    assert.equal(`${answer.status} ${answer.fault?.key}`, "500 instanceFault", limit);
  }
});

test("flavors and datastores are not paged", async ({ other }) => {
  for (const path of ["/flavors", "/datastores", "/datastores/mysql/versions"]) {
    const answer = await other.get<object>(`${path}?limit=1`);
    const [[, items] = ["", []], ...rest] = Object.entries(answer.body);
    assert.ok((items as unknown[]).length > 1);
    assert.deepEqual(rest, []);
  }
});
