import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../support/cloud-api.ts";
import { contract } from "../support/cloud-contract.ts";
import { databaseNames, listed, userNames } from "../support/cloud-guest.ts";
import {
  activeInstances,
  createBody,
  createInstance,
  inStatus,
  settled,
  show,
  type WireInstance,
} from "../support/cloud-instances.ts";
import { allPages } from "../support/cloud-pages.ts";
import { differs } from "../support/differences.ts";

const network = "22222222-2222-2222-2222-222222222222";
let plain: WireInstance, odd: WireInstance, onNetwork: WireInstance, fixed: WireInstance, placed: WireInstance;

const test = contract(undefined, async ({ demo }) => {
  [plain, odd, onNetwork, fixed, placed] = (await activeInstances(
    demo,
    { name: "plain" },
    {
      name: "odd",
      nonsense: 1,
      configuration_id: network,
      volume: { size: 1, nonsense: 2 },
      access: { is_public: false, allowed_cidrs: ["10.0.0.0/8"], nonsense: 3 },
    },
    { name: "on-network", nics: [{ network_id: network }], access: { is_public: false } },
    {
      name: "fixed",
      nics: [{ network_id: network, subnet_id: network, ip_address: "10.8.0.9" }],
      access: { is_public: true },
    },
    {
      name: "placed",
      flavorRef: 2,
      volume: { size: "2", type: "ssd" },
      datastore: { type: "mysql", version: "5.7.29" },
      availability_zone: "nova",
      locality: "affinity",
    },
  )) as [WireInstance, WireInstance, WireInstance, WireInstance, WireInstance];
});

