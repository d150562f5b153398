import assert from "node:assert/strict";
import { until } from "../support/cloud-api.ts";
import { contract } from "../support/cloud-contract.ts";
import { databaseNames, grants, listed, unlisted, userNames, userPath } from "../support/cloud-guest.ts";
import { activeInstance } from "../support/cloud-instances.ts";
import { cloudKind } from "../support/cloud-options.ts";
import type { Cloud } from "../support/clouds.ts";
import { type Login, queryInstance } from "../support/instance-server.ts";

// What Trove's guest agent makes, as a client of the database server sees it.
const declare = contract();
const test: (...parameters: Parameters<typeof declare>) => void = cloudKind() === "real" ? declare : () => {};
const app: Login = { user: "app", password: "secret1" };
const ofApp = (...databases: string[]) => ({
  name: app.user,
  password: app.password,
  databases: databases.map((name) => ({ name })),
});
const denied = /Access denied for user 'app'@/;

/** The server also refuses the client's host, if no user may come from it. */
function assertRefused(cloud: Cloud, id: string, login: Login): Promise<void> {
  return assert.rejects(
    queryInstance(cloud, id, login, "SELECT 1"),
    /Access denied for user|is not allowed to connect/,
  );
}

for (const type of ["mysql", "mariadb"]) {
  test(`a user logs in, and sees the granted databases alone, for ${type}`, async ({ cloud, demo }) => {
    const { id } = await activeInstance(demo, {
      datastore: { type },
      databases: [{ name: "shop" }, { name: "other" }],
      users: [ofApp("shop")],
    });
    await listed(() => userNames(demo, id), "app@%");
    assert.deepEqual(await queryInstance(cloud, id, app, "SHOW DATABASES"), ["information_schema", "shop"]);
    const work = "CREATE TABLE shop.item (id INT); INSERT INTO shop.item VALUES (7); SELECT id FROM shop.item";
    assert.deepEqual(await queryInstance(cloud, id, app, work), ["7"]);
    await assert.rejects(queryInstance(cloud, id, app, "USE other"), denied);
    await assertRefused(cloud, id, { ...app, password: "secret2" });
  });

  test(`after a change only the new password is accepted, for ${type}`, async ({ cloud, demo }) => {
    const { id } = await activeInstance(demo, { datastore: { type }, users: [ofApp()] });
    await listed(() => userNames(demo, id), "app@%");
    const changed = { ...app, password: "secret2" };
    const body = { users: [{ name: changed.user, password: changed.password }] };
    assert.equal((await demo.put(`/instances/${id}/users`, body)).status, 202);
    const rows = () => queryInstance(cloud, id, changed, "SELECT 1").catch(() => []);
    await until("a login with the new password", rows, ([row]) => row === "1");
    await assertRefused(cloud, id, app);
  });
}

test("a dropped user is refused, and so is a revoked database", async ({ cloud, demo }) => {
  const { id } = await activeInstance(demo, { databases: [{ name: "shop" }], users: [ofApp("shop")] });
  await listed(() => userNames(demo, id), "app@%");
  assert.equal((await demo.delete(`${userPath(id, "app@%")}/databases/shop`)).status, 202);
  await assert.rejects(queryInstance(cloud, id, app, "USE shop"), denied);
  assert.equal((await demo.delete(userPath(id, "app@%"))).status, 202);
  await unlisted(() => userNames(demo, id), "app@%");
  await assertRefused(cloud, id, app);
});

test("a user of another host is refused", async ({ cloud, demo }) => {
  const { id } = await activeInstance(demo, { users: [{ ...ofApp(), host: "10.0.0.1" }] });
  await listed(() => userNames(demo, id), "app@10.0.0.1");
  await assertRefused(cloud, id, app);
});

test("instances do not share users", async ({ cloud, demo }) => {
  const [{ id }, other] = await Promise.all([
    activeInstance(demo, { users: [ofApp()] }),
    activeInstance(demo, { users: [{ name: "other", password: app.password }] }),
  ]);
  await listed(() => userNames(demo, id), "app@%");
  await listed(() => userNames(demo, other.id), "other@%");
  assert.deepEqual(await userNames(demo, id), ["app@%"]);
  await assertRefused(cloud, other.id, app);
});

// Trove does not escape the underscore, which stands for any character in the name of a grant's database.
test("a grant on a name with an underscore reaches similar names, and lists one", async ({ cloud, demo }) => {
  const databases = ["shop_1", "shop-1", "shopx1", "shop11x"].map((name) => ({ name }));
  const { id } = await activeInstance(demo, { databases, users: [ofApp("shop_1")] });
  await listed(() => userNames(demo, id), "app@%");
  assert.deepEqual(await grants(demo, id, "app@%"), ["shop_1"]);
  const visible = await queryInstance(cloud, id, app, "SHOW DATABASES");
  assert.deepEqual(new Set(visible), new Set(["information_schema", "shop_1", "shop-1", "shopx1"]));
});

test("root logs in with the password that is shown once, until root is disabled", async ({ cloud, demo }) => {
  const { id } = await activeInstance(demo, { databases: [{ name: "shop" }] });
  await listed(() => databaseNames(demo, id), "shop");
  const { body } = await demo.post<{ user: { name: string; password: string } }>(`/instances/${id}/root`, {});
  const root: Login = { user: body.user.name, password: body.user.password };
  assert.deepEqual(await queryInstance(cloud, id, root, "SHOW DATABASES LIKE 'shop'"), ["shop"]);
  assert.equal((await demo.delete(`/instances/${id}/root`)).status, 204);
  await assertRefused(cloud, id, root);
});
