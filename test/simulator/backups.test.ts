import assert from "node:assert/strict";
import { test } from "node:test";
import { type Client, startClient, until } from "./client.ts";

const shop = {
  databases: [{ name: "shop" }],
  users: [{ name: "ann", password: "pw1", databases: [{ name: "shop" }] }],
};

async function active(client: Client, body: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = await client.create(body);
  const wanted = body.users === undefined ? 0 : 1;
  const record = client.simulator.instance(id);
  await until("it is active", () => record?.status === "ACTIVE" && record.users.length >= wanted);
  return id;
}

async function backUp(client: Client, instance: string): Promise<string> {
  const answer = await client.send("POST", "/backups", { backup: { name: "backup", instance } });
  assert.equal(answer.status, 202);
  const { id } = answer.body.backup;
  await until("it is completed", () => client.simulator.backup(id)?.state === "COMPLETED");
  return id;
}

test("a backup is NEW, BUILDING, then COMPLETED; its instance is in BACKUP until then", async () => {
  await using client = await startClient({ backup: 0.2 });
  const instance = await active(client);
  client.simulator.pause();
  const { body } = await client.send("POST", "/backups", { backup: { name: "backup", instance } });
  const seen = new Set<string>();
  const record = client.simulator.instance(instance);
  seen.add(`${client.simulator.backup(body.backup.id)?.state} ${record?.status}`);
  client.simulator.resume();
  await until("it is over", () => {
    seen.add(`${client.simulator.backup(body.backup.id)?.state} ${record?.status}`);
    return seen.has("COMPLETED ACTIVE");
  });
  assert.deepEqual([...seen], ["NEW BACKUP", "BUILDING BACKUP", "COMPLETED ACTIVE"]);
});

test("a restored instance has the backup's contents and those of its create", async () => {
  await using client = await startClient();
  const source = await active(client, shop);
  const backup = await backUp(client, source);
  await client.send("POST", `/instances/${source}/databases`, { databases: [{ name: "later" }] });
  const id = await client.create({
    restorePoint: { backupRef: backup },
    databases: [{ name: "shop" }, { name: "more" }],
    users: [{ name: "ann", password: "other" }],
  });
  const record = client.simulator.instance(id);
  await until("it has all", () => record?.databases.length === 2);
  assert.deepEqual(
    record?.databases.map(({ name }) => name),
    ["shop", "more"],
  );
  assert.deepEqual(record?.users, [{ name: "ann", host: "%", password: "pw1", databases: ["shop"] }]);
});

test("refuses to restore a backup larger than the volume", async () => {
  await using client = await startClient();
  const backupRef = await backUp(client, await active(client));
  Object.assign(client.simulator.backup(backupRef) ?? {}, { size: 1.5 });
  const instance = { name: "small", flavorRef: "1", volume: { size: 1 }, restorePoint: { backupRef } };
  const { status, body } = await client.send("POST", "/instances", { instance });
  const message = "Backup is too large for given flavor or volume. Backup size: 1.5 GBs. Available size: 1 GBs.";
  assert.deepEqual([status, body], [403, { forbidden: { code: 403, message } }]);
});

test("a project can have at most 50 backups", async () => {
  await using client = await startClient();
  const instance = await active(client);
  for (let count = 0; count < 50; count++) {
    const { status, body } = await client.send("POST", "/backups", { backup: { name: "b", instance } });
    assert.equal(status, 202);
    client.simulator.backup(body.backup.id)?.setState("COMPLETED");
    client.simulator.change(instance, (record) => {
      record.backingUp = false;
    });
  }
  const { status, body } = await client.send("POST", "/backups", { backup: { name: "b", instance } });
  assert.equal(status, 413);
  assert.equal(body.overLimit.message, "Quota exceeded for resources: ['backups'].");
});

test("a reset of an instance fails its running backups", async () => {
  await using client = await startClient({ backup: 60 });
  const instance = await active(client);
  const { body } = await client.send("POST", "/backups", { backup: { name: "backup", instance } });
  const reset = { reset_status: { force_delete: true } };
  assert.equal((await client.send("POST", `/instances/${instance}/action`, reset)).status, 202);
  assert.equal(client.simulator.backup(body.backup.id)?.state, "FAILED");
  assert.equal(client.simulator.instance(instance)?.status, "ACTIVE");
});

test("a replica has its source's contents until it is detached", async () => {
  await using client = await startClient();
  const source = await active(client, shop);
  const create = await client.send("POST", "/instances", { instance: { name: "replica", replica_of: source } });
  const { id } = create.body.instance;
  const [origin, replica] = [source, id].map((one) => client.simulator.instance(one));
  await until("the replica is active", () => replica?.status === "ACTIVE");
  const names = () => replica?.databases.map(({ name }) => name);
  assert.deepEqual(names(), ["shop"]);
  await client.send("POST", `/instances/${source}/databases`, { databases: [{ name: "later" }] });
  await until("it follows", () => replica?.databases.length === 2);
  await client.send("PUT", `/instances/${id}`, { instance: { replica_of: null } });
  await until("it stands alone", () => replica?.status === "ACTIVE" && replica.replicaOf === undefined);
  await client.send("DELETE", `/instances/${source}/databases/shop`);
  await until("the source has one less", () => origin?.databases.length === 1);
  assert.deepEqual(names(), ["shop", "later"]);
});
