import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Credentials } from "../../provider/openstack/credentials.ts";
import { listVersions } from "../../provider/trove/list-versions.ts";
import { TroveApi } from "../../provider/trove/trove-api.ts";
import type { Instance, User } from "../../provider/trove/types.ts";
import { until } from "../support/cloud-api.ts";
import { cloudSession } from "../support/cloud-client.ts";
import { type Contract, contract } from "../support/cloud-contract.ts";
import type { Cloud } from "../support/clouds.ts";

const network = "22222222-2222-2222-2222-222222222222";
let client: TroveApi, stranger: TroveApi, instance: Instance;

const test = contract(undefined, async ({ cloud }) => {
  client = connect(cloud);
  stranger = connect(cloud, "other");
  const { id } = await client.instances.create({
    name: "client",
    flavorId: "1",
    volume: { size: 1 },
    datastore: { type: "mysql", version: "8.0.29" },
    databases: [{ name: "shop", characterSet: "utf8mb4", collate: "utf8mb4_general_ci" }],
    users: [{ name: "app", password: "secret1", host: "10.0.0.%", databases: ["shop"] }],
    network: { networkId: network },
    access: { isPublic: true, allowedCidrs: ["10.0.0.0/8"] },
  });
  instance = await settled(id);
  await until(
    "the user",
    () => collect(client.users.list(id)),
    (users) => users.length > 0,
  );
});

function connect(cloud: Cloud, name = "demo", change: Partial<Credentials> = {}): TroveApi {
  return new TroveApi(cloudSession(cloud, name, change));
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  return Array.fromAsync(items);
}

function settled(id: string): Promise<Instance> {
  const done = ({ status, operatingStatus }: Instance) => status === "ACTIVE" && operatingStatus === "HEALTHY";
  return until(`instance ${id} ACTIVE`, () => client.instances.get(id), done);
}

/** The code of the error that `promise` rejects with, and the properties in `pick`. */
async function failure(promise: Promise<unknown>, ...pick: string[]): Promise<unknown[]> {
  const error = await promise.then(
    () => assert.fail("it did not fail"),
    (reason: unknown) => reason as Record<string, unknown>,
  );
  return ["code", ...pick].map((key) => error[key]);
}

