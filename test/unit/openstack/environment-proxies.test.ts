import assert from "node:assert/strict";
import { test } from "node:test";
import type { Environment } from "../../../provider/openstack/credentials/credential-sources.ts";
import { environmentProxies } from "../../../provider/openstack/environment-proxies.ts";

const PROXY = "http://proxy.example.com:3128";
const find = (env: Environment, url = "https://cloud.example.com:5000/v3") => environmentProxies(env)?.find(url);

for (const [what, env, expected] of [
  ["upper case", { HTTPS_PROXY: PROXY }, `${PROXY} (HTTPS_PROXY)`],
  ["lower case before upper case", { HTTPS_PROXY: "http://other:1", https_proxy: PROXY }, `${PROXY} (https_proxy)`],
  ["an empty lower case, which hides the upper case", { HTTPS_PROXY: PROXY, https_proxy: "" }, undefined],
  ["only the other protocol's", { HTTP_PROXY: PROXY }, undefined],
  [
    "all_proxy, without a proxy for the protocol",
    { HTTP_PROXY: "http://other:1", ALL_PROXY: PROXY },
    `${PROXY} (ALL_PROXY)`,
  ],
  ["no scheme", { HTTPS_PROXY: "proxy.example.com:3128" }, `${PROXY} (HTTPS_PROXY)`],
  ["white space around it", { HTTPS_PROXY: ` ${PROXY}/\r` }, `${PROXY} (HTTPS_PROXY)`],
  ["a login, which is not shown", { HTTPS_PROXY: "http://me:canary@proxy.example.com:3128" }, `${PROXY} (HTTPS_PROXY)`],
  ["nothing", {}, undefined],
] as const) {
  test(`takes the proxy of ${what}`, () => {
    assert.equal(find(env)?.description, expected);
  });
}

test("takes HTTP_PROXY for http:// URLs", () => {
  const env = { HTTP_PROXY: PROXY, HTTPS_PROXY: "http://other:1" };
  assert.equal(find(env, "http://cloud.example.com")?.description, `${PROXY} (HTTP_PROXY)`);
});

test("ignores HTTP_PROXY in a CGI program, where a request header sets it", () => {
  const cgi = { HTTP_PROXY: "http://attacker:1", REQUEST_METHOD: "GET" };
  assert.equal(find(cgi, "http://cloud.example.com"), undefined);
  assert.equal(find({ ...cgi, http_proxy: PROXY }, "http://cloud.example.com")?.description, `${PROXY} (http_proxy)`);
  assert.equal(find({ ...cgi, ALL_PROXY: PROXY }, "http://cloud.example.com")?.description, `${PROXY} (ALL_PROXY)`);
});

for (const [noProxy, url, isExcluded] of [
  ["*", "https://cloud.example.com", true],
  ["example.com", "https://cloud.example.com", true],
  ["example.com", "https://example.com", true],
  [".example.com", "https://cloud.example.com", true],
  ["*.example.com", "https://cloud.example.com", true],
  ["EXAMPLE.com", "https://Cloud.example.COM", true],
  ["ample.com", "https://cloud.example.com", false],
  ["cloud.example.com:5000", "https://cloud.example.com:5000", true],
  ["cloud.example.com:5000", "https://cloud.example.com:8779", false],
  ["cloud.example.com:443", "https://cloud.example.com", true],
  ["other.org, example.com", "https://cloud.example.com", true],
  ["other.org example.com", "https://cloud.example.com", true],
  ["10.0.0.5", "https://10.0.0.5:5000", true],
  ["10.0.0.5:5000", "https://10.0.0.5:5000", true],
  ["10.0.0.5:5000", "https://10.0.0.5:8779", false],
  ["0.0.5", "https://10.0.0.5", false],
  ["10.0.0.0/8", "https://10.200.0.1:5000", true],
  ["10.0.0.0/8", "https://11.0.0.1:5000", false],
  ["10.0.0.0/33", "https://10.0.0.1", false],
  ["fd00::/8", "https://[fd00::5]:5000", true],
  ["fd00::5", "https://[fd00::5]:5000", true],
  ["[fd00::5]:5000", "https://[fd00::5]:5000", true],
  ["", "https://cloud.example.com", false],
  ["", "https://localhost:5000", true],
  ["", "https://127.0.0.1:5000", true],
  ["", "https://127.8.9.1", true],
  ["", "https://[::1]:5000", true],
] as const) {
  test(`${isExcluded ? "excludes" : "does not exclude"} ${url} with NO_PROXY="${noProxy}"`, () => {
    for (const env of [
      { HTTPS_PROXY: PROXY, NO_PROXY: noProxy },
      { https_proxy: PROXY, no_proxy: noProxy },
    ]) {
      assert.equal(find(env, url) === undefined, isExcluded);
    }
  });
}

for (const [what, value] of [
  ["no address", "http://"],
  ["an invalid port", "http://proxy:canary"],
  ["a password with a slash", "http://me:12/canary@proxy:3128"],
  ["a password with a number sign", "http://canary:12#3@proxy:3128"],
  ["a password with a question mark", "http://canary?:12@proxy:3128"],
  ["a password with a percent sign", "http://me:%canary@proxy:3128"],
  ["a SOCKS proxy", "socks5://me:canary@proxy:1080"],
  ["another protocol", "ftp://canary"],
] as const) {
  test(`refuses ${what} by the name of the variable, without its value`, () => {
    assert.throws(
      () => find({ HTTPS_PROXY: value }),
      (error: Error & { code: string }) => {
        assert.equal(error.code, "TROVE_CONFIG");
        assert.match(error.message, /^HTTPS_PROXY /);
        assert.ok(!error.message.includes("canary"), error.message);
        return true;
      },
    );
  });
}

test("does not judge a proxy that is not needed", () => {
  const env = { HTTPS_PROXY: "socks5://proxy:1080", NO_PROXY: "cloud.example.com" };
  assert.equal(find(env), undefined);
  assert.equal(find(env, "http://other.example.com"), undefined);
});

test("names the passwords of proxies as secrets", () => {
  const proxies = environmentProxies({ HTTPS_PROXY: "http://me:pass%2Fword@proxy:3128" });
  assert.deepEqual(proxies?.secrets, ["pass/word", Buffer.from("me:pass/word").toString("base64")]);
});
