import assert from "node:assert/strict";
import { test } from "node:test";
import { startSimulator } from "../../simulator/index.ts";
import { startClient, until } from "./client.ts";

// test/contract tests the differences of the releases on real ones. These tests cover what only the records show.

test("simulates the newest release by default", async () => {
  await using stack = new AsyncDisposableStack();
  for (const [options, release] of [
    [{}, 26],
    [{ troveRelease: 26 }, 26],
    [{ troveRelease: 18 }, 18],
  ] as const) {
    const simulator = await startSimulator(options);
    stack.defer(() => simulator.stop());
    assert.equal(simulator.troveRelease, release);
  }
});

test("an instance without a tag is SHUTDOWN in lists of 26 only", async () => {
  for (const [troveRelease, status] of [
    [18, "ACTIVE"],
    [26, "SHUTDOWN"],
  ] as const) {
    await using client = await startClient({ troveRelease });
    const id = await client.create();
    await until("it is active", () => client.simulator.instance(id)?.status === "ACTIVE");
    client.simulator.change(id, (record) => {
      record.tagged = false;
    });
    const { body } = await client.send("GET", "/instances");
    assert.deepEqual([body.instances[0].status, client.simulator.instance(id)?.status], [status, "ACTIVE"]);
    assert.equal((await client.send("GET", `/instances/${id}`)).body.instance.status, "ACTIVE");
  }
});

test("a password that the guest agent refuses does not change", async () => {
  await using client = await startClient();
  const id = await client.create({ users: [{ name: "ann", password: "pw1" }] });
  const record = client.simulator.instance(id);
  await until("ann is there", () => record?.users.length === 1);
  const path = `/instances/${id}/users/ann`;
  for (const password of ["a'b", "!:bound"]) {
    assert.equal((await client.send("PUT", path, { user: { password } })).status, 202);
  }
  assert.equal(
    (await client.send("PUT", `/instances/${id}/users`, { users: [{ name: "ann", password: "a'b" }] })).status,
    202,
  );
  await client.send("POST", `/instances/${id}/users`, { users: [{ name: "last", password: "pw1" }] });
  await until("the last is there", () => record?.users.length === 2);
  assert.equal(record?.user("ann", "%")?.password, "pw1");
});

test("PostgreSQL on 18 has the contents of its create", async () => {
  await using client = await startClient({ troveRelease: 18 });
  const id = await client.create({
    datastore: { type: "postgresql" },
    databases: [{ name: "shop" }],
    users: [{ name: "ann", password: "pw1", host: "10.0.0.1", databases: [{ name: "shop" }] }],
  });
  const record = client.simulator.instance(id);
  await until("ann is there", () => record?.users.length === 1);
  assert.deepEqual(record?.users, [{ name: "ann", host: "%", password: "pw1", databases: ["shop"] }]);
});