test("a create returns the instance in BUILD, without addresses or a password", async ({ demo }) => {
  const created = await createInstance(demo, { name: "fresh" });
  assert.deepEqual([created.status, created.operating_status, created.access], ["BUILD", "", {}]);
  assert.deepEqual(created.volume, { size: 1 });
  assert.match(created.created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  const keys =
    "access created datastore flavor id links name operating_status region service_status_updated status updated volume";
  assert.equal(Object.keys(created).sort().join(" "), keys);
  await settled(demo, created.id);
});

test("an active instance shows the requested values, as names, not ids", () => {
  assert.deepEqual(
    [plain.status, plain.operating_status, plain.flavor.id, plain.access],
    ["ACTIVE", "HEALTHY", "1", {}],
  );
  assert.deepEqual(plain.datastore, { type: "mysql", version: "8.0.29", version_number: "8.0.29" });
  assert.deepEqual([placed.flavor.id, placed.volume.size, placed.datastore.version], ["2", 2, "5.7.29"]);
  assert.equal((placed as unknown as { locality: string }).locality, "affinity");
});

test("ignores unknown fields except inside access; configuration_id attaches nothing", () => {
  assert.deepEqual(odd.access, { is_public: false, allowed_cidrs: ["10.0.0.0/8"], nonsense: 3 });
  assert.ok(!("configuration" in odd));
});

test("an instance with a network has addresses; with public access, a public one", () => {
  assert.equal(plain.addresses, undefined);
  assert.deepEqual(
    onNetwork.addresses?.map(({ type, network }) => [type, network]),
    [["private", network]],
  );
  assert.deepEqual(onNetwork.access, { is_public: false });
  assert.deepEqual(
    fixed.addresses?.map(({ type }) => type),
    ["private", "public"],
  );
  assert.deepEqual(fixed.addresses?.[0], { address: "10.8.0.9", type: "private", network });
  assert.deepEqual(fixed.access, { is_public: true });
});

test("an instance in BUILD shows its addresses by its id, from 26 on", async ({ demo }) => {
  // Its guest agent never responds, so it stays in BUILD on any machine.
  const { id } = await createInstance(demo, { name: "youngGUEST_TIMEOUT", nics: [{ network_id: network }] });
  const types = ({ addresses }: WireInstance) => addresses?.map(({ type }) => type);
  const young = await until(
    "its server",
    () => show(demo, id),
    (seen) => differs("addresses-in-build", { 18: true, 26: seen.addresses !== undefined }),
  );
  assert.equal(young.status, "BUILD");
  assert.deepEqual(types(young), differs("addresses-in-build", { 18: undefined, 26: ["private"] }));
  assert.deepEqual(young.access, differs("addresses-in-build", { 18: {}, 26: { is_public: false } }));
  const list = (await allPages<WireInstance>(demo, "/instances/detail", 20)).flat();
  assert.equal(list.find((one) => one.id === id)?.addresses, undefined);
});

test.on(26, "soft-localities")("a locality can be soft", async ({ demo }) => {
  for (const locality of ["soft-affinity", "soft-anti-affinity"]) {
    const { id } = await createInstance(demo, { name: "soft", locality });
    assert.equal(((await settled(demo, id)) as unknown as { locality: string }).locality, locality);
  }
});

test("a locality is shown even if the volume or the server failed", async ({ demo }) => {
  for (const fields of [{ volume: { size: 9 } }, { name: "x SERVER_ERROR" }]) {
    const { id } = await createInstance(demo, { ...fields, locality: "affinity" });
    const failed = (await inStatus(demo, id, "ERROR")) as unknown as { locality: string };
    assert.equal(failed.locality, "affinity");
  }
});

test("a create without a group shows none; null means no group only on 26", async ({ demo }) => {
  const answer = await demo.post("/instances", createBody({ name: "null-group", configuration: null }));
  assert.equal(answer.status, differs("null-group", { 18: 500, 26: 200 }), answer.text);
});

test("the plain list has fewer keys than the detail list, which has fewer than a GET", async ({ demo }) => {
  const find = async (path: string) =>
    (await allPages<WireInstance>(demo, path, 20)).flat().find(({ id }) => id === placed.id);
  const one = await show(demo, placed.id);
  const [detail, short] = [await find("/instances/detail"), await find("/instances")];
  const missing = (from: object, of: object | undefined) =>
    Object.keys(from)
      .filter((key) => !(key in (of ?? {})))
      .sort();
  assert.deepEqual(missing(one, detail), ["locality"]);
  assert.deepEqual(missing(one, short), ["created", "locality", "service_status_updated", "updated"]);
  assert.deepEqual(
    [Object.keys(one.volume), Object.keys(detail?.volume ?? {})],
    [differs("volume-details", { 18: ["size", "used"], 26: ["size", "used", "used_percent"] }), ["size"]],
  );
  assert.deepEqual(Object.keys(short?.datastore ?? {}), ["type", "version"]);
});

test("accepts an href as the flavor, and a volume type that does not exist", async ({ demo }) => {
  const href = await createInstance(demo, { name: "href", flavorRef: "http://trove/flavors/2" });
  assert.equal(href.flavor.id, "2");
  await createInstance(demo, { name: "typed", volume: { size: 1, type: "nope" } });
});

test("names are not unique: two equal creates are two instances", async ({ demo }) => {
  const twins = [await createInstance(demo, { name: "twin" }), await createInstance(demo, { name: "twin" })];
  assert.notEqual(twins[0]?.id, twins[1]?.id);
});

test("the databases and users of a create exist some time after ACTIVE", async ({ demo }) => {
  const { id } = await createInstance(demo, {
    databases: [{ name: "shop", character_set: "utf8mb4", collate: "utf8mb4_general_ci" }, { name: "news" }],
    users: [{ name: "app", password: "secret1", databases: [{ name: "shop" }] }],
  });
  await settled(demo, id);
  const users = () => demo.get<{ users: unknown[] }>(`/instances/${id}/users`);
  const late = await until("the user", users, ({ body }) => body.users.length > 0);
  assert.deepEqual(late.body, { users: [{ name: "app", host: "%", databases: [{ name: "shop" }] }] });
  const databases = await demo.get(`/instances/${id}/databases`);
  assert.deepEqual(databases.body, { databases: [{ name: "news" }, { name: "shop" }] });
});

test("reports nothing if the guest creates no databases; they can be created later", async ({ demo }) => {
  const databases = [{ name: "shop" }];
  const users = [{ name: "app", password: "secret-1", databases }];
  const { id } = await createInstance(demo, { name: "x CONTENTS_ERROR", databases, users });
  const { operating_status, fault } = await inStatus(demo, id, "ACTIVE");
  assert.deepEqual([operating_status, fault], ["HEALTHY", undefined]);
  const names = () => databaseNames(demo, id);
  await demo.post(`/instances/${id}/databases`, { databases: [{ name: "late" }] });
  // The declared databases would have been created before this one.
  assert.deepEqual(await listed(names, "late"), ["late"]);
  assert.deepEqual(await userNames(demo, id), []);
  assert.equal((await demo.post(`/instances/${id}/databases`, { databases })).status, 202);
  assert.equal((await demo.post(`/instances/${id}/users`, { users })).status, 202);
  await listed(names, "late", "shop");
  await listed(() => userNames(demo, id), "app@%");
});

const failures: readonly (readonly [fields: object, fault: RegExp])[] = [
  [{ name: "x SERVER_ERROR" }, /^Failed to create server for instance [-0-9a-f]{36}\n/],
  [{ name: "x BOOT_ERROR" }, /^Server not active, status: ERROR/],
  [{ name: "x GUEST_ERROR" }, /^Service not active, status: failed to spawn$/],
  [{ name: "volume", volume: { size: 9 } }, /^Failed to create volume for instance [-0-9a-f]{36}\n/],
];

test("the fault of a refused request stays if the guest fails soon afterwards", async ({ demo }) => {
  const { id } = await createInstance(demo, { name: "x GUEST_ERROR" });
  const path = `/instances/${id}/users`;
  await until(
    `instance ${id} ERROR`,
    async () => {
      const refused = await demo.post(path, { users: [{ name: "app", password: "secret1" }] });
      assert.equal(refused.status, 422, refused.text);
      return show(demo, id);
    },
    ({ status }) => status === "ERROR",
  );
  // A list that is refused saves no fault.
  await until(
    "the end of the build",
    () => demo.get(path),
    ({ text }) => text.includes("status: guestagent error."),
  );
  await sleep(300);
  assert.match((await show(demo, id)).fault?.message ?? "", /is not ready/);
});

test("a failed create is ERROR and has a fault shortly afterwards", async ({ demo }) => {
  for (const [fields, fault] of failures) {
    const { id } = await createInstance(demo, { ...fields });
    const failed = await inStatus(demo, id, "ERROR");
    assert.equal(failed.operating_status, "");
    const told = await until(
      "the fault",
      () => show(demo, id),
      (instance) => instance.fault !== undefined,
    );
    assert.match(told.fault?.message ?? "", fault);
    assert.equal(told.fault?.details, null);
    assert.equal((await demo.post(`/instances/${id}/action`, { restart: {} })).status, 422);
  }
});
