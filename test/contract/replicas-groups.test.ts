import assert from "node:assert/strict";
import type { CloudApi } from "../support/cloud-api.ts";
import { createGroup, setGroup } from "../support/cloud-configurations.ts";
import { contract } from "../support/cloud-contract.ts";
import { action, activeInstance, assertFault, settled, show, type WireInstance } from "../support/cloud-instances.ts";
import { differs } from "../support/differences.ts";

type Configured = WireInstance & { readonly configuration?: { readonly id: string } };

const dynamic = { wait_timeout: 60 };
/** A value that requires a restart. */
const fixed = { innodb_buffer_pool_size: 10_000_000 };
const stuck =
  "The operation you have requested cannot be executed because the instance status is currently: RESTART_REQUIRED.";

const test = contract();

async function replicaOf(api: CloudApi, source: WireInstance, fields: object = {}): Promise<WireInstance> {
  const instance = { name: "replica", replica_of: source.id, ...fields };
  const answer = await api.post<{ instance: WireInstance }>("/instances", { instance });
  assert.equal(answer.status, 200, answer.text);
  const replica = await settled(api, answer.body.instance.id);
  await settled(api, source.id);
  return replica;
}

async function standing(api: CloudApi, { id }: WireInstance): Promise<[status: string, group: string | undefined]> {
  const { status, configuration } = (await show(api, id)) as Configured;
  return [status, configuration?.id];
}

async function restarted(api: CloudApi, { id }: WireInstance): Promise<void> {
  assert.equal((await action(api, id, { restart: {} })).status, 202);
  await settled(api, id);
}

test("a replica is created with a group of its own, and requires no restart for it", async ({ demo }) => {
  const [group, own] = [await createGroup(demo, dynamic), await createGroup(demo, fixed)];
  const source = await activeInstance(demo, { configuration: group.id });
  const replica = await replicaOf(demo, source, { configuration: own.id });
  assert.deepEqual(await standing(demo, replica), ["ACTIVE", own.id]);
  assert.deepEqual(await standing(demo, source), ["ACTIVE", group.id]);
});

test("from 26 on a source cannot change its group while a replica requires a restart", async ({ demo }) => {
  const [group, next] = [await createGroup(demo, fixed), await createGroup(demo, dynamic)];
  const source = await activeInstance(demo, { configuration: group.id });
  const replica = await replicaOf(demo, source);
  assert.equal((await setGroup(demo, source.id, null)).status, 202);
  const status = differs("groups-of-replicas", { 18: "ACTIVE", 26: "RESTART_REQUIRED" });
  assert.deepEqual(await standing(demo, replica), [status, undefined]);
  await restarted(demo, source);

  const attached = await setGroup(demo, source.id, next.id);
  const refused = differs("groups-of-replicas", { 18: false, 26: true });
  if (refused) assertFault(attached, 400, "badRequest", stuck);
  assert.deepEqual(await standing(demo, source), ["ACTIVE", refused ? undefined : next.id]);
  assert.equal((await show(demo, replica.id)).fault, undefined, "the refusal is nobody's fault");
  if (!refused) return;

  await restarted(demo, replica);
  assert.equal((await setGroup(demo, source.id, next.id)).status, 202);
  assert.deepEqual(await standing(demo, replica), ["ACTIVE", next.id]);
});

test("detaching no group from a source fails from 26 on if a replica has one", async ({ demo }) => {
  const own = await createGroup(demo, dynamic);
  const source = await activeInstance(demo);
  const replica = await replicaOf(demo, source, { configuration: own.id });
  const answer = await setGroup(demo, source.id, null);
  const status = differs("groups-of-replicas", { 18: 202, 26: 500 });
  assert.equal(answer.status, status, answer.text);
  assert.deepEqual(await standing(demo, source), ["ACTIVE", undefined]);
  assert.deepEqual(await standing(demo, replica), ["ACTIVE", own.id]);
});

test("detaching a source's group detaches it from replicas that were given it (26)", async ({ demo }) => {
  const [group, next] = [await createGroup(demo, dynamic), await createGroup(demo, dynamic)];
  const source = await activeInstance(demo, { configuration: group.id });
  const replica = await replicaOf(demo, source, { configuration: group.id });
  assert.equal((await setGroup(demo, source.id, null)).status, 202);
  assert.deepEqual(await standing(demo, source), ["ACTIVE", undefined]);
  const kept = differs("groups-of-replicas", { 18: group.id, 26: undefined });
  assert.deepEqual(await standing(demo, replica), ["ACTIVE", kept]);
  assert.equal((await setGroup(demo, source.id, next.id)).status, 202);
  assert.deepEqual(await standing(demo, replica), ["ACTIVE", kept ?? next.id]);
});

test("a replica's own group does not change its source", async ({ demo }) => {
  const group = await createGroup(demo, dynamic);
  const source = await activeInstance(demo, { configuration: group.id });
  const replica = await replicaOf(demo, source);
  if ((await standing(demo, replica))[1] === undefined) await setGroup(demo, replica.id, group.id);
  const again = await setGroup(demo, replica.id, group.id);
  const twice = `Instance ${replica.id} already has a Configuration Group attached: ${group.id}.`;
  assertFault(again, 400, "badRequest", twice);
  assert.equal((await setGroup(demo, replica.id, null)).status, 202);
  assert.deepEqual(await standing(demo, replica), ["ACTIVE", undefined]);
  assert.deepEqual(await standing(demo, source), ["ACTIVE", group.id]);
});

test("renames a source while a replica has no server; from 26 on the answer is busy", async ({ demo }) => {
  const source = await activeInstance(demo);
  const instance = { name: "young", replica_of: source.id };
  const { id } = (await demo.post<{ instance: WireInstance }>("/instances", { instance })).body.instance;
  const answer = await demo.put(`/instances/${source.id}`, { instance: { name: "renamed" } });
  const refused = differs("groups-of-replicas", { 18: false, 26: true });
  if (refused) assertFault(answer, 422, "unprocessableEntity", `Instance ${id} is not ready.`);
  else assert.equal(answer.status, 202, answer.text);
  assert.equal((await show(demo, source.id)).name, "renamed");
  await settled(demo, id);
  await settled(demo, source.id);
});
