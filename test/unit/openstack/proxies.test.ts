import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type ServerOptions } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { type TestContext, test } from "node:test";
import { inspect } from "node:util";
import { createHttp } from "../../../provider/http/create-http.ts";
import type { TlsSettings } from "../../../provider/http/proxy/agents.ts";
import type { Environment } from "../../../provider/openstack/credentials/credential-sources.ts";
import { environmentProxies } from "../../../provider/openstack/environment-proxies.ts";
import { makePair } from "../../support/certificates.ts";
import { jumpingClock } from "../http/rates/jumping-clock.ts";
import { closedPort, json, serve } from "../http/serve.ts";
import { startProxy } from "./proxy-server.ts";

const pair = makePair("cloud.example");
const other = makePair("other.example");
const skip = pair && other ? false : "no openssl";

/** A cloud that speaks TLS, by a name that only a proxy of these tests finds. Counts its connections. */
async function startTlsCloud(t: TestContext, options: ServerOptions = { ...pair }) {
  const server = createServer(options, (message, response) => {
    json(response, 200, { ok: true, path: message.url, authorization: message.headers["proxy-authorization"] ?? null });
  });
  let connections = 0;
  server.on("secureConnection", () => {
    connections += 1;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `https://cloud.example:${(server.address() as AddressInfo).port}`;
  return { url, connections: () => connections };
}

const trusting: TlsSettings = { insecure: false, ca: pair?.cert };

function client(env: Environment, tls?: TlsSettings) {
  return createHttp({
    clock: jumpingClock(),
    userAgent: "test",
    tls,
    proxies: environmentProxies(env),
    retry: { attempts: 3 },
  });
}

/** What fails, checked not to hold a secret. */
async function failure(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (reason: Error & { code: string; reason?: string; sent?: string }) => reason,
  );
  assert.ok(error, "nothing failed");
  assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes("canary"), inspect(error));
  return error;
}

test("reaches an https:// cloud through the proxy, with its own authority", { skip }, async (t) => {
  const [cloud, proxy] = [await startTlsCloud(t), await startProxy(t)];
  const http = client({ HTTPS_PROXY: `http://${proxy.host}` }, trusting);
  const { body } = await http.request({ method: "GET", url: `${cloud.url}/v3` });
  assert.deepEqual(body, { ok: true, path: "/v3", authorization: null });
  assert.deepEqual(proxy.asked, [`CONNECT ${new URL(cloud.url).host}`]);
});

test("reaches an http:// cloud through the proxy, which is given the whole URL", async (t) => {
  const proxy = await startProxy(t);
  const cloud = await serve(t, (_, response) => json(response, 200, { ok: true }));
  const url = cloud.url.replace("127.0.0.1", "cloud.example");
  const http = client({ http_proxy: `http://${proxy.host}` });
  const sent = await http.request({ method: "POST", url: `${url}/v3?a=b`, json: { a: 1 } });
  assert.deepEqual(sent.body, { ok: true });
  assert.deepEqual(proxy.asked, [`POST ${url}/v3?a=b`]);
  const [seen] = cloud.requests;
  assert.deepEqual([seen?.path, seen?.body, seen?.headers.host], ["/v3?a=b", '{"a":1}', new URL(url).host]);
});

test("uses one connection through the proxy for many reads", { skip }, async (t) => {
  const [cloud, proxy] = [await startTlsCloud(t), await startProxy(t)];
  const http = client({ HTTPS_PROXY: proxy.host }, trusting);
  for (let count = 0; count < 3; count += 1) await http.request({ method: "GET", url: cloud.url });
  assert.deepEqual([cloud.connections(), proxy.asked.length], [1, 1]);
  // A mutation has a connection of its own.
  await http.request({ method: "POST", url: cloud.url, json: {} });
  assert.deepEqual([cloud.connections(), proxy.asked.length], [2, 2]);
});

test("keeps the connection to the proxy for many reads of an http:// cloud", async (t) => {
  const proxy = await startProxy(t);
  const cloud = await serve(t, (_, response) => json(response, 200, {}));
  const http = client({ http_proxy: proxy.host });
  const url = cloud.url.replace("127.0.0.1", "cloud.example");
  for (let count = 0; count < 3; count += 1) await http.request({ method: "GET", url });
  assert.deepEqual([proxy.asked.length, proxy.open()], [3, 1]);
});

test("presents the client certificate to the cloud", { skip }, async (t) => {
  const proxy = await startProxy(t);
  const cloud = await startTlsCloud(t, { ...pair, ca: other?.cert, requestCert: true, rejectUnauthorized: true });
  const env = { HTTPS_PROXY: proxy.host };
  const withCertificate = client(env, { ...trusting, cert: other?.cert, key: other?.key });
  assert.equal((await withCertificate.request({ method: "GET", url: cloud.url })).status, 200);
  assert.equal(
    (await failure(client(env, trusting).request({ method: "GET", url: cloud.url }))).code,
    "TROVE_CONNECTION",
  );
});

