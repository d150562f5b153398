import assert from "node:assert/strict";
import { test } from "node:test";
import { ConnectionError } from "../../../../provider/http/errors/connection-error.ts";
import { RequestTimeoutError } from "../../../../provider/http/errors/request-timeout-error.ts";
import type { Credentials, TlsOptions } from "../../../../provider/openstack/credentials.ts";
import { explainLoginFailure } from "../../../../provider/openstack/login/explain-login-failure.ts";

const URL = "https://keystone.example/v3/auth/tokens";

function explained(reason: string, tls: Omit<TlsOptions, "insecure">): string {
  return explain(new ConnectionError({ method: "POST", url: URL }, { reason, sent: "no" }), tls);
}

function explain(failure: Error, tls: Omit<TlsOptions, "insecure"> = {}): string {
  const credentials: Credentials = {
    authUrl: "https://keystone.example/v3",
    auth: { type: "token", token: "t-one", scope: undefined },
    region: undefined,
    interface: "public",
    tls: { insecure: false, ...tls },
    source: "Pulumi config",
  };
  const error = explainLoginFailure(failure, credentials, URL);
  assert.ok(error instanceof ConnectionError);
  return error.message;
}

test("advises at a login to set cacertFile only where it is not set", () => {
  const reason = "UNABLE_TO_VERIFY_LEAF_SIGNATURE";
  assert.match(explained(reason, {}), /set cacertFile \(OS_CACERT\)/);
  const configured = explained(reason, { ca: "-----BEGIN CERTIFICATE-----" });
  assert.match(configured, /not signed by an authority in cacertFile/);
  assert.doesNotMatch(configured, /set cacertFile/);
});

test("advises at a login to set cert and key only where they are not set", () => {
  const reason = "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED";
  assert.match(explained(reason, {}), /set cert and key/);
  const configured = explained(reason, { cert: "-----BEGIN CERTIFICATE-----" });
  assert.match(configured, /check cert and key/);
  assert.doesNotMatch(configured, /set cert/);
});

test("names the setting of an address from which no connection comes in time", () => {
  const failure = { afterMs: 20_000, sent: "no" } as const;
  const request = { method: "POST", url: URL } as const;
  const setting = /\(ETIMEDOUT\)\..* The address is set by trove:authUrl or OS_AUTH_URL\.$/;
  assert.match(explain(new RequestTimeoutError(request, failure)), setting);
  const proxy = "http://proxy.example:3128 (HTTPS_PROXY)";
  assert.doesNotMatch(explain(new RequestTimeoutError(request, { ...failure, proxy })), /is set by/);
});

test("names the setting of a token that cannot be sent, not that of the address", () => {
  assert.match(explained("ERR_INVALID_CHAR", {}), /check the token\. The token is set by trove:token or OS_TOKEN\.$/);
});
