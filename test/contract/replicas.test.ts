import assert from "node:assert/strict";
import { until } from "../support/cloud-api.ts";
import { createGroup, setGroup } from "../support/cloud-configurations.ts";
import { contract } from "../support/cloud-contract.ts";
import {
  action,
  activeInstance,
  assertFault,
  createInstance,
  gone,
  settled,
  show,
  type WireInstance,
} from "../support/cloud-instances.ts";
import { differs } from "../support/differences.ts";

type Configured = WireInstance & { readonly configuration?: { readonly id: string } };

const network = "22222222-2222-2222-2222-222222222222";
let source: WireInstance, replica: WireInstance;

const test = contract(undefined, async ({ demo }) => {
  source = await activeInstance(demo, { name: "source" });
});
const replicate = (fields: object = {}) => ({ instance: { name: "replica", replica_of: source.id, ...fields } });
const busy = (id: string, what: string) =>
  `Instance ${id} is not currently available for an action to be performed (${what}).`;

const refused: readonly (readonly [fields: object, message: string])[] = [
  [{ flavorRef: "1" }, "Cannot specify flavor when creating replicas."],
  [{ volume: { size: 1 } }, "Cannot specify volume when creating replicas."],
  [{ datastore: { type: "mysql" } }, "Cannot specify datastore when creating replicas."],
  [{ locality: "affinity" }, "Cannot specify locality when creating replicas."],
  [{ users: [{ name: "app", password: "secret1" }] }, "Cannot create a replica with users or databases."],
  [{ databases: [{ name: "shop" }] }, "Cannot create a replica with users or databases."],
  [
    { nics: [{ network_id: network, subnet_id: network, ip_address: "10.0.0.5" }] },
    "Cannot specify IP address when creating replicas.",
  ],
];

test("a replica has its source's attributes, and a create refuses others", async ({ demo }) => {
  for (const [fields, message] of refused) {
    assertFault(await demo.post("/instances", replicate(fields)), 400, "badRequest", message);
  }
});

test("refuses a replica of an instance in BUILD; at first its volume is not found", async ({ demo }) => {
  const { id } = await createInstance(demo, { name: "young" });
  const answer = await demo.post("/instances", { instance: { name: "replica", replica_of: id } });
  // the volume comes a tenth of a second after the answer
  if (answer.status === 404) assertFault(answer, 404, "itemNotFound", "Resource None cannot be found.");
  else assertFault(answer, 422, "unprocessableEntity", new RegExp(`^Instance ${id} is not`));
  await settled(demo, id);
});

test("a source and its replica list each other", async ({ demo }) => {
  const access = { is_public: true, allowed_cidrs: ["10.0.0.0/8"] };
  const created = await demo.post<{ instance: WireInstance }>("/instances", replicate({ access }));
  assert.equal(created.status, 200, created.text);
  const { id } = created.body.instance;
  replica = await settled(demo, id);
  await settled(demo, source.id);
  assert.deepEqual([replica.replica_of?.id, replica.flavor.id, replica.access], [source.id, "1", access]);
  assert.deepEqual(
    (await show(demo, source.id)).replicas?.map((each) => each.id),
    [id],
  );
});

test("a replica has no replicas, and a source with replicas cannot be deleted", async ({ demo }) => {
  const second = await demo.post("/instances", { instance: { name: "second", replica_of: replica.id } });
  assertFault(second, 401, "unauthorized", `Cannot create a replica of a replica ${replica.id}`);
  const answer = await demo.delete(`/instances/${source.id}`);
  assertFault(answer, 403, "forbidden", "Detach replicas before deleting replica source.");
});

test("a source with a heartbeat cannot be ejected or promoted", async ({ demo }) => {
  const alive = `Replica Source ${source.id} cannot be ejected as it has a current heartbeat`;
  assertFault(await action(demo, source.id, { eject_replica_source: {} }), 400, "badRequest", alive);
  const promote = await action(demo, source.id, { promote_to_replica_source: {} });
  assertFault(promote, 400, "badRequest", `Instance ${source.id} is not a replica.`);
});

test("from 26 on, replicas without a group get their source's", async ({ demo }) => {
  const [group, own] = [await createGroup(demo, { wait_timeout: 60 }), await createGroup(demo, { wait_timeout: 70 })];
  const groups = async () =>
    Promise.all([source, replica].map(async ({ id }) => ((await show(demo, id)) as Configured).configuration?.id));
  const set = async (id: string, to: string | null) => assert.equal((await setGroup(demo, id, to)).status, 202);
  await set(source.id, group.id);
  assert.deepEqual(await groups(), [group.id, differs("groups-of-replicas", { 18: undefined, 26: group.id })]);
  await set(source.id, null);
  assert.deepEqual(await groups(), [undefined, undefined]);
  await set(replica.id, own.id);
  await set(source.id, group.id);
  assert.deepEqual(await groups(), [group.id, own.id]);
  await set(source.id, null);
  assert.deepEqual(await groups(), [undefined, own.id]);
  await set(replica.id, null);
});

test("a new replica gets its source's group from 26 on", async ({ demo }) => {
  const group = await createGroup(demo, { wait_timeout: 60 });
  assert.equal((await setGroup(demo, source.id, group.id)).status, 202);
  const created = await demo.post<{ instance: WireInstance }>("/instances", replicate({ name: "heir" }));
  const heir = (await settled(demo, created.body.instance.id)) as Configured;
  assert.equal(heir.configuration?.id, differs("groups-of-replicas", { 18: undefined, 26: group.id }));
  assert.equal((await demo.delete(`/instances/${heir.id}`)).status, 202);
  await gone(demo, heir.id);
  await settled(demo, source.id);
  assert.equal((await setGroup(demo, source.id, null)).status, 202);
});

test("growing a source grows its replicas", async ({ demo }) => {
  assert.equal((await action(demo, source.id, { resize: { volume: { size: 2 } } })).status, 202);
  const grown = await settled(demo, source.id);
  const followed = () => settled(demo, replica.id);
  await until("the replica to grow", followed, ({ volume }) => volume.size === 2);
  assert.equal(grown.volume.size, 2);
});

test("a promotion swaps the roles", async ({ demo }) => {
  assert.equal((await action(demo, replica.id, { promote_to_replica_source: {} })).status, 202);
  assert.deepEqual(
    [(await show(demo, replica.id)).status, (await show(demo, source.id)).status],
    ["PROMOTE", "PROMOTE"],
  );
  const [now, then] = [await settled(demo, replica.id), await settled(demo, source.id)];
  assert.deepEqual([now.replica_of, now.replicas?.map(({ id }) => id)], [undefined, [source.id]]);
  assert.deepEqual([then.replica_of?.id, then.replicas], [replica.id, undefined]);
});

test("a detached replica is independent, and its source can then be deleted", async ({ demo }) => {
  assert.equal((await demo.put(`/instances/${source.id}`, { instance: { replica_of: "" } })).status, 202);
  const again = await demo.put(`/instances/${source.id}`, { instance: { replica_of: null } });
  assertFault(again, 422, "unprocessableEntity", busy(source.id, "task status was DETACHING"));
  assert.equal((await settled(demo, source.id)).replica_of, undefined);
  assert.equal((await demo.delete(`/instances/${replica.id}`)).status, 202);
  await gone(demo, replica.id);
  assert.equal((await show(demo, source.id)).status, "ACTIVE");
});
