import assert from "node:assert/strict";
import { test } from "node:test";
import { createHttp } from "../../../../provider/http/create-http.ts";
import { ConnectionError } from "../../../../provider/http/errors/connection-error.ts";
import type { Authorizer } from "../../../../provider/http/http.ts";
import { jumpingClock } from "../rates/jumping-clock.ts";
import { json, serve } from "../serve.ts";

const userAgent = "test";

test("a rejected POST is repeated once with renewed headers", async (t) => {
  const server = await serve(t, (request, response) =>
    request.headers["x-auth-token"] === "new" ? json(response, 200, {}) : json(response, 401, { error: { code: 401 } }),
  );
  const renewals: unknown[] = [];
  const authorizer: Authorizer = {
    headers: async () => ({ "x-auth-token": "old" }),
    renew: async (rejected, body) => {
      renewals.push([rejected, body]);
      return { "x-auth-token": "new" };
    },
  };
  const http = createHttp({ clock: jumpingClock(), userAgent, authorizer });
  await http.request({ method: "POST", url: server.url, json: {} });
  assert.deepEqual(renewals, [[{ "x-auth-token": "old" }, { error: { code: 401 } }]]);
  assert.equal(server.requests.length, 2);
});

test("a 401 that means no expired token is not repeated", async (t) => {
  const server = await serve(t, (_, response) => json(response, 401, { unauthorized: {} }));
  const authorizer: Authorizer = { headers: async () => ({}), renew: async () => undefined };
  const http = createHttp({ clock: jumpingClock(), userAgent, authorizer });
  await assert.rejects(http.request({ method: "GET", url: server.url }), { status: 401 });
  assert.equal(server.requests.length, 1);
});

test("a second 401 is final", async (t) => {
  const server = await serve(t, (_, response) => json(response, 401, {}));
  const authorizer: Authorizer = { headers: async () => ({}), renew: async () => ({}) };
  const http = createHttp({ clock: jumpingClock(), userAgent, authorizer });
  await assert.rejects(http.request({ method: "GET", url: server.url }), { status: 401 });
  assert.equal(server.requests.length, 2);
});

test("a failed login is not tried over by the request that needed it", async (t) => {
  const server = await serve(t, (_, response) => json(response, 200, {}));
  const failure = new ConnectionError(
    { method: "POST", url: "http://keystone" },
    { reason: "ECONNREFUSED", sent: "no" },
  );
  let logins = 0;
  const authorizer: Authorizer = {
    headers: () => {
      logins += 1;
      return Promise.reject(failure);
    },
    renew: async () => undefined,
  };
  const http = createHttp({ clock: jumpingClock(), userAgent, authorizer });
  await assert.rejects(http.request({ method: "GET", url: server.url }), (error) => error === failure);
  assert.equal(logins, 1);
});
