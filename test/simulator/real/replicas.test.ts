import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "../client.ts";
import { type RealCloud, type Shop, startRealCloud } from "./cloud.ts";
import { DATASTORES, type Datastore, refusal } from "./programs.ts";

let cloud: RealCloud;
before(async () => {
  cloud = await startRealCloud();
});
after(() => cloud.simulator.stop());

for (const datastore of DATASTORES) {
  const { name, skip, readOnly } = datastore;

  test(`${name}: a replica shows the rows of its source, refuses writes, and is detached`, { skip }, async () => {
    const source = await startShop(datastore);
    await source.order("tea");
    const replica = await replicate(datastore, source);
    await shows(replica, ["tea"]);
    await source.order("milk");
    await shows(replica, ["tea", "milk"]);
    assert.equal(await refusal(replica.order("jam")), readOnly);
    await source.send("POST", "/users", {
      users: [{ name: "late", password: "first", databases: [{ name: "shop" }] }],
    });
    await until("the new user is there", () =>
      replica.queryAs({ user: "late" }, "SELECT 1").then(Boolean, () => false),
    );
    for (const one of [source, replica]) await one.change("POST", "/action", { restart: {} });
    await source.order("salt");
    await shows(replica, ["tea", "milk", "salt"]);
    assert.equal(await refusal(replica.order("jam")), readOnly);
    await replica.change("PUT", "", { instance: { replica_of: "" } });
    await replica.order("jam");
    await source.order("bread");
    assert.deepEqual(await replica.orders(), ["tea", "milk", "salt", "jam"]);
    assert.deepEqual(await source.orders(), ["tea", "milk", "salt", "bread"]);
  });

  test(`${name}: a promotion loses no row that the former source had committed`, { skip }, async () => {
    const source = await startShop(datastore);
    const [candidate, other] = [await replicate(datastore, source), await replicate(datastore, source)];
    const committed: string[] = [];
    const session = await source.connect();
    const writes = (async () => {
      for (let count = 0; ; count++) {
        await session.values(`INSERT INTO orders (item) VALUES ('${count}')`);
        committed.push(String(count));
      }
    })().catch(() => {});
    await until("rows are there", () => committed.length > 20);
    await candidate.change("POST", "/action", { promote_to_replica_source: {} });
    await writes;
    const kept = await candidate.orders();
    assert.deepEqual(
      committed.filter((item) => !kept.includes(item)),
      [],
    );
    await candidate.order("new");
    for (const replica of [source, other]) {
      await replica.isActive();
      assert.equal(replica.record.replicaOf, candidate.id);
      await until("the replica shows the new row", async () => (await replica.orders()).includes("new"));
      assert.equal(await refusal(replica.order("jam")), readOnly);
    }
    await source.change("POST", "/action", { promote_to_replica_source: {} });
    await source.order("back");
    await until("the replica shows the row", async () => (await candidate.orders()).includes("back"));
  });
}

async function startShop(datastore: Datastore): Promise<Shop> {
  const shop = await cloud.createShop(datastore);
  await shop.open();
  return shop;
}

function replicate(datastore: Datastore, source: Shop): Promise<Shop> {
  return cloud.createShopFrom(datastore, { replica_of: source.id });
}

async function shows(replica: Shop, items: readonly string[]): Promise<void> {
  await until("the replica has the rows", async () => (await replica.orders()).length >= items.length);
  assert.deepEqual(await replica.orders(), items);
}
