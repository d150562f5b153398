import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent } from "node:http";
import type { Socket } from "node:net";
import { test } from "node:test";
import { History, type HistoryEvent } from "../../simulator/dashboard/history.ts";
import { type Client, startClient, until } from "./client.ts";
import { type Got, send } from "./send.ts";

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
const STATE = "/_simulator/dashboard/state";

function page(client: Client, headers: Readonly<Record<string, string>> = {}): Promise<Got> {
  return send(client, "/", { headers: { accept: BROWSER, ...headers } });
}

interface State {
  readonly instances: readonly Record<string, unknown>[];
  readonly backups: readonly Record<string, unknown>[];
  readonly configurations: readonly Record<string, unknown>[];
  readonly projects: readonly {
    readonly name: string;
    readonly quotas: readonly { readonly resource: string; readonly used: number; readonly limit: number }[];
    readonly rates: readonly { readonly method: string; readonly free: number; readonly limit: number }[];
  }[];
  readonly sequence: number;
  readonly events: readonly HistoryEvent[];
}

async function stateOf(client: Client, after = 0): Promise<State> {
  return JSON.parse((await send(client, `${STATE}?after=${after}`)).text);
}

/** The addresses that the page and its scripts load. */
async function filesOf(client: Client): Promise<string[]> {
  const { text } = await page(client);
  const loaded = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? "");
  const scripts = await Promise.all(loaded.filter((path) => path.endsWith(".js")).map((path) => send(client, path)));
  const imported = scripts.flatMap((script) => [...script.text.matchAll(/from "\.\/(\w+\.js)"/g)]);
  return [...new Set([...loaded, ...imported.map(([, name]) => `/_simulator/dashboard/${name}`)])];
}

for (const [accept, isPage] of [
  [BROWSER, true],
  ["text/html", true],
  ["text/html;q=0.9, application/json;q=0.8", true],
  ["application/json", false],
  ["*/*", false],
  ["text/html, application/json", false],
  ["text/html;q=0.5, */*", false],
  ["text/html;q=0", false],
  ["", false],
] as const) {
  test(`Accept: ${accept || "(empty)"} gets ${isPage ? "the page" : "Trove's versions"}`, async () => {
    await using client = await startClient();
    const { status, headers, text } = await page(client, { accept });
    assert.equal(status, 200);
    if (isPage) {
      assert.match(headers["content-type"] ?? "", /^text\/html/);
      assert.match(text, /^<!doctype html>/);
    } else {
      assert.equal(JSON.parse(text).versions[0].id, "v1.0");
    }
  });
}

test("another method, and another path, are Trove's for a browser too", async () => {
  await using client = await startClient();
  assert.equal((await send(client, "/", { method: "POST", headers: { accept: BROWSER } })).status, 500);
  assert.equal((await send(client, "/nothing", { headers: { accept: BROWSER } })).status, 404);
});

test("only its own files may run, nothing inline", async () => {
  await using client = await startClient();
  const { headers, text } = await page(client);
  const policy = String(headers["content-security-policy"]).split("; ");
  for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"]) {
    assert.ok(policy.includes(rule), rule);
  }
  assert.doesNotMatch(String(headers["content-security-policy"]), /unsafe/);
  assert.doesNotMatch(text, /<style|style=|<script>|\son\w+=|https?:/);
  const files = await filesOf(client);
  assert.ok(files.length >= 6, `${files}`);
  for (const path of [...files, STATE]) {
    const file = await send(client, path);
    assert.equal(file.status, 200, path);
    assert.equal(file.headers["x-content-type-options"], "nosniff", path);
    assert.equal(file.headers["cache-control"], "no-store", path);
    assert.equal(file.headers["access-control-allow-origin"], undefined, path);
  }
});

test("no other file is served", async () => {
  await using client = await startClient();
  for (const name of ["", "toString", "../dashboard.ts", "%2e%2e/dashboard.ts", "index.html"]) {
    const path = `/_simulator/dashboard/${name}`;
    assert.equal((await send(client, path)).status, 404, path);
  }
});

