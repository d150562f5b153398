import assert from "node:assert/strict";
import { askBeforeServerExists } from "../support/before-server-exists.ts";
import type { CloudApi } from "../support/cloud-api.ts";
import { changeGroup, createGroup, setGroup, showGroup } from "../support/cloud-configurations.ts";
import { contract } from "../support/cloud-contract.ts";
import {
  action,
  activeInstance,
  assertFault,
  createBody,
  createInstance,
  settled,
  show,
  type WireInstance,
} from "../support/cloud-instances.ts";
import { differs } from "../support/differences.ts";

const unknown = "11111111-1111-1111-1111-111111111111";
const dynamic = { wait_timeout: 60 };
const fixed = { innodb_buffer_pool_size: 10_000_000 };
/** A dynamic parameter without a default in the template. */
const rootless = { sync_binlog: 1 };
const test = contract();

const stuck = (status: string) =>
  `The operation you have requested cannot be executed because the instance status is currently: ${status}.`;

type Configured = WireInstance & { readonly configuration?: { readonly id: string; readonly name: string } };

async function standing(api: CloudApi, id: string): Promise<[status: string, group: string | undefined]> {
  const { status, configuration } = (await show(api, id)) as Configured;
  return [status, configuration?.id];
}

async function change(api: CloudApi, id: string, group: string | null): Promise<[string, string | undefined]> {
  const answer = await setGroup(api, id, group);
  assert.deepEqual([answer.status, answer.text], [202, ""]);
  return standing(api, id);
}

async function restarted(api: CloudApi, id: string): Promise<void> {
  assert.equal((await action(api, id, { restart: {} })).status, 202);
  await settled(api, id);
}

test("attaches and detaches a group of dynamic values without a restart", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  const group = await createGroup(demo, dynamic);
  assert.deepEqual(await change(demo, id, group.id), ["ACTIVE", group.id]);
  const { configuration } = (await show(demo, id)) as unknown as { configuration: { name: string; links: unknown[] } };
  assert.deepEqual([configuration.name, configuration.links.length], ["group", 2]);
  const twice = `Instance ${id} already has a Configuration Group attached: ${group.id}.`;
  assertFault(await setGroup(demo, id, group.id), 400, "badRequest", twice);
  assertFault(await setGroup(demo, id, unknown), 400, "badRequest", twice);
  assert.equal((await showGroup(demo, group.id)).instance_count, 1);
  const listed = await demo.get(`/configurations/${group.id}/instances`);
  assert.deepEqual(listed.body, { instances: [{ id, name: "db" }] });
  const refused = await demo.delete(`/configurations/${group.id}`);
  assertFault(refused, 400, "badRequest", /^A configuration group cannot be deleted if it is associated with/);
  assert.deepEqual(await change(demo, id, null), ["ACTIVE", undefined]);
  assert.deepEqual(await change(demo, id, null), ["ACTIVE", undefined]);
  assert.equal((await demo.delete(`/configurations/${group.id}`)).status, 202);
});

test("an empty update detaches a group from 26 on", async ({ demo }) => {
  const group = await createGroup(demo, dynamic);
  const { id } = await activeInstance(demo, { configuration: group.id });
  assert.equal((await demo.put(`/instances/${id}`, { instance: {} })).status, 202);
  const kept = differs("empty-update", { 18: group.id, 26: undefined });
  assert.deepEqual(await standing(demo, id), ["ACTIVE", kept]);
});

test("static values require a restart when they are attached and detached", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  const group = await createGroup(demo, { ...dynamic, ...fixed });
  const next = await createGroup(demo, dynamic);
  assert.deepEqual(await change(demo, id, group.id), ["RESTART_REQUIRED", group.id]);
  assertFault(await setGroup(demo, id, null), 400, "badRequest", stuck("RESTART_REQUIRED"));
  await restarted(demo, id);
  assert.deepEqual(await change(demo, id, null), ["RESTART_REQUIRED", undefined]);
  assertFault(await setGroup(demo, id, next.id), 400, "badRequest", stuck("RESTART_REQUIRED"));
  assert.deepEqual(await change(demo, id, null), ["RESTART_REQUIRED", undefined], "there is nothing to take off");
  await restarted(demo, id);
  assert.deepEqual(await change(demo, id, next.id), ["ACTIVE", next.id]);
});

test("detaching a value without a default requires a restart", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  const group = await createGroup(demo, rootless);
  assert.deepEqual(await change(demo, id, group.id), ["ACTIVE", group.id]);
  assert.deepEqual(await change(demo, id, null), ["RESTART_REQUIRED", undefined]);
});