test("refuses a cloud of an unknown authority, and says through which proxy", { skip }, async (t) => {
  const [cloud, proxy] = [await startTlsCloud(t), await startProxy(t)];
  const env = { HTTPS_PROXY: `http://${proxy.host}` };
  const error = await failure(client(env).request({ method: "GET", url: cloud.url }));
  assert.deepEqual([error.reason, error.sent], ["DEPTH_ZERO_SELF_SIGNED_CERT", "no"]);
  assert.ok(error.message.includes(`no trusted connection to ${cloud.url}`), error.message);
  assert.ok(error.message.endsWith(`through the proxy http://${proxy.host} (HTTPS_PROXY).`), error.message);
  const insecure = client(env, { insecure: true });
  assert.equal((await insecure.request({ method: "GET", url: cloud.url })).status, 200);
});

test("refuses a certificate of another host behind the proxy", { skip }, async (t) => {
  const [cloud, proxy] = [await startTlsCloud(t, { ...other }), await startProxy(t)];
  const http = client({ HTTPS_PROXY: proxy.host }, { insecure: false, ca: other?.cert });
  assert.equal((await failure(http.request({ method: "GET", url: cloud.url }))).reason, "ERR_TLS_CERT_ALTNAME_INVALID");
});

test("does not blame the proxy for a client certificate that cannot be used", { skip }, async (t) => {
  const [cloud, proxy] = [await startTlsCloud(t), await startProxy(t)];
  const [cert, key] = ["CERTIFICATE", "PRIVATE KEY"].map((what) => `-----BEGIN ${what}-----\ncanary\n`);
  const http = client({ HTTPS_PROXY: proxy.host }, { ...trusting, cert, key });
  const error = await failure(http.request({ method: "POST", url: cloud.url, json: {} }));
  assert.match(error.reason ?? "", /^ERR_OSSL_/);
  assert.equal(error.sent, "no");
  assert.match(error.message, /check cacertFile, cert and key/);
  while (proxy.open() > 0) await new Promise((resolve) => setImmediate(resolve));
});

test("logs in to the proxy with the user and the password of its address", { skip }, async (t) => {
  const cloud = await startTlsCloud(t);
  const plain = await serve(t, (_, response) => json(response, 200, {}));
  const proxy = await startProxy(t, { login: "me:canary @/" });
  const address = `http://me:canary%20%40%2F@${proxy.host}`;
  const http = client({ https_proxy: address, http_proxy: address }, trusting);
  const { body } = await http.request({ method: "GET", url: cloud.url });
  assert.deepEqual(body, { ok: true, path: "/", authorization: null });
  await http.request({ method: "GET", url: plain.url.replace("127.0.0.1", "cloud.example") });
  assert.equal(proxy.logins.length, 2);
});

for (const [protocol, variable] of [
  ["https", "HTTPS_PROXY"],
  ["http", "http_proxy"],
] as const) {
  const url = `${protocol}://cloud.example:5000/v3`;

  test(`names the proxy that refuses the login for an ${protocol}:// cloud`, async (t) => {
    const proxy = await startProxy(t, { login: "me:right" });
    const http = client({ [variable]: `http://me:canary@${proxy.host}` });
    const error = await failure(http.request({ method: "POST", url, json: {} }));
    assert.deepEqual([error.code, error.reason, error.sent], ["TROVE_CONNECTION", "PROXY_407", "no"]);
    assert.ok(
      error.message.includes(`the proxy http://${proxy.host} (${variable}) asks for a valid login`),
      error.message,
    );
    assert.equal(proxy.asked.length, 1);
  });

  test(`names the proxy that cannot be reached for an ${protocol}:// cloud`, async () => {
    const host = `127.0.0.1:${await closedPort()}`;
    const http = client({ [variable]: `http://me:canary@${host}` });
    const error = await failure(http.request({ method: "POST", url, json: {} }));
    assert.deepEqual([error.code, error.reason, error.sent], ["TROVE_CONNECTION", "PROXY_ECONNREFUSED", "no"]);
    assert.ok(error.message.includes(`cannot connect to the proxy http://${host} (${variable})`), error.message);
    assert.match(error.message, /cloud\.example in NO_PROXY/);
  });

  test(`names the proxy whose host does not exist for an ${protocol}:// cloud`, async () => {
    const http = client({ [variable]: "http://proxy.invalid:3128" });
    const error = await failure(http.request({ method: "GET", url }));
    assert.match(error.reason ?? "", /^PROXY_(ENOTFOUND|EAI_AGAIN)$/);
    assert.ok(error.message.includes(`the host of the proxy http://proxy.invalid:3128 (${variable})`), error.message);
  });

  test(`names the proxy that closes the connection for an ${protocol}:// cloud`, async (t) => {
    const server = createTcpServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(server, "listening");
    t.after(() => server.close());
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const error = await failure(client({ [variable]: host }).request({ method: "POST", url, json: {} }));
    assert.equal(error.code, "TROVE_CONNECTION");
    assert.ok(error.message.includes(`proxy http://${host} (${variable})`), error.message);
  });
}

