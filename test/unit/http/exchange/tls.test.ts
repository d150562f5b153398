import assert from "node:assert/strict";
import { createServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { createHttp } from "../../../../provider/http/create-http.ts";
import { ConnectionError } from "../../../../provider/http/errors/connection-error.ts";
import type { TlsSettings } from "../../../../provider/http/proxy/agents.ts";
import { makePair } from "../../../support/certificates.ts";
import { jumpingClock } from "../rates/jumping-clock.ts";
import { json, serve } from "../serve.ts";

const pair = makePair("ip");
const other = makePair("other.example");
const skip = pair && other ? false : "no openssl";

async function serveTls(t: TestContext, options: ServerOptions): Promise<string> {
  const server = createServer(options, (_, response) => json(response, 200, { ok: true }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const get = (url: string, tls?: TlsSettings) =>
  createHttp({ clock: jumpingClock(), userAgent: "test", tls, retry: { attempts: 3 } }).request({ method: "GET", url });

test("refuses a certificate of an unknown authority at once and says what to set", {
  skip,
}, async (t) => {
  const url = await serveTls(t, { ...pair });
  await assert.rejects(get(url), (error) => {
    assert.ok(error instanceof ConnectionError);
    assert.deepEqual([error.reason, error.sent], ["DEPTH_ZERO_SELF_SIGNED_CERT", "no"]);
    assert.match(error.message, /no trusted connection to https:.*set cacertFile \(OS_CACERT\)/);
    return true;
  });
});

test("the given authority is trusted, and insecure trusts anyone", { skip }, async (t) => {
  const url = await serveTls(t, { ...pair });
  assert.deepEqual((await get(url, { insecure: false, ca: pair?.cert })).body, { ok: true });
  assert.deepEqual((await get(url, { insecure: true })).body, { ok: true });
});

test("a certificate for another host is named as that", { skip }, async (t) => {
  const url = await serveTls(t, { ...other });
  await assert.rejects(
    get(url, { insecure: false, ca: other?.cert }),
    /ERR_TLS_CERT_ALTNAME_INVALID.*another host name/,
  );
});

test("a client certificate is presented", { skip }, async (t) => {
  const url = await serveTls(t, { ...pair, ca: other?.cert, requestCert: true, rejectUnauthorized: true });
  const tls = { insecure: false, ca: pair?.cert };
  assert.deepEqual((await get(url, { ...tls, cert: other?.cert, key: other?.key })).body, { ok: true });
  await assert.rejects(get(url, tls), { code: "TROVE_CONNECTION" });
});

test("https to a server that speaks plain HTTP is explained", async (t) => {
  const server = await serve(t, (_, response) => json(response, 200, {}));
  await assert.rejects(get(server.url.replace("http:", "https:")), /Is it an http:\/\/ address/);
});

test("does not advise to set cacertFile if it is set", {
  skip,
}, async (t) => {
  const url = await serveTls(t, { ...pair });
  await assert.rejects(get(url, { insecure: false, ca: other?.cert }), (error) => {
    assert.ok(error instanceof ConnectionError);
    assert.match(error.message, /not signed by an authority in cacertFile \(OS_CACERT\)/);
    assert.doesNotMatch(error.message, /: set /);
    return true;
  });
});
