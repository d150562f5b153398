import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../../provider/core/clock.ts";
import { CancelledError } from "../../../provider/core/errors/cancelled-error.ts";
import { ConfigError } from "../../../provider/openstack/errors/config-error.ts";
import { openSession } from "../../../provider/openstack/open-session.ts";
import { jumpingClock } from "../http/rates/jumping-clock.ts";
import { json } from "../http/serve.ts";
import { answerLogin, startCloud } from "./login/keystone.ts";

const expired = {
  error: { code: 401, title: "Unauthorized", message: "The request you have made requires authentication." },
};

test("a session does nothing until it is used, then logs in once and finds the cloud", async (t) => {
  const cloud = await startCloud(t);
  let asked = 0;
  const session = openSession({
    credentials: async () => {
      asked += 1;
      return cloud.credentials;
    },
  });
  assert.equal(asked, 0);
  assert.equal(session.serverNow(), undefined);
  assert.deepEqual(await session.cloud(), { projectId: "p1", region: "One", endpoint: `${cloud.url}/v1.0/p1` });
  await session.request({ method: "GET", path: "/instances?limit=2" });
  assert.deepEqual([asked, cloud.logins()], [1, 1]);
  const last = cloud.requests.at(-1);
  assert.deepEqual([last?.path, last?.headers["x-auth-token"]], ["/v1.0/p1/instances?limit=2", "token-1"]);
});

test("a hundred first requests at once make one login", async (t) => {
  const cloud = await startCloud(t);
  const session = openSession({ credentials: async () => cloud.credentials });
  await Promise.all(Array.from({ length: 100 }, (_, i) => session.request({ method: "GET", path: `/instances/${i}` })));
  assert.equal(cloud.logins(), 1);
  assert.equal(cloud.requests.length, 101);
});

test("counts writes and DELETEs when they start and when they end", async (t) => {
  const cloud = await startCloud(t);
  const session = openSession({ credentials: async () => cloud.credentials });
  const counts = () => [session.changes(), session.deletes()];
  await session.request({ method: "GET", path: "/instances" });
  assert.deepEqual(counts(), [0, 0]);
  await session.request({ method: "POST", path: "/instances" });
  assert.deepEqual(counts(), [2, 0]);
  await session.request({ method: "DELETE", path: "/instances/1" });
  assert.deepEqual(counts(), [4, 2]);
});

test("the token is renewed a minute before its end", async (t) => {
  const cloud = await startCloud(t, { lifeMs: 3_600_000 });
  const clock = jumpingClock();
  const session = openSession({ credentials: async () => cloud.credentials, clock });
  await session.cloud();
  await clock.sleep(3_600_000 - 65_000);
  await session.request({ method: "GET", path: "/a" });
  assert.equal(cloud.logins(), 1);
  await clock.sleep(7000);
  await session.request({ method: "GET", path: "/b" });
  assert.equal(cloud.logins(), 2);
  assert.equal(cloud.requests.at(-1)?.headers["x-auth-token"], "token-2");
});

test("a short-lived token is renewed a fifth of its life before its end", async (t) => {
  const cloud = await startCloud(t, { lifeMs: 20_000 });
  const clock = jumpingClock();
  const session = openSession({ credentials: async () => cloud.credentials, clock });
  await session.cloud();
  await clock.sleep(14_000);
  await session.cloud();
  assert.equal(cloud.logins(), 1);
  await clock.sleep(4000);
  await session.cloud();
  assert.equal(cloud.logins(), 2);
});

test("requests with an expired token share one login and are repeated, even POSTs", async (t) => {
  const cloud = await startCloud(t, {
    trove: (request, response) =>
      request.headers["x-auth-token"] === "token-1" ? json(response, 401, expired) : json(response, 200, {}),
  });
  const session = openSession({ credentials: async () => cloud.credentials });
  const get = () => session.request({ method: "GET", path: "/x" });
  const post = () => session.request({ method: "POST", path: "/x", json: {} });
  await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? get() : post())));
  assert.equal(cloud.logins(), 2);
});

test("Trove's own 401 does not log in again", async (t) => {
  const body = { unauthorized: { code: 401, message: "User does not have admin privileges." } };
  const cloud = await startCloud(t, { trove: (_, response) => json(response, 401, body) });
  const session = openSession({ credentials: async () => cloud.credentials });
  await assert.rejects(session.request({ method: "GET", path: "/mgmt" }), { status: 401 });
  assert.equal(cloud.logins(), 1);
});

