import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveCredentials } from "../../../../provider/openstack/resolve-credentials.ts";
import { givenSources } from "./given-sources.ts";

/** The variables as a shell sets them from an openrc whose lines end in CR and LF. */
function crlf(env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, `${value}\r`]));
}

const LOGIN = {
  OS_AUTH_URL: "https://keystone.example.com:5000/v3",
  OS_USERNAME: "demo",
  OS_PASSWORD: "pw",
  OS_PROJECT_NAME: "web",
};

test("reads an openrc with Windows line endings", async (t) => {
  const env = crlf({
    ...LOGIN,
    OS_USER_DOMAIN_NAME: "Corp",
    OS_PROJECT_DOMAIN_ID: "d1",
    OS_REGION_NAME: "One",
    OS_INTERFACE: "internal",
    OS_INSECURE: "true",
    OS_AUTH_TYPE: "v3password",
    OS_USER_ID: "",
  });
  const found = await resolveCredentials(await givenSources(t, { env }));
  assert.deepEqual(found.auth, {
    type: "password",
    user: { name: "demo", domain: { name: "Corp" } },
    password: "pw",
    scope: { project: { name: "web", domain: { id: "d1" } } },
  });
  const { authUrl, region, interface: endpointType, tls } = found;
  assert.deepEqual([authUrl, region, endpointType], ["https://keystone.example.com:5000/v3", "One", "internal"]);
  assert.equal(tls.insecure, true);
});

test("finds the cloud, its file and its region by variables with Windows line endings", async (t) => {
  const entry = '{ auth: { auth_url: "http://a", token: t }, regions: [ One, " Two " ] }';
  const files = { "mine.yaml": `clouds: { a: ${entry}, b: {} }`, "ca.pem": "-----BEGIN CERTIFICATE-----" };
  const env = crlf({ OS_CLIENT_CONFIG_FILE: "mine.yaml", OS_CLOUD: "a", OS_REGION_NAME: "Two" });
  const found = await resolveCredentials(await givenSources(t, { files, env }));
  assert.deepEqual([found.authUrl, found.region], ["http://a", "Two"]);
  const login = crlf({ OS_AUTH_URL: "http://a", OS_TOKEN: "t", OS_CACERT: "ca.pem" });
  const { tls, auth } = await resolveCredentials(await givenSources(t, { files, env: login }));
  assert.equal(tls.ca, "-----BEGIN CERTIFICATE-----");
  assert.equal(auth.type === "token" && auth.token, "t");
});

test("ignores variables of white space alone", async (t) => {
  const env = { ...LOGIN, OS_CLOUD: "\r", OS_CLIENT_CONFIG_FILE: " ", OS_CACERT: "\t", OS_REGION_NAME: " " };
  const found = await resolveCredentials(await givenSources(t, { env }));
  assert.deepEqual([found.region, found.tls.ca], [undefined, undefined]);
});

test("keeps the spaces of a password, without the line break at its end", async (t) => {
  const passwordOf = async (given: Parameters<typeof givenSources>[1]) => {
    const { auth } = await resolveCredentials(await givenSources(t, given));
    return auth.type === "password" && auth.password;
  };
  assert.equal(await passwordOf({ env: { ...LOGIN, OS_PASSWORD: " p w \r\n" } }), " p w ");
  const trove = { authUrl: "http://a", userName: "u", projectName: "p", password: " p w \n" };
  assert.equal(await passwordOf({ trove }), " p w ");
  const auth = '{ auth_url: "http://a", username: u, project_name: p, password: " p w \\n" }';
  assert.equal(await passwordOf({ files: { "clouds.yaml": `clouds: { a: { auth: ${auth} } }` } }), " p w ");
});

test("trims what Pulumi's configuration and clouds.yaml say", async (t) => {
  const trove = {
    authUrl: " http://a/v3\n",
    token: "t\n",
    region: "One ",
    insecure: " true ",
    endpointType: "admin\n",
  };
  const found = await resolveCredentials(await givenSources(t, { trove }));
  assert.deepEqual([found.authUrl, found.region, found.interface], ["http://a/v3", "One", "admin"]);
  assert.equal(found.tls.insecure, true);
  const entry = '{ auth: { auth_url: " http://b/v3 ", token: "t\\n" }, region_name: "Two " }';
  const named = await givenSources(t, { trove: { cloud: "b\n" }, files: { "clouds.yaml": `clouds: { b: ${entry} }` } });
  const { authUrl, region, auth } = await resolveCredentials(named);
  assert.deepEqual([authUrl, region, auth.type === "token" && auth.token], ["http://b/v3", "Two", "t"]);
});