test("shows instances, backups and groups, with names unchanged", async () => {
  await using client = await startClient();
  const name = "<script>alert(1)</script>";
  const group = { name, datastore: { type: "mysql", version: "8.0.29" }, values: { max_connections: 100 } };
  const configuration = (await client.send("POST", "/configurations", { configuration: group })).body.configuration.id;
  const id = await client.create({ name, configuration, datastore: { type: "mysql", version: "8.0.29" } });
  await until("it is healthy", () => client.simulator.instance(id)?.operatingStatus === "HEALTHY");
  // Trove refuses such names of databases and users.
  client.simulator.change(id, (record) => {
    record.databases = [{ name: "<b>", characterSet: undefined, collate: undefined }];
    record.users = [{ name: "<i>", host: "10.0.0.1", password: "p", databases: ["<b>"] }];
  });
  await client.send("POST", "/backups", { backup: { name, instance: id } });
  const state = await stateOf(client);
  const [instance = {}] = state.instances;
  assert.deepEqual(instance, {
    ...instance,
    id,
    name,
    project: "demo",
    operatingStatus: "HEALTHY",
    datastore: "mysql 8.0.29",
    flavor: "m1.tiny",
    volume: 1,
    addresses: [],
    configuration: name,
    rootEnabled: false,
    databases: { total: 1, items: ["<b>"] },
    users: { total: 1, items: [{ name: "<i>", host: "10.0.0.1", databases: ["<b>"] }] },
  });
  assert.deepEqual([state.backups[0]?.name, state.backups[0]?.instance], [name, name]);
  const [shown] = state.configurations;
  assert.deepEqual([shown?.name, shown?.parameters, shown?.instances], [name, ["max_connections"], [name]]);
});

test("no password, secret or token is in the page or its data", async () => {
  await using client = await startClient();
  const secrets = ["first-Passw0rd", "second-Passw0rd", "root-Passw0rd", "group-Passw0rd"];
  const [first = "", second = "", root = "", inGroup = ""] = secrets;
  const values = { character_set_server: inGroup };
  const datastore = { type: "mysql", version: "8.0.29" };
  const created = await client.send("POST", "/configurations", { configuration: { name: "one", datastore, values } });
  assert.equal(created.status, 200);
  const users = [
    { name: "one", password: first },
    { name: "two", password: first },
  ];
  const id = await client.create({ datastore, users });
  await until("its users are there", () => client.simulator.instance(id)?.users.length === 2);
  await client.send("PUT", `/instances/${id}/users`, { users: [{ name: "one", password: second }] });
  await client.send("POST", `/instances/${id}/root`, { password: root });
  await until("root is enabled", () => client.simulator.instance(id)?.rootPassword !== undefined);
  const record = JSON.stringify(client.simulator.instance(id));
  for (const secret of [first, second]) assert.ok(record.includes(secret), "the simulator has no such password");
  const { applicationCredential, rackspace, instance } = client.simulator;
  const all = [...secrets, "demo-password", applicationCredential.secret, rackspace.apiKey, client.token];
  all.push(instance(id)?.rootPassword ?? assert.fail("no root password"));
  const answers = [await page(client), await send(client, STATE)];
  for (const path of await filesOf(client)) answers.push(await send(client, path));
  for (const { text } of answers) {
    for (const secret of all) assert.ok(!text.includes(secret), `${secret} in ${text.slice(0, 200)}`);
  }
});

const PATHS = ["/", STATE, "/_simulator/dashboard/dashboard.js", "/_simulator/instances", "/_simulator/requests"];

test("a host that is not loopback is refused, so that a rebound name reads nothing", async () => {
  await using client = await startClient();
  for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "10.0.0.1", "[fe80::1]"]) {
    for (const path of PATHS) {
      const { status, text } = await send(client, path, { headers: { accept: BROWSER, host } });
      assert.deepEqual([status, Object.keys(JSON.parse(text))], [403, ["error"]], `${host} ${path}`);
    }
  }
  for (const host of ["localhost:8779", "127.0.0.1", "127.1.2.3:80", "[::1]:8779", "LOCALHOST"]) {
    assert.equal((await page(client, { host })).status, 200, host);
  }
});