test("the client converts an instance", () => {
  assert.deepEqual(instance.datastore, { type: "mysql", version: "8.0.29" });
  assert.deepEqual([instance.flavorId, instance.volumeSize, instance.operatingStatus], ["1", 1, "HEALTHY"]);
  assert.deepEqual(instance.access, { isPublic: true, allowedCidrs: ["10.0.0.0/8"] });
  assert.deepEqual(instance.addresses.map(({ type }) => type).sort(), ["private", "public"]);
  assert.match(instance.created ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.ok(Math.abs(Date.parse(instance.created ?? "") - (client.serverNow() ?? 0)) < 600_000);
});

test("both lists have the instance, the detail list with its creation", async () => {
  const [plain, detail] = [await collect(client.instances.list()), await collect(client.instances.listDetail())];
  const find = (all: readonly Instance[]) => all.find(({ id }) => id === instance.id);
  assert.deepEqual([find(plain)?.created, find(detail)?.created], [undefined, instance.created]);
  assert.deepEqual(find(detail)?.access, instance.access);
});

test("reads all pages of databases and users, even with odd names in the markers", async () => {
  const names = Array.from({ length: 43 }, (_, index) => `page-${index}`);
  await client.databases.create(
    instance.id,
    names.map((name) => ({ name })),
  );
  const users = ["10.0.0.%", "%"].flatMap((host) =>
    names.slice(0, 21).map((name) => ({ name: name.replace("-", "@"), host })),
  );
  await client.users.create(
    instance.id,
    users.map((user) => ({ ...user, password: "secret1" })),
  );
  const userNames = async () =>
    (await collect(client.users.list(instance.id))).map(({ name, host }: User) => `${name} ${host}`);
  const found = await until("the users", userNames, (all) =>
    users.every(({ name, host }) => all.includes(`${name} ${host}`)),
  );
  const databases = await collect(client.databases.list(instance.id));
  assert.deepEqual(databases.filter((name) => name.startsWith("page-")).sort(), [...names].sort());
  assert.deepEqual([new Set(found).size, new Set(databases).size], [found.length, databases.length]);
});

test("a page has the requested number of items and the next marker", async () => {
  const first = await client.databases.page(instance.id, { limit: 3 });
  const second = await client.databases.page(instance.id, { limit: 3, marker: first.next });
  assert.deepEqual([first.items.length, second.items.length], [3, 3]);
  assert.ok(second.items.every((name) => !first.items.includes(name)));
  await assert.rejects(client.databases.page(instance.id, { limit: 0 }), RangeError);
});

test("creates, changes and deletes users with odd names", async () => {
  const users = ["a.b", "a@b", "a%b", "x.json", "ü1", "a?b#c"].flatMap((name) => [
    { name },
    { name, host: "10.0.0.%" },
  ]);
  await client.users.create(
    instance.id,
    users.map((user) => ({ ...user, password: "secret1" })),
  );
  const all = () => collect(client.users.list(instance.id));
  const has = (list: User[]) =>
    users.filter((user) => list.some(({ name, host }) => name === user.name && host === (user.host ?? "%")));
  await until("the users", all, (list) => has(list).length === users.length);
  for (const user of users) {
    await client.users.grant(instance.id, user, ["shop"]);
    await client.users.update(instance.id, user, { password: "secret2" });
    const expected = { name: user.name, host: user.host ?? "%", databases: ["shop"] };
    assert.deepEqual(await client.users.get(instance.id, user), expected);
    await client.users.revoke(instance.id, user, "shop");
  }
  for (const user of users) await client.users.delete(instance.id, user);
  await until("the users to go", all, (list) => has(list).length === 0);
});

test("a missing resource is named in the error", async () => {
  const unknown = "11111111-1111-1111-1111-111111111111";
  const nobody = { name: "nobody" };
  assert.deepEqual(await failure(client.instances.get(unknown), "status", "resource"), [
    "TROVE_NOT_FOUND",
    404,
    "instance",
  ]);
  assert.deepEqual(await failure(client.users.get(unknown, nobody), "resource"), ["TROVE_NOT_FOUND", "instance"]);
  assert.deepEqual(await failure(client.users.get(instance.id, nobody), "resource"), ["TROVE_NOT_FOUND", "user"]);
  assert.deepEqual(await failure(client.databases.delete(instance.id, "nothing"), "resource"), [
    "TROVE_NOT_FOUND",
    "database",
  ]);
  assert.deepEqual(await failure(stranger.instances.get(instance.id), "resource"), ["TROVE_NOT_FOUND", "instance"]);
});

test("a refusal has its error code and the server's message", async () => {
  const create = { name: "refused", flavorId: "1", volume: { size: 1 } };
  const code = async (promise: Promise<unknown>) => (await failure(promise))[0];
  assert.equal(await code(client.instances.create({ ...create, flavorId: "77" })), "TROVE_BAD_REQUEST");
  assert.equal(await code(client.instances.create({ ...create, volume: { size: 26 } })), "TROVE_QUOTA");
  assert.equal(await code(client.instances.resize(instance.id, "eph")), "TROVE_NOT_IMPLEMENTED");
  assert.equal(await code(client.instances.resize(instance.id, instance.flavorId)), "TROVE_BAD_REQUEST");
  const refused = await client.instances.growVolume(instance.id, 1).catch((error: Error) => error.message);
  assert.match(String(refused), /The new volume 'size' must be larger than the current volume size of '1'/);
});

test("refuses an empty update before it is sent, so the group stays attached", async () => {
  const group = await client.configurations.create({ name: "kept", values: { wait_timeout: 60 } });
  await client.instances.attachConfiguration(instance.id, group.id);
  for (const patch of [{}, { name: undefined }, { configurationId: undefined, access: undefined }]) {
    await assert.rejects(client.instances.update(instance.id, patch), RangeError);
  }
  assert.equal((await settled(instance.id)).configurationId, group.id);
  await client.instances.detachConfiguration(instance.id);
});

test("updates, resizes, restarts and grows an instance", async () => {
  await client.instances.update(instance.id, { name: "changed", access: { isPublic: false, allowedCidrs: [] } });
  const busy = await failure(client.instances.restart(instance.id), "instanceId", "instanceStatus");
  assert.deepEqual(busy, ["TROVE_BUSY", instance.id, "UPDATING"]);
  const updated = await settled(instance.id);
  assert.deepEqual([updated.name, updated.access], ["changed", { isPublic: false, allowedCidrs: [] }]);
  for (const [act, check] of [
    [() => client.instances.resize(instance.id, "2"), (now: Instance) => assert.equal(now.flavorId, "2")],
    [() => client.instances.growVolume(instance.id, 2), (now: Instance) => assert.equal(now.volumeSize, 2)],
    [() => client.instances.restart(instance.id), (now: Instance) => assert.equal(now.status, "ACTIVE")],
    [
      () => client.instances.update(instance.id, { datastoreVersion: "5.7.29" }),
      (now: Instance) => assert.equal(now.datastore.version, "5.7.29"),
    ],
  ] as const) {
    await act();
    check(await settled(instance.id));
  }
});

test("creates, lists, promotes, detaches and deletes a replica", async () => {
  const source = await settled(
    (await client.instances.create({ name: "source", flavorId: "1", volume: { size: 1 } })).id,
  );
  const replica = await settled((await client.instances.create({ name: "replica", replicaOf: source.id })).id);
  await settled(source.id);
  assert.equal(replica.replicaOf, source.id);
  assert.deepEqual((await client.instances.get(source.id)).replicas, [replica.id]);
  assert.deepEqual(await failure(client.instances.create({ name: "second", replicaOf: replica.id }), "status"), [
    "TROVE_FORBIDDEN",
    401,
  ]);
  assert.deepEqual(await failure(client.instances.delete(source.id), "status"), ["TROVE_FORBIDDEN", 403]);
  await client.instances.promote(replica.id);
  assert.deepEqual((await settled(replica.id)).replicas, [source.id]);
  assert.equal((await settled(source.id)).replicaOf, replica.id);
  await client.instances.update(source.id, { detachFromSource: true });
  assert.equal((await settled(source.id)).replicaOf, undefined);
  for (const { id } of [source, replica]) {
    await client.instances.delete(id);
    const look = () =>
      client.instances.get(id).then(
        () => "there",
        (error: { code: string }) => error.code,
      );
    await until(`instance ${id} to be gone`, look, (code) => code === "TROVE_NOT_FOUND");
  }
});

test("an instance in BUILD is busy for a DELETE until its status is reset", async () => {
  const { id } = await client.instances.create({ name: "young", flavorId: "1", volume: { size: 1 } });
  assert.deepEqual(await failure(client.instances.delete(id), "instanceId", "instanceStatus"), [
    "TROVE_BUSY",
    id,
    "BUILD",
  ]);
  await client.instances.resetStatus(id);
  const remove = () =>
    client.instances.delete(id).then(
      () => "taken",
      (error: { code: string }) => error.code,
    );
  assert.equal(await until("the DELETE", remove, (code) => code !== "TROVE_BUSY"), "taken");
});

test("reads flavors, datastores, limits and versions", async ({ cloud }) => {
  const flavors = await client.flavors.list();
  assert.deepEqual(
    flavors.map(({ id, name }) => `${id} ${name}`),
    ["1 m1.tiny", "2 m1.small", "3 m1.medium", "d2 ds2G", "eph eph"],
  );
  const mysql = await client.datastores.get("mysql");
  assert.equal(mysql.versions.find(({ id }) => id === mysql.defaultVersionId)?.name, "8.0.29");
  assert.deepEqual((await client.datastores.list()).map(({ name }) => name).sort(), ["mariadb", "mysql", "postgresql"]);
  assert.equal((await client.limits.get()).absolute.maxInstances, 200);
  const { createHttp } = await import("../../provider/http/create-http.ts");
  const { systemClock } = await import("../../provider/core/clock.ts");
  const versions = await listVersions(createHttp({ clock: systemClock, userAgent: "contract" }), cloud.troveUrl);
  assert.deepEqual(
    versions.map(({ id, status }) => [id, status]),
    [["v1.0", "CURRENT"]],
  );
});

test("a region and an application credential choose the same project of the same cloud", async ({ cloud, demo }) => {
  for (const [name, region] of [
    ["demo", "RegionOne"],
    ["two", "RegionTwo"],
    ["appcred", "RegionOne"],
  ]) {
    const other = connect(cloud, name);
    const endpoint = `${cloud.troveUrl}/v1.0/${demo.projectId}`;
    assert.deepEqual(await other.cloud(), { projectId: demo.projectId, region, endpoint });
    assert.equal((await other.instances.get(instance.id)).id, instance.id);
  }
});

test("each wrong credential fails with its own error code", async ({ cloud }) => {
  const code = async (change: Partial<Credentials>) => (await failure(connect(cloud, "demo", change).limits.get()))[0];
  assert.equal(await code({ region: undefined }), "TROVE_ENDPOINT");
  assert.equal(await code({ region: "RegionNine" }), "TROVE_ENDPOINT");
  const user = { name: "demo", domain: { id: "default" } };
  const scope = { project: { name: "demo", domain: { id: "default" } } };
  assert.equal(await code({ auth: { type: "password", user, password: "wrong", scope } }), "TROVE_AUTH");
  assert.equal(
    await code({ auth: { type: "password", user, password: "demo-password", scope: undefined } }),
    "TROVE_AUTH",
  );
});

const brief = contract({ tokenSeconds: 12 });

brief("the client renews a token before and after it has expired, and goes on", async ({ cloud }: Contract) => {
  const session = cloudSession(cloud);
  const patient = new TroveApi(session);
  for (let time = 0; time < 5; time++) {
    assert.ok(Array.isArray(await collect(patient.instances.list())));
    await sleep(3300);
  }
});
