import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { request, startClient } from "./client.ts";
import { type Got, send } from "./send.ts";

test("faults, requests and instances are available over HTTP, without a token", async () => {
  await using client = await startClient();
  const control = `${client.simulator.troveUrl}/_simulator`;
  const fault = { path: "/flavors", times: 0, effect: { type: "status", status: 503 } };
  const added = await request("POST", `${control}/faults`, fault);
  assert.deepEqual([added.status, typeof added.body.id], [201, "string"]);
  for (let times = 0; times < 3; times++) assert.equal((await client.send("GET", "/flavors")).status, 503);
  assert.equal((await request("DELETE", `${control}/faults`)).status, 204);
  const id = await client.create();
  const [instance] = (await request("GET", `${control}/instances`)).body;
  assert.deepEqual([instance.id, instance.name, instance.status], [id, "one", "BUILD"]);
  assert.equal((await request("DELETE", `${control}/requests`)).status, 204);
  await client.send("GET", "/limits?x=1");
  const { body } = await request("GET", `${control}/requests`);
  const path = `/v1.0/${client.simulator.projects.demo}/limits?x=1`;
  const [{ t, requestId, ...entry }, ...more] = body;
  assert.deepEqual([entry, more], [{ service: "trove", method: "GET", path, status: 200 }, []]);
  assert.ok(Number.isFinite(t));
  assert.match(requestId, /^req-[0-9a-f-]{36}$/);
});

test("refuses an invalid fault and says why", async () => {
  await using client = await startClient();
  const url = `${client.simulator.troveUrl}/_simulator/faults`;
  const { status, body } = await request("POST", url, { effect: { type: "explode" } });
  assert.equal(status, 400);
  assert.match(body.error, /effect/);
  assert.equal((await request("POST", url, { path: "(", effect: { type: "hang" } })).status, 400);
});

test("the control API refuses requests of other web sites", async () => {
  await using client = await startClient();
  const fault = JSON.stringify({ path: "/flavors", effect: { type: "status", status: 503 } });
  const post = (headers: Readonly<Record<string, string>>): Promise<Got> =>
    send(client, "/_simulator/faults", {
      method: "POST",
      headers: { "content-type": "text/plain", ...headers },
      body: fault,
    });
  for (const headers of [
    { origin: "http://evil.example" },
    { origin: "null", "sec-fetch-mode": "navigate", "sec-fetch-site": "cross-site" },
    { origin: "http://127.0.0.1:1" },
    { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
    { "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors" },
  ]) {
    assert.equal((await post(headers)).status, 403, JSON.stringify(headers));
  }
  assert.equal((await client.send("GET", "/flavors")).status, 200);
  assert.equal((await post({ origin: client.simulator.troveUrl, "sec-fetch-site": "same-origin" })).status, 201);
  assert.equal((await client.send("GET", "/flavors")).status, 503);
});

test("the control API refuses a host that is not loopback", async () => {
  await using client = await startClient();
  for (const host of ["evil.example", "127.0.0.1.evil.example", "10.0.0.1"]) {
    assert.equal((await send(client, "/_simulator/instances", { headers: { host } })).status, 403, host);
  }
  assert.equal((await send(client, "/_simulator/instances", { headers: { host: "localhost:1" } })).status, 200);
});

test("the access log has a line for each request to Trove", async () => {
  const directory = await mkdtemp(join(tmpdir(), "trove-simulator-"));
  const accessLog = join(directory, "access.log");
  try {
    await using client = await startClient({ accessLog });
    await client.send("GET", "/nothing");
    const lines = (await readFile(accessLog, "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      lines.map(({ method, status }) => [method, status]),
      [["GET", 404]],
    );
    // Seconds since the epoch, not milliseconds.
    assert.ok(lines[0].t > 1.7e9 && lines[0].t < 1e10, `${lines[0].t}`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
