import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { resolveOptions } from "../../simulator/options.ts";
import { Scheduler } from "../../simulator/scheduler.ts";
import { Quotas } from "../../simulator/trove/quotas.ts";
import { type Client, startClient, until } from "./client.ts";

async function untilStatus(client: Client, id: string, status: string): Promise<void> {
  await until(`${id} is ${status}`, () => client.simulator.instance(id)?.status === status);
}

async function act(client: Client, id: string, action: unknown): Promise<readonly [number, string | undefined]> {
  const { status, body } = await client.send("POST", `/instances/${id}/action`, action);
  return [status, body && (Object.values(body)[0] as { message: string }).message];
}

test("an instance is built, grows, and is deleted", async () => {
  await using client = await startClient({ troveRelease: 18 });
  client.simulator.pause();
  const id = await client.create();
  const early = await client.send("DELETE", `/instances/${id}`);
  const refused = `Instance ${id} is not ready. (Status is BUILD).`;
  assert.deepEqual(early.body, { unprocessableEntity: { code: 422, message: refused } });
  client.simulator.resume();
  await untilStatus(client, id, "ACTIVE");
  const { body } = await client.send("GET", `/instances/${id}`);
  assert.deepEqual([body.instance.operating_status, body.instance.volume], ["HEALTHY", { size: 1, used: 0.16 }]);
  client.simulator.pause();
  assert.deepEqual(await act(client, id, { resize: { volume: { size: 2 } } }), [202, undefined]);
  const busy = `Instance ${id} is not currently available for an action to be performed (task status was RESIZING).`;
  assert.deepEqual(await act(client, id, { restart: {} }), [422, busy]);
  client.simulator.resume();
  await untilStatus(client, id, "ACTIVE");
  assert.equal(client.simulator.instance(id)?.volume.size, 2);
  assert.match(client.simulator.instance(id)?.fault?.message ?? "", /task status was RESIZING/);
  assert.equal((await client.send("DELETE", `/instances/${id}`)).status, 202);
  await until("it is gone", async () => (await client.send("GET", `/instances/${id}`)).status === 404);
});

test("stores access shortly afterwards; until then the operating status is empty", async () => {
  await using client = await startClient();
  const nics = [{ network_id: "22222222-2222-2222-2222-222222222222" }];
  const id = await client.create({ nics });
  await untilStatus(client, id, "ACTIVE");
  client.simulator.pause();
  await client.send("PUT", `/instances/${id}`, { instance: { name: "two", access: { is_public: true } } });
  const { instance } = (await client.send("GET", `/instances/${id}`)).body;
  assert.deepEqual([instance.name, instance.status, instance.operating_status], ["two", "ACTIVE", ""]);
  assert.deepEqual(instance.access, { is_public: false });
  client.simulator.resume();
  await until("it is over", () => client.simulator.instance(id)?.operatingStatus === "HEALTHY");
  const after = (await client.send("GET", `/instances/${id}`)).body.instance;
  // Omitted fields are cleared.
  assert.deepEqual(after.access, { is_public: true, allowed_cidrs: [] });
  assert.deepEqual(
    after.addresses.map(({ type }: { type: string }) => type),
    ["private", "public"],
  );
});

test("a failed flavor resize keeps the old flavor and saves a fault", async () => {
  await using client = await startClient({ troveRelease: 18 });
  const id = await client.create({ name: "x-RESIZE_ERROR" });
  await untilStatus(client, id, "ACTIVE");
  assert.deepEqual(await act(client, id, { resize: { flavorRef: "2" } }), [202, undefined]);
  await untilStatus(client, id, "ACTIVE");
  const record = client.simulator.instance(id);
  assert.deepEqual([record?.flavor, record?.fault?.message], ["1", "Assertion failed! flavor_id=1 and not 2"]);
});

