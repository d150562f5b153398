import assert from "node:assert/strict";
import { test } from "node:test";
import { silentLog } from "../../../provider/core/log.ts";
import { openSession } from "../../../provider/openstack/open-session.ts";
import { isPlainHttp } from "../../../provider/openstack/plain-http.ts";
import { Users } from "../../../provider/trove/guest/users.ts";
import { json } from "../http/serve.ts";
import { startCloud, tokenBody } from "./login/keystone.ts";

const PLAIN = [
  "http://keystone:5000/v3",
  "http://10.0.0.1",
  "http://0.0.0.0:5000",
  "http://[fe80::1]/",
  "http://localhost.example",
  "http://127.example/",
  "HTTP://keystone",
];
const SAFE = [
  ...[
    "https://keystone:5000/v3",
    "https://10.0.0.1",
    "http://localhost:5000",
    "http://LOCALHOST./",
    "http://a.localhost",
  ],
  ...[
    "http://127.0.0.1",
    "http://127.1.2.3:80",
    "http://127.1",
    "http://0x7f000001/",
    "http://[::1]:5000",
    "http://[::ffff:127.0.0.1]",
  ],
  "no address",
];

test("an address is plain where it is http:// and another machine", () => {
  assert.deepEqual(
    PLAIN.filter((url) => !isPlainHttp(url)),
    [],
  );
  assert.deepEqual(SAFE.filter(isPlainHttp), []);
});

/** Another name of this machine, which is no loopback address. */
const elsewhere = (url: string) => url.replace("127.0.0.1", "0.0.0.0");

async function warningsOf(
  t: Parameters<typeof startCloud>[0],
  plain: { readonly keystone: boolean; readonly trove: boolean },
) {
  const cloud = await startCloud(t, {
    login: (_, response) => {
      const url = plain.trove ? elsewhere(cloud.url) : cloud.url;
      json(response, 201, tokenBody(url), { "x-subject-token": "token-1" });
      return true;
    },
  });
  const authUrl = plain.keystone ? elsewhere(cloud.credentials.authUrl) : cloud.credentials.authUrl;
  const warnings: string[] = [];
  const session = openSession({
    credentials: async () => ({ ...cloud.credentials, authUrl }),
    log: { ...silentLog, warn: (message) => warnings.push(message) },
  });
  const users = new Users(session);
  await users.delete("i", { name: "a" });
  const before = warnings.length;
  await users.create("i", [{ name: "a", password: "secret-1" }]);
  await users.update("i", { name: "a" }, { password: "secret-2" });
  return { warnings, before, port: new URL(cloud.url).port };
}

test("a login over plain HTTP is warned of once, and a password after it no more", async (t) => {
  const { warnings, port } = await warningsOf(t, { keystone: true, trove: true });
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", new RegExp(`^The login is sent to http://0\\.0\\.0\\.0:${port} without TLS`));
});

test("a user's password over plain HTTP is warned of once, when it is sent", async (t) => {
  const { warnings, before, port } = await warningsOf(t, { keystone: false, trove: true });
  assert.equal(before, 0);
  assert.equal(warnings.length, 1);
  assert.match(
    warnings[0] ?? "",
    new RegExp(`^The password of a database user is sent to http://0\\.0\\.0\\.0:${port} `),
  );
});

test("what stays on this machine is not warned of", async (t) => {
  assert.deepEqual((await warningsOf(t, { keystone: false, trove: false })).warnings, []);
});
