import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { createHttp } from "../../../provider/http/create-http.ts";
import type { HttpStatusError } from "../../../provider/http/errors/http-status-error.ts";
import { environmentProxies } from "../../../provider/openstack/environment-proxies.ts";
import { openSession } from "../../../provider/openstack/open-session.ts";
import { resolveCredentials } from "../../../provider/openstack/resolve-credentials.ts";
import { TroveApi } from "../../../provider/trove/trove-api.ts";
import { jumpingClock } from "../http/rates/jumping-clock.ts";
import { closedPort, json } from "../http/serve.ts";
import { type Given, givenSources } from "./credentials/given-sources.ts";
import { startCloud, tokenBody } from "./login/keystone.ts";
import { startProxy } from "./proxy-server.ts";

const LOGIN = { OS_USERNAME: "demo", OS_PASSWORD: "pw", OS_PROJECT_NAME: "web" };

/** The same address by a name that only a proxy of these tests finds. */
const behindProxy = (url: string) => url.replace("127.0.0.1", "cloud.example");

async function session(t: Parameters<typeof givenSources>[0], given: Given) {
  const sources = await givenSources(t, given);
  return openSession({ credentials: () => resolveCredentials(sources), clock: jumpingClock(), http: { attempts: 2 } });
}

test("uses the environment's proxy for Keystone and Trove, for explicit providers too", async (t) => {
  const proxy = await startProxy(t);
  const cloud = await startCloud(t, {
    login: (_, response) => {
      json(response, 201, tokenBody(behindProxy(cloud.url)), { "x-subject-token": "token" });
      return true;
    },
  });
  const env = { ...LOGIN, OS_AUTH_URL: behindProxy(cloud.url), HTTP_PROXY: proxy.host };
  await (await session(t, { env })).request({ method: "GET", path: "/instances" });
  const trove = { authUrl: behindProxy(cloud.url), token: "t", projectId: "p1" };
  const explicit = await session(t, { trove, explicit: true, env: { HTTP_PROXY: proxy.host } });
  await explicit.request({ method: "GET", path: "/instances" });
  const base = behindProxy(cloud.url);
  const once = [`POST ${base}/v3/auth/tokens`, `GET ${base}/v1.0/p1/instances`];
  assert.deepEqual(proxy.asked, [...once, ...once]);
});

test("a login that does not get beyond the proxy names it", async (t) => {
  const host = `127.0.0.1:${await closedPort()}`;
  const env = { ...LOGIN, OS_AUTH_URL: "https://cloud.example/v3", HTTPS_PROXY: `http://me:canary@${host}` };
  await assert.rejects((await session(t, { env })).cloud(), (error: Error & { code: string; proxy?: string }) => {
    assert.deepEqual([error.code, error.proxy], ["TROVE_CONNECTION", `http://${host} (HTTPS_PROXY)`]);
    assert.ok(error.message.includes(`cannot connect to the proxy http://${host} (HTTPS_PROXY)`), error.message);
    assert.ok(!error.message.includes("canary"), error.message);
    return true;
  });
});

for (const status of [403, 404, 502, 503]) {
  test(`a login that the proxy may have answered with ${status} names it`, async (t) => {
    const proxy = await startProxy(t, { status });
    const env = { ...LOGIN, OS_AUTH_URL: "http://cloud.example/v3", HTTP_PROXY: proxy.host };
    await assert.rejects((await session(t, { env })).cloud(), (error: Error) => {
      assert.ok(error.message.includes(`the proxy http://${proxy.host} (HTTP_PROXY), which may`), error.message);
      return true;
    });
  });
}

const LOGIN_TO_PROXY = Buffer.from("me:canary").toString("base64");
for (const [what, page] of [
  ["a line", `The login Basic ${LOGIN_TO_PROXY} of canary is out of order`],
  ["a title", `<html><title>Basic ${LOGIN_TO_PROXY}</title></html>`],
  ["JSON", JSON.stringify({ message: `http://me:canary@proxy, ${LOGIN_TO_PROXY}` })],
] as const) {
  test(`an error does not show the login to the proxy that the proxy repeats in ${what}`, async (t) => {
    const proxy = await startProxy(t, { login: "me:canary", status: 503, page });
    const env = { ...LOGIN, OS_AUTH_URL: "http://cloud.example/v3", HTTP_PROXY: `http://me:canary@${proxy.host}` };
    await assert.rejects((await session(t, { env })).cloud(), (error: Error) => {
      assert.match(error.message, /503 Service Unavailable: .*\*\*\*/);
      for (const secret of ["canary", LOGIN_TO_PROXY]) {
        assert.ok(!inspect(error, { showHidden: true }).includes(secret), error.message);
      }
      return true;
    });
    const http = createHttp({ clock: jumpingClock(), userAgent: "t", proxies: environmentProxies(env) });
    await assert.rejects(http.request({ method: "POST", url: "http://cloud.example" }), (error: HttpStatusError) => {
      assert.ok(!JSON.stringify(error.body).includes("canary"));
      return true;
    });
  });
}

test("an answer that is not Trove's own names the proxy that may have given it", async (t) => {
  const proxy = await startProxy(t);
  const cloud = await startCloud(t, {
    login: (_, response) => {
      json(response, 201, tokenBody(behindProxy(cloud.url)), { "x-subject-token": "token" });
      return true;
    },
    trove: (_, response) => response.writeHead(403).end("<html><title>Denied</title></html>"),
  });
  const env = { ...LOGIN, OS_AUTH_URL: cloud.url, HTTP_PROXY: proxy.host };
  const trove = new TroveApi(await session(t, { env }));
  await assert.rejects(trove.limits.get(), (error: Error) => {
    assert.ok(error.message.endsWith(`the proxy http://${proxy.host} (HTTP_PROXY), which may have sent it.`));
    return true;
  });
});

test("a malformed proxy is a wrong configuration, and is not tried again", async (t) => {
  const env = { ...LOGIN, OS_AUTH_URL: "https://cloud.example/v3", HTTPS_PROXY: "http://me:12/canary@proxy" };
  await assert.rejects((await session(t, { env })).cloud(), (error: Error & { code: string }) => {
    assert.equal(error.code, "TROVE_CONFIG");
    assert.match(error.message, /^HTTPS_PROXY is not the address of a proxy/);
    assert.ok(!error.message.includes("canary"), error.message);
    return true;
  });
});