test("a name's suffix fails the build, and the fault follows the status", async () => {
  await using client = await startClient();
  for (const [name, fault] of [
    ["x-SERVER_ERROR", /^Failed to create server for instance .*\nFake server create error/],
    ["x-GUEST_ERROR", /^Service not active, status: failed to spawn$/],
  ] as const) {
    const id = await client.create({ name });
    await untilStatus(client, id, "ERROR");
    await until("its fault is there", () => client.simulator.instance(id)?.fault !== undefined);
    assert.match(client.simulator.instance(id)?.fault?.message ?? "", fault);
  }
});

test("two concurrent creates in a new project: one is 500", async () => {
  const scheduler = new Scheduler();
  const quotas = new Quotas(resolveOptions({}), scheduler);
  const first = quotas.prepare("demo");
  await assert.rejects(quotas.prepare("demo"), /^Error: Internal Server Error/);
  await quotas.prepare("other");
  await first;
  await Promise.all([quotas.prepare("demo"), quotas.prepare("demo")]);
});

test("a request over the quota is 413 without Retry-After", async () => {
  await using client = await startClient({ maxInstances: 1, maxVolumes: 5 });
  await client.create();
  const instance = { name: "two", flavorRef: "1", volume: { size: 5 } };
  const { status, body, headers } = await client.send("POST", "/instances", { instance });
  assert.deepEqual([status, headers.get("retry-after")], [413, null]);
  assert.equal(body.overLimit.message, "Quota exceeded for resources: ['instances', 'volumes'].");
});

test("a promoted replica and its source change roles", async () => {
  await using client = await startClient();
  const source = await client.create();
  await untilStatus(client, source, "ACTIVE");
  const answer = await client.send("POST", "/instances", { instance: { name: "replica", replica_of: source } });
  const replica = answer.body.instance.id;
  await untilStatus(client, replica, "ACTIVE");
  const refused = await client.send("DELETE", `/instances/${source}`);
  assert.deepEqual(
    [refused.status, refused.body.forbidden.message],
    [403, "Detach replicas before deleting replica source."],
  );
  client.simulator.pause();
  await act(client, replica, { promote_to_replica_source: {} });
  assert.equal(client.simulator.instance(source)?.status, "PROMOTE");
  client.simulator.resume();
  await untilStatus(client, source, "ACTIVE");
  const roles = [client.simulator.instance(source)?.replicaOf, client.simulator.instance(replica)?.replicaOf];
  assert.deepEqual(roles, [replica, undefined]);
});

test("a tenant resets a stuck build and deletes it", async () => {
  await using client = await startClient({ boot: 60 });
  const id = await client.create();
  await until("nova has begun", () => client.simulator.instance(id)?.server === "BUILD");
  assert.deepEqual(await act(client, id, { reset_status: {} }), [
    403,
    "Policy doesn't allow instance:reset_status to be performed.",
  ]);
  assert.deepEqual(await act(client, id, { reset_status: { force_delete: true } }), [202, undefined]);
  client.simulator.change(id, (record) => {
    record.server = "ACTIVE";
  });
  assert.equal((await client.send("DELETE", `/instances/${id}`)).status, 202);
  await until("it is gone", () => client.simulator.instance(id) === undefined);
});

test("a status set by a test lasts; a removed instance is gone immediately", async () => {
  await using client = await startClient({ boot: 0.4 });
  const id = await client.create();
  await until("nova has begun", () => client.simulator.instance(id)?.server === "ACTIVE");
  for (const status of ["ERROR", "BACKUP", "SHUTDOWN", "RESTART_REQUIRED", "PAUSED", "BUILD"]) {
    client.simulator.change(id, (record) => {
      record.status = status;
    });
    const shown = (await client.send("GET", `/instances/${id}`)).body.instance.status;
    assert.equal(shown, status === "PAUSED" ? "UNKNOWN" : status);
  }
  await sleep(600);
  assert.equal(client.simulator.instance(id)?.status, "BUILD");
  client.simulator.remove(id);
  assert.equal((await client.send("GET", `/instances/${id}`)).status, 404);
});
