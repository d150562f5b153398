import assert from "node:assert/strict";
import { contract } from "../support/cloud-contract.ts";
import { action, activeInstances, assertFault, settled, show, type WireInstance } from "../support/cloud-instances.ts";
import { differs, TOO_SHORT } from "../support/differences.ts";

const unknown = "11111111-1111-1111-1111-111111111111";
const network = "22222222-2222-2222-2222-222222222222";
let instance: WireInstance, open: WireInstance;

const test = contract(undefined, async ({ demo }) => {
  [instance, open] = (await activeInstances(
    demo,
    { name: "update" },
    { name: "open", nics: [{ network_id: network }] },
  )) as [WireInstance, WireInstance];
});

test("a rename is complete at the 202, with PUT and PATCH", async ({ demo }) => {
  const path = `/instances/${instance.id}`;
  const answer = await demo.put(path, { instance: { name: "renamed" } });
  assert.deepEqual([answer.status, answer.text, (await show(demo, instance.id)).name], [202, "", "renamed"]);
  assert.equal((await demo.request("PATCH", path, { body: { instance: { name: "patched" } } })).status, 202);
  assert.equal((await show(demo, instance.id)).name, "patched");
});

const onlyOne = "Only one attribute (except 'name') is allowed to update.";
const extra = (key: string) =>
  `Validation error: instance Additional properties are not allowed ('${key}' was unexpected)`;
const refused: readonly (readonly [patch: object, fault: string, message: string])[] = [
  [{ nonsense: 1 }, "400 badRequest", extra("nonsense")],
  [{ volume: { size: 3 } }, "400 badRequest", extra("volume")],
  [{ flavorRef: "2" }, "400 badRequest", extra("flavorRef")],
  [{ slave_of: "" }, "400 badRequest", extra("slave_of")],
  [{ configuration_id: unknown }, "400 badRequest", extra("configuration_id")],
  [{ access: { is_public: true }, datastore_version: "5.7.29" }, "400 badRequest", onlyOne],
  [{ name: "no", access: { is_public: true }, datastore_version: "5.7.29" }, "400 badRequest", onlyOne],
  [{ name: "" }, "400 badRequest", `Validation error: instance['name'] '' ${TOO_SHORT}`],
  [{ datastore_version: "9" }, "400 badRequest", "Datastore version '9' cannot be found."],
  [{ datastore_version: "12.18" }, "400 badRequest", "Datastore version '12.18' cannot be found."],
  [{ configuration: unknown }, "404 itemNotFound", `Configuration group id: ${unknown} could not be found.`],
  [{ configuration: "x" }, "400 badRequest", "Validation error: instance['configuration'] 'x' is not valid"],
  [{ access: { nonsense: 1 } }, "400 badRequest", extra("nonsense").replace("instance ", "instance['access'] ")],
  [
    { access: { is_public: true, allowed_cidrs: ["::/0"] } },
    "400 badRequest",
    "Validation error: instance['access']['allowed_cidrs'][0] '::/0' does not match",
  ],
];

test("an update accepts the name and one more attribute, none unknown", async ({ demo }) => {
  for (const [patch, fault, message] of refused) {
    const answer = await demo.put(`/instances/${instance.id}`, { instance: patch });
    assert.equal(`${answer.status} ${answer.fault?.key}`, fault, answer.text);
    assert.ok(answer.fault?.message.startsWith(message), answer.fault?.message);
  }
  const access = { instance: { access: { is_public: true, allowed_cidrs: [] } } };
  const patched = await demo.request("PATCH", `/instances/${instance.id}`, { body: access });
  assertFault(patched, 400, "badRequest", extra("access"));
  assertFault(await demo.put(`/instances/${instance.id}`, {}), 500, "instanceFault", /^Internal Server Error/);
});

test("refuses to detach an instance without a source, and saves that as its fault", async ({ demo }) => {
  const message = `Instance ${instance.id} is not a replica.`;
  const detach = await demo.put(`/instances/${instance.id}`, { instance: { replica_of: null } });
  assertFault(detach, 400, "badRequest", message);
  const { fault, status } = await show(demo, instance.id);
  assert.deepEqual([status, fault?.message, fault?.details], ["ACTIVE", message, null]);
});

test("detaching no configuration group, or an empty instance, changes nothing", async ({ demo }) => {
  for (const patch of [{}, { configuration: null }]) {
    assert.equal((await demo.put(`/instances/${instance.id}`, { instance: patch })).status, 202);
  }
  assert.equal((await settled(demo, instance.id)).status, "ACTIVE");
});