test("names the proxy that has cannot connect to the cloud, and repeats the request", { skip }, async (t) => {
  const proxy = await startProxy(t);
  const url = `https://cloud.example:${await closedPort()}`;
  const http = client({ HTTPS_PROXY: proxy.host });
  const error = await failure(http.request({ method: "POST", url, json: {} }));
  assert.deepEqual([error.reason, error.sent, proxy.asked.length], ["PROXY_502", "no", 3]);
  assert.ok(error.message.includes(`does not connect to ${url} (502 Bad Gateway)`), error.message);
});

test("says that a proxy forbids the cloud's port, and does not repeat the request", async (t) => {
  const proxy = await startProxy(t, { status: 403 });
  const error = await failure(
    client({ HTTPS_PROXY: proxy.host }).request({ method: "GET", url: "https://cloud.example:8779" }),
  );
  assert.deepEqual([error.reason, proxy.asked.length], ["PROXY_403", 1]);
});

test("names the proxy that may have answered for an http:// cloud", async (t) => {
  const proxy = await startProxy(t);
  const url = `http://cloud.example:${await closedPort()}`;
  const error = await failure(client({ HTTP_PROXY: proxy.host }).request({ method: "GET", url }));
  assert.equal(error.code, "TROVE_HTTP_STATUS");
  assert.ok(error.message.includes(`answered 502`), error.message);
  assert.ok(error.message.includes(`the proxy http://${proxy.host} (HTTP_PROXY), which may`), error.message);
});

test("says that what is no HTTP proxy does not answer in HTTP", async (t) => {
  const server = createTcpServer((socket) => socket.end("SSH-2.0-OpenSSH_9\r\n\r\n")).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const error = await failure(client({ HTTPS_PROXY: host }).request({ method: "GET", url: "https://cloud.example" }));
  assert.ok(error.message.includes(`the proxy http://${host} (HTTPS_PROXY) does not answer in HTTP`), error.message);
});

test("gives up a proxy that does not answer, and leaves no connection open", async (t) => {
  const proxy = await startProxy(t, { silent: true });
  const http = client({ HTTPS_PROXY: proxy.host });
  const controller = new AbortController();
  const request = http.request({ method: "GET", url: "https://cloud.example", signal: controller.signal });
  request.catch(() => {});
  while (proxy.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  assert.equal((await failure(request)).code, "TROVE_CANCELLED");
  while (proxy.open() > 0) await new Promise((resolve) => setImmediate(resolve));
  const late = await failure(http.request({ method: "POST", url: "https://cloud.example", timeoutMs: 50, json: {} }));
  assert.deepEqual([late.code, late.sent], ["TROVE_REQUEST_TIMEOUT", "no"]);
  assert.ok(late.message.includes(`through the proxy http://${proxy.host} (HTTPS_PROXY)`), late.message);
});

test("keeps a proxy connection when the request that opened it is cancelled", { skip }, async (t) => {
  const [cloud, proxy] = [await startTlsCloud(t), await startProxy(t)];
  const http = client({ HTTPS_PROXY: proxy.host }, trusting);
  const controller = new AbortController();
  await http.request({ method: "GET", url: cloud.url, signal: controller.signal });
  controller.abort();
  await http.request({ method: "GET", url: cloud.url });
  assert.equal(cloud.connections(), 1);
});

test("does not go through a proxy on loopback, or to a host of NO_PROXY", async (t) => {
  const proxy = await startProxy(t);
  const cloud = await serve(t, (_, response) => json(response, 200, {}));
  const env = { HTTP_PROXY: proxy.host, NO_PROXY: "excluded.invalid" };
  await client(env).request({ method: "GET", url: cloud.url });
  const error = await failure(client(env).request({ method: "GET", url: "http://excluded.invalid" }));
  assert.match(error.reason ?? "", /^(ENOTFOUND|EAI_AGAIN)$/);
  assert.deepEqual(proxy.asked, []);
});

test("trusts an https:// proxy by Node's authorities, not by the cloud's settings", { skip }, async (t) => {
  const self = makePair("ip");
  assert.ok(self);
  const [cloud, proxy] = [await startTlsCloud(t), await startProxy(t, { tls: self })];
  const plain = await serve(t, (_, response) => json(response, 200, {}));
  for (const url of [cloud.url, plain.url.replace("127.0.0.1", "cloud.example")]) {
    const env = { ALL_PROXY: `https://${proxy.host}` };
    const error = await failure(client(env, { insecure: true }).request({ method: "GET", url }));
    assert.equal(error.reason, "PROXY_DEPTH_ZERO_SELF_SIGNED_CERT");
    assert.match(error.message, /the proxy https:.*\(ALL_PROXY\).*NODE_EXTRA_CA_CERTS/);
  }
  assert.deepEqual(proxy.asked, []);
});
