import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { request, until } from "../client.ts";
import { type RealCloud, type Shop, startRealCloud } from "./cloud.ts";
import { DATASTORES, mariadb, refusal } from "./programs.ts";

/** Other systems have 127.0.0.1 alone. */
const onLinux = process.platform === "linux" ? false : "needs more than one loopback address";

let cloud: RealCloud;
before(async () => {
  cloud = await startRealCloud();
});
after(() => cloud.simulator.stop());

for (const datastore of DATASTORES) {
  const { name, port } = datastore;
  const skip = datastore.skip || onLinux;

  test(`${name}: an empty list refuses all in an update, and lets all in at a create`, { skip }, async () => {
    const shop = await cloud.createShop(datastore, { access: { allowed_cidrs: [] } });
    await shop.query("SELECT 1");
    // Like Trove, which changes the rules only if the list changes.
    await allow(shop, []);
    await shop.query("SELECT 1");
    await allow(shop, ["127.0.0.0/8"]);
    const session = await shop.connect();
    await allow(shop, []);
    await assert.rejects(session.values("SELECT 1"));
    assert.equal(await refusal(shop.connect()), "ECONNREFUSED");
    await shop.change("POST", "/action", { restart: {} });
    assert.equal(await refusal(shop.connect()), "ECONNREFUSED");
    await allow(shop, ["127.0.0.0/8"]);
    await shop.query("SELECT 1");
  });

  test(`${name}: a range of loopback addresses lets in no other address`, { skip }, async () => {
    const shop = await cloud.createShop(datastore, { access: { allowed_cidrs: ["127.0.0.1/32"] } });
    await shop.query("SELECT 1");
    assert.equal(await answerTo("127.0.0.9", shop.address, port), "ECONNRESET");
    await allow(shop, ["127.0.0.9"]);
    assert.equal(await answerTo("127.0.0.9", shop.address, port), "an answer");
    assert.equal(await answerTo("127.0.0.1", shop.address, port), "ECONNRESET");
  });

  test(`${name}: ranges elsewhere let programs of this machine in, and a note says so`, { skip }, async () => {
    const shop = await cloud.createShop(datastore);
    await allow(shop, ["10.0.0.0/8"]);
    await shop.query("SELECT 1");
    const isNote = (line: string) => line.includes(shop.id) && line.includes("10.0.0.0/8");
    await until("the log says so", () => cloud.log.some(isNote));
    const { body } = await request("GET", `${cloud.simulator.troveUrl}/_simulator/dashboard/state`);
    assert.ok(body.notes.some(isNote));
  });
}

test("mariadb: the host of a user counts", { skip: mariadb.skip || onLinux }, async () => {
  const users = ["10.0.0.1", "127.0.0.1"].map((host, index) => ({
    name: `user${index}`,
    host,
    password: "first",
    databases: [{ name: "shop" }],
  }));
  const shop = await cloud.createShopFrom(mariadb, { databases: [{ name: "shop" }], users });
  await until("both users are there", () => shop.record.user("user1", "127.0.0.1")?.databases.length === 1);
  assert.equal(await refusal(shop.connect({ user: "user0" })), mariadb.denied);
  await shop.queryAs({ user: "user1" }, "SELECT 1");
});

function allow(shop: Shop, ranges: readonly string[]): Promise<void> {
  return shop.change("PUT", "", { instance: { access: { allowed_cidrs: ranges } } });
}

/** What a client with this address gets: the first bytes of the server, or the code of an error. */
function answerTo(localAddress: string, host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, localAddress });
    socket.on("error", ({ code }: NodeJS.ErrnoException) => resolve(code ?? "an error"));
    socket.on("close", () => resolve("an end"));
    socket.on("data", () => {
      resolve("an answer");
      socket.destroy();
    });
    // PostgreSQL's SSLRequest (https://www.postgresql.org/docs/17/protocol-message-formats.html). MariaDB greets first.
    if (port === 5432) socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
  });
}