test("a link on another web site opens the page", async () => {
  await using client = await startClient();
  assert.equal((await page(client, { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" })).status, 200);
});

function statuses(events: readonly HistoryEvent[], id: string): string[] {
  return events
    .filter((event) => event.kind === "status")
    .filter((event) => event.id === id)
    .map(({ to }) => (to ? `${to.status} ${to.operatingStatus}`.trim() : "deleted"));
}

test("records each status, with no page open", async () => {
  await using client = await startClient();
  const id = await client.create();
  await until("it is healthy", () => client.simulator.instance(id)?.operatingStatus === "HEALTHY");
  const before = await stateOf(client);
  assert.deepEqual(statuses(before.events, id), ["BUILD", "ACTIVE HEALTHY"]);
  await client.send("DELETE", `/instances/${id}`);
  await until("it is gone", () => client.simulator.instance(id) === undefined);
  const { events } = await stateOf(client, before.sequence);
  assert.deepEqual(statuses(events, id), ["SHUTDOWN", "deleted"]);
  assert.deepEqual(
    events.map(({ sequence }) => sequence),
    events.map((_, index) => before.sequence + index + 1),
  );
});

test("records what a test changes, but no status that no request could see", async () => {
  await using client = await startClient();
  const id = await client.create();
  await until("it is healthy", () => client.simulator.instance(id)?.operatingStatus === "HEALTHY");
  const { sequence } = await stateOf(client);
  client.simulator.change(id, (record) => {
    record.task = "REBOOTING";
    record.task = "NONE";
  });
  assert.deepEqual((await stateOf(client, sequence)).events, []);
  client.simulator.change(id, (record) => {
    record.status = "ERROR";
  });
  assert.deepEqual(statuses((await stateOf(client, sequence)).events, id), ["ERROR"]);
});

test("records requests to Trove with a short path, and none of its own", async () => {
  await using client = await startClient();
  const id = await client.create();
  const { sequence } = await stateOf(client);
  await client.send("GET", `/instances/${id}?secret=1`);
  await client.send("GET", "/instances/none");
  client.simulator.faults.add({ path: "/flavors", effect: { type: "reset", when: "before" } });
  await assert.rejects(client.send("GET", "/flavors"));
  await page(client);
  const logged = client.simulator.requests.length;
  const { events } = await stateOf(client, sequence);
  assert.equal(client.simulator.requests.length, logged);
  const requests = events.filter((event) => event.kind === "request");
  assert.deepEqual(
    requests.map(({ method, path, status }) => [method, path, status]),
    [
      ["GET", `/instances/${id.slice(0, 8)}`, 200],
      ["GET", "/instances/none", 404],
      ["GET", "/flavors", 0],
    ],
  );
});

test("keeps the latest 4000 events, of two minutes", () => {
  const history = new History();
  const request = { service: "trove", method: "GET", path: "/", status: 200, requestId: undefined } as const;
  const now = Date.now() / 1000;
  for (let index = 0; index < 20_000; index++) history.answered({ ...request, t: now });
  const kept = history.since(0);
  assert.deepEqual([kept.length, kept.at(-1)?.sequence], [4000, 20_000]);
  const quiet = new History();
  quiet.answered({ ...request, t: now - 121 });
  quiet.answered({ ...request, t: now });
  assert.deepEqual(
    quiet.since(0).map(({ sequence }) => sequence),
    [2],
  );
});

test("shows quotas, and rate buckets that refill with the cloud's clock", async () => {
  let now = Date.now();
  await using client = await startClient({ rate: 60, maxInstances: 3, maxVolumes: 7, now: () => now });
  await client.create({ volume: { size: 2 } });
  const demo = async () => (await stateOf(client)).projects.find(({ name }) => name === "demo");
  const posts = async () => (await demo())?.rates.find(({ method }) => method === "POST");
  assert.deepEqual(await posts(), { method: "POST", free: 59, limit: 60 });
  now += 500;
  assert.deepEqual(await posts(), { method: "POST", free: 59.5, limit: 60 });
  now += 60_000;
  assert.deepEqual(await posts(), { method: "POST", free: 60, limit: 60 });
  const used = (await demo())?.quotas.map(({ resource, used, limit }) => `${resource} ${used} of ${limit}`);
  assert.deepEqual(used, ["instances 1 of 3", "ram 512 of -1", "backups 0 of 50", "volumes 2 of 7"]);
});

test("stop ends at once while a page is open", async () => {
  const client = await startClient();
  const agent = new Agent({ keepAlive: true });
  const connected: Socket[] = [];
  agent.on("free", (socket: Socket) => connected.push(socket));
  await send(client, STATE, { agent });
  const [socket] = connected.length > 0 ? connected : ((await once(agent, "free")) as [Socket]);
  const closed = once(socket ?? assert.fail("no connection"), "close");
  await client.simulator.stop();
  await closed;
  agent.destroy();
});