test("access changes while the status stays ACTIVE and the operating status is empty", async ({ demo }) => {
  const path = `/instances/${open.id}`;
  assert.deepEqual(open.access, { is_public: false });
  const access = { is_public: true, allowed_cidrs: ["10.0.0.0/8", "192.168.1.7"] };
  assert.equal((await demo.put(path, { instance: { name: "opened", access } })).status, 202);
  const under = await show(demo, open.id);
  assert.deepEqual([under.status, under.operating_status, under.name], ["ACTIVE", "", "opened"]);
  const busy = new RegExp(`^Instance ${open.id} is not currently available .* \\(task status was UPDATING\\)\\.$`);
  assertFault(await action(demo, open.id, { restart: {} }), 422, "unprocessableEntity", busy);
  assertFault(await action(demo, open.id, { resize: { flavorRef: "2" } }), 422, "unprocessableEntity", busy);
  assertFault(await action(demo, open.id, { resize: { volume: { size: 2 } } }), 422, "unprocessableEntity", busy);
  const done = await settled(demo, open.id);
  assert.deepEqual(done.access, access);
  assert.deepEqual(done.addresses?.map(({ type }) => type).sort(), ["private", "public"]);
});

test("fields omitted from an access update become false and empty", async ({ demo }) => {
  const path = `/instances/${open.id}`;
  for (const [access, stored] of [
    [{ is_public: true }, { is_public: true, allowed_cidrs: [] }],
    [{ allowed_cidrs: ["10.0.0.0/8"] }, { is_public: false, allowed_cidrs: ["10.0.0.0/8"] }],
    [{}, { is_public: false, allowed_cidrs: [] }],
  ]) {
    assert.equal((await demo.put(path, { instance: { access } })).status, 202);
    assert.deepEqual((await settled(demo, open.id)).access, stored);
  }
});

test("the version of an upgrade is shown immediately, and may be lower", async ({ demo }) => {
  const upgrade = await demo.put(`/instances/${instance.id}`, { instance: { datastore_version: "5.7.29" } });
  assert.equal(upgrade.status, 202);
  const under = await show(demo, instance.id);
  assert.deepEqual([under.status, under.operating_status, under.datastore.version], ["UPGRADE", "", "5.7.29"]);
  assert.equal((await settled(demo, instance.id)).datastore.version, "5.7.29");
});

test("the current version is an upgrade on 26 only", async ({ demo }) => {
  const answer = await demo.put(`/instances/${open.id}`, { instance: { datastore_version: "8.0.29" } });
  assert.equal(answer.status, 202);
  assert.equal((await show(demo, open.id)).status, differs("same-version", { 18: "ACTIVE", 26: "UPGRADE" }));
  assert.equal((await settled(demo, open.id)).datastore.version, "8.0.29");
});

test("finds a version by id, or by name without regard to case and trailing spaces", async ({ demo }) => {
  const shown = async (path: string) => {
    const answer = await demo.get<{ version: { id: string; name: string } }>(`/datastores/${path}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body.version;
  };
  const { id, name } = await shown("mysql/versions/8.0.29");
  assert.equal(name, "8.0.29");
  for (const path of [`mysql/versions/${id}`, `MySQL/versions/${id.toUpperCase()}`, "mysql%20/versions/8.0.29%20%20"]) {
    assert.deepEqual([path, (await shown(path)).id], [path, id]);
  }
  const spelled = await demo.put(`/instances/${open.id}`, { instance: { datastore_version: "8.0.29 " } });
  assert.equal(spelled.status, 202, spelled.text);
  assert.equal((await show(demo, open.id)).status, differs("same-version", { 18: "ACTIVE", 26: "UPGRADE" }));
  assert.equal((await settled(demo, open.id)).datastore.version, "8.0.29");
});

test("a missing instance is 404 in every method", async ({ demo }) => {
  const path = `/instances/${unknown}`;
  for (const answer of [
    await demo.get(path),
    await demo.put(path, { instance: { name: "no" } }),
    await demo.request("PATCH", path, { body: { instance: { name: "no" } } }),
    await demo.delete(path),
    await action(demo, unknown, { restart: {} }),
    await demo.get(`${path}/users`),
    await demo.get(`${path}/databases`),
  ]) {
    assertFault(answer, 404, "itemNotFound", `Resource ${unknown} cannot be found.`);
  }
  assertFault(await demo.get(`${path}/root`), 404, "itemNotFound", "DBCluster Not Found");
});
