import assert from "node:assert/strict";
import { test } from "node:test";
import { login, passwordClaim, startClient, until } from "./client.ts";

test("a status before the request prevents its effect, one after hides it", async () => {
  await using client = await startClient();
  const { faults, instances } = client.simulator;
  faults.add({
    method: "POST",
    effect: { type: "status", status: 503, body: { busy: true }, headers: { "x-by": "us" } },
  });
  const instance = { name: "one", flavorRef: "1", volume: { size: 1 } };
  const before = await client.send("POST", "/instances", { instance });
  assert.deepEqual([before.status, before.body, before.headers.get("x-by")], [503, { busy: true }, "us"]);
  assert.equal(instances().length, 0);
  faults.add({ method: "POST", effect: { type: "status", status: 500, when: "after" } });
  assert.equal((await client.send("POST", "/instances", { instance })).status, 500);
  assert.equal(instances().length, 1);
});

test("a fault applies from the nth match on, a set number of times, to its path only", async () => {
  await using client = await startClient();
  client.simulator.faults.add({ path: "/flavors\\?x=", nth: 2, times: 2, effect: { type: "status", status: 503 } });
  const statuses: number[] = [];
  for (const path of ["/flavors", "/flavors?x=1", "/flavors?x=1", "/flavors", "/flavors?x=1", "/flavors?x=1"]) {
    statuses.push((await client.send("GET", path)).status);
  }
  assert.deepEqual(statuses, [200, 200, 503, 200, 503, 200]);
});

test("counts how often a fault applied, even after it ended or was cleared", async () => {
  await using client = await startClient();
  const { faults } = client.simulator;
  const busy = { type: "status", status: 503 } as const;
  const over = faults.add({ path: "/flavors", times: 2, effect: busy });
  const hidden = faults.add({ path: "/flavors", nth: 2, effect: busy });
  const waiting = faults.add({ path: "/limits", effect: busy });
  for (let times = 0; times < 3; times++) await client.send("GET", "/flavors");
  faults.clear();
  assert.deepEqual(
    [over, hidden, waiting, "unknown"].map((id) => faults.struck(id)),
    [2, 1, 0, 0],
  );
});

test("a fault can last until it is cleared", async () => {
  await using client = await startClient();
  client.simulator.faults.add({ times: Number.POSITIVE_INFINITY, effect: { type: "status", status: 502 } });
  for (let times = 0; times < 5; times++) assert.equal((await client.send("GET", "/flavors")).status, 502);
  client.simulator.faults.clear();
  assert.equal((await client.send("GET", "/flavors")).status, 200);
});

test("removes one fault and keeps the others", async () => {
  await using client = await startClient();
  const { faults } = client.simulator;
  const first = faults.add({ path: "/flavors", times: 0, effect: { type: "status", status: 502 } });
  const second = faults.add({ path: "/flavors", times: 0, effect: { type: "status", status: 503 } });
  assert.equal((await client.send("GET", "/flavors")).status, 502);
  faults.remove(first);
  assert.equal((await client.send("GET", "/flavors")).status, 503);
  faults.remove(second);
  faults.remove(second);
  assert.equal((await client.send("GET", "/flavors")).status, 200);
  assert.equal(faults.struck(first), 1);
});

test("a reset closes the connection before or after the request takes effect", async () => {
  await using client = await startClient();
  for (const [when, count] of [
    ["before", 0],
    ["after", 1],
  ] as const) {
    client.simulator.faults.add({ method: "POST", effect: { type: "reset", when } });
    await assert.rejects(client.create());
    assert.equal(client.simulator.instances().length, count);
  }
});

test("a truncated response ends in the middle of its body", async () => {
  await using client = await startClient();
  client.simulator.faults.add({ effect: { type: "truncate" } });
  await assert.rejects(client.send("GET", "/flavors"));
  assert.equal((await client.send("GET", "/flavors")).status, 200);
});

test("a request that hangs takes effect and is never answered", async () => {
  await using client = await startClient();
  client.simulator.faults.add({ method: "POST", effect: { type: "hang", when: "after" } });
  const url = `${client.simulator.troveUrl}/v1.0/${client.simulator.projects.demo}/instances`;
  const headers = { "x-auth-token": client.token, "content-type": "application/json" };
  const body = JSON.stringify({ instance: { name: "one", flavorRef: "1", volume: { size: 1 } } });
  const controller = new AbortController();
  const hanging = assert.rejects(fetch(url, { method: "POST", headers, body, signal: controller.signal }));
  await until("it has taken effect", () => client.simulator.instances().length === 1);
  controller.abort();
  await hanging;
  assert.equal(client.simulator.requests.at(-1)?.status, 0);
});

test("a delay after the effect answers late", async () => {
  await using client = await startClient();
  client.simulator.faults.add({ method: "POST", effect: { type: "delay", seconds: 2, when: "after" } });
  let isAnswered = false;
  const creating = client.create().finally(() => {
    isAnswered = true;
  });
  await until("it has taken effect", () => client.simulator.instances().length === 1);
  assert.equal(isAnswered, false);
  assert.equal(await creating, client.simulator.instances()[0]?.id);
});

test("a request with an expired token fails with Keystone's body", async () => {
  await using client = await startClient();
  client.simulator.faults.add({ effect: { type: "expireTokens" } });
  const refused = await client.send("GET", "/flavors");
  assert.equal(refused.status, 401);
  assert.equal(refused.body.error.title, "Unauthorized");
  assert.match(refused.headers.get("www-authenticate") ?? "", /^Keystone uri="http/);
});

test("Keystone has faults of its own", async () => {
  await using client = await startClient();
  client.simulator.faults.add({ service: "keystone", effect: { type: "status", status: 503 } });
  assert.equal((await client.send("GET", "/flavors")).status, 200);
  assert.equal((await login(client.simulator, passwordClaim())).status, 503);
  assert.equal((await login(client.simulator, passwordClaim())).status, 201);
});