test("a change of a group is applied to its instances and can cancel a pending restart", async ({ demo }) => {
  const group = await createGroup(demo, dynamic);
  const { id } = await activeInstance(demo, { configuration: group.id });
  const patch = (values: object) => changeGroup(demo, "PATCH", group.id, { values });
  assert.equal((await patch({ wait_timeout: 70 })).status, 200);
  assert.deepEqual(await standing(demo, id), ["ACTIVE", group.id]);
  assert.equal((await patch(fixed)).status, 200);
  assert.deepEqual(await standing(demo, id), ["RESTART_REQUIRED", group.id]);
  assert.equal((await changeGroup(demo, "PUT", group.id, { values: dynamic })).status, 202);
  assert.deepEqual(await standing(demo, id), ["ACTIVE", group.id]);
});

test("a change of a group is accepted while an instance is busy", async ({ demo }) => {
  const group = await createGroup(demo, dynamic);
  const { id } = await activeInstance(demo, { configuration: group.id });
  assert.equal((await action(demo, id, { resize: { flavorRef: "2" } })).status, 202);
  assertFault(await setGroup(demo, id, null), 400, "badRequest", /status is currently: RESIZ(?:E|ING)\.$/);
  assert.equal((await changeGroup(demo, "PATCH", group.id, { values: fixed })).status, 200);
  const { status, flavor } = await show(demo, id);
  assert.deepEqual([status, flavor.id], ["RESTART_REQUIRED", "1"]);
  assert.equal((await settled(demo, id)).flavor.id, "2");
});

test("an instance created with a group has it from the start, without a restart", async ({ demo }) => {
  const group = await createGroup(demo, fixed);
  const created = (await createInstance(demo, { configuration: group.id })) as Configured;
  assert.equal(created.configuration?.id, group.id);
  await settled(demo, created.id);
  assert.deepEqual(await standing(demo, created.id), ["ACTIVE", group.id]);
  assert.equal((await demo.delete(`/instances/${created.id}`)).status, 202);
  assert.equal((await showGroup(demo, group.id)).instance_count, 0, "a dying instance has none");
});

test("a group must match the instance's version, except in a create", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  const older = await createGroup(demo, {}, { datastore: { version: "5.7.29" } });
  const other = await createGroup(demo, { max_connections: 100 }, { datastore: { type: "postgresql" } });
  for (const group of [older, other]) {
    assertFault(
      await setGroup(demo, id, group.id),
      400,
      "badRequest",
      /^Datastore Version on Configuration \S+ does not/,
    );
  }
  const odd = await activeInstance(demo, { configuration: other.id });
  assert.deepEqual(await standing(demo, odd.id), ["ACTIVE", other.id]);
  assert.deepEqual(await change(demo, odd.id, null), ["RESTART_REQUIRED", undefined]);
});

test("a deleted group or another project's is not found", async ({ demo, other }) => {
  const { id } = await activeInstance(demo);
  const gone = await createGroup(demo, {});
  await demo.delete(`/configurations/${gone.id}`);
  const foreign = await createGroup(other, {});
  for (const group of [gone, foreign]) {
    const missing = `Configuration group id: ${group.id} could not be found.`;
    assertFault(await setGroup(demo, id, group.id), 404, "itemNotFound", missing);
    const create = await demo.post("/instances", createBody({ configuration: group.id }));
    assertFault(create, 404, "itemNotFound", `Configuration group with ID ${group.id} could not be found.`);
  }
  const never = await demo.post("/instances", createBody({ configuration: unknown }));
  assertFault(never, 500, "instanceFault", /^Internal Server Error/);
});

test("a parameter in another case can be attached, and fails later", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  const group = await createGroup(demo, { WAIT_timeout: 60 });
  const missing = "Resource WAIT_timeout cannot be found.";
  assertFault(await setGroup(demo, id, group.id), 404, "itemNotFound", missing);
  assert.deepEqual(await standing(demo, id), ["RESTART_REQUIRED", group.id]);
  await restarted(demo, id);
  assertFault(await setGroup(demo, id, null), 404, "itemNotFound", missing);
  assert.deepEqual(await standing(demo, id), ["RESTART_REQUIRED", undefined]);
});

test("refuses to attach a group to an instance without a server", async ({ demo }) => {
  const group = await createGroup(demo, dynamic);
  const { id, answer } = await askBeforeServerExists(demo, (young) => setGroup(demo, young, group.id));
  assertFault(answer, 422, "unprocessableEntity", `Instance ${id} is not ready.`);
});

test("keeps a change of a group that an instance without a server stops", async ({ demo }) => {
  const group = await createGroup(demo, fixed);
  const change = () => changeGroup(demo, "PATCH", group.id, { values: { wait_timeout: 80 } });
  const { id, answer } = await askBeforeServerExists(demo, change, { configuration: group.id });
  assertFault(answer, 422, "unprocessableEntity", `Instance ${id} is not ready.`);
  assert.deepEqual((await showGroup(demo, group.id)).values, { ...fixed, wait_timeout: 80 });
});