test("a token that is rejected even when new fails after one renewal", async (t) => {
  const cloud = await startCloud(t, { trove: (_, response) => json(response, 401, expired) });
  const session = openSession({ credentials: async () => cloud.credentials });
  await assert.rejects(session.request({ method: "GET", path: "/x" }), { status: 401 });
  assert.equal(cloud.logins(), 2);
});

test("a caller cancelled during the login leaves at once; others get their token", async (t) => {
  const cancel = new AbortController();
  const cloud = await startCloud(t, {
    login: () => {
      setImmediate(() => cancel.abort());
      return false;
    },
  });
  const session = openSession({ credentials: async () => cloud.credentials });
  const first = session.cloud(cancel.signal);
  const second = session.cloud();
  await Promise.all([first.catch((error) => assert.ok(error instanceof CancelledError)), second]);
  assert.equal(cloud.logins(), 1);
});

test("aborts the login when all callers are cancelled; the next request logs in", async (t) => {
  const cancel = new AbortController();
  let hold = true;
  const cloud = await startCloud(t, {
    login: () => {
      if (!hold) return false;
      cancel.abort();
      return true;
    },
  });
  const session = openSession({ credentials: async () => cloud.credentials });
  await assert.rejects(session.request({ method: "POST", path: "/x", signal: cancel.signal }), CancelledError);
  hold = false;
  await session.request({ method: "GET", path: "/x" });
  assert.equal(cloud.logins(), 1);
});

test("a refused login is not asked for again within half a minute, and then it is", async (t) => {
  let wrong = true;
  const refuse = answerLogin(401, expired);
  const cloud = await startCloud(t, { login: (...args) => wrong && refuse(...args) });
  const clock = jumpingClock();
  const session = openSession({ credentials: async () => cloud.credentials, clock });
  await assert.rejects(session.cloud(), { code: "TROVE_AUTH" });
  await assert.rejects(session.cloud(), { code: "TROVE_AUTH" });
  assert.equal(cloud.requests.length, 1);
  wrong = false;
  await clock.sleep(31_000);
  assert.equal((await session.cloud()).projectId, "p1");
});

test("a ConfigError is kept, another failure to find the credentials is not", async (t) => {
  const cloud = await startCloud(t);
  let asked = 0;
  const configured = openSession({
    credentials: async () => {
      asked += 1;
      throw new ConfigError("nothing");
    },
  });
  await assert.rejects(configured.cloud(), ConfigError);
  await assert.rejects(configured.cloud(), ConfigError);
  assert.equal(asked, 1);
  const flaky = openSession({
    credentials: async () => {
      asked += 1;
      if (asked === 2) throw new Error("disk");
      return cloud.credentials;
    },
  });
  await assert.rejects(flaky.cloud(), /disk/);
  assert.equal((await flaky.cloud()).projectId, "p1");
});

test("the first login gives up on an unreachable cloud within 20 s", async (t) => {
  const cloud = await startCloud(t, { login: answerLogin(503, {}) });
  const clock = jumpingClock();
  const session = openSession({ credentials: async () => cloud.credentials, clock });
  const start = clock.now();
  await assert.rejects(session.cloud(), { code: "TROVE_CONNECTION", reason: "HTTP_503" });
  assert.ok(clock.now() - start <= 20_000);
});

test("the server's time is its last Date, carried on by the clock, also from a failure", async (t) => {
  let date = "Thu, 01 Jan 2026 00:00:10 GMT";
  const cloud = await startCloud(t, {
    trove: (request, response) => json(response, request.path.endsWith("/bad") ? 404 : 200, {}, { date }),
  });
  const clock = jumpingClock(systemClock.now());
  const session = openSession({ credentials: async () => cloud.credentials, clock });
  await session.request({ method: "GET", path: "/a" });
  await clock.sleep(2500);
  assert.equal(session.serverNow(), Date.parse("2026-01-01T00:00:12.500Z"));
  date = "Thu, 01 Jan 2026 01:00:00 GMT";
  await assert.rejects(session.request({ method: "GET", path: "/bad" }));
  assert.equal(session.serverNow(), Date.parse("2026-01-01T01:00:00Z"));
});
