import assert from "node:assert/strict";
import { test } from "node:test";
import { HttpStatusError } from "../../../../../provider/http/errors/http-status-error.ts";
import { parseRetryAfter } from "../../../../../provider/http/exchange/retry-after.ts";
import type { Credentials } from "../../../../../provider/openstack/credentials.ts";
import { explainLoginFailure } from "../../../../../provider/openstack/login/explain-login-failure.ts";
import { findEndpoint } from "../../../../../provider/openstack/service-catalog/find-endpoint.ts";
import { withoutQuotedPassword } from "../../../../../provider/trove/errors/response/secrets.ts";
import { toTroveError } from "../../../../../provider/trove/errors/response/to-trove-error.ts";
import { fromWireInstance } from "../../../../../provider/trove/instances/instance-wire.ts";

/**
 * Two million pieces: to look at each of them once more for each of them, 10^12 steps, would take hours, and the test
 * would end with the time of the whole run.
 */
const PIECES = 2_000_000;
const TEXTS = {
  "titles that open": "<title",
  "tags that open": "<a",
  quotes: "'",
  "quotes with words": "x' ",
  dots: ".",
  blanks: " ",
  "lines without text": "\n",
  backslashes: "\\",
  percents: "%25",
  entities: "&amp;",
  slashes: "/",
  "words of Trove": "status: ",
};
const credentials: Credentials = {
  authUrl: "http://keystone/v3",
  auth: { type: "password", user: { id: "u" }, password: "\\hunter2", scope: undefined },
  interface: "public",
  tls: { insecure: false },
  source: "x",
};

for (const [what, piece] of Object.entries(TEXTS)) {
  const text = piece.repeat(PIECES);
  const bodies = [
    text,
    `${text}x`,
    `<${text}`,
    { itemNotFound: { code: 400, message: `${text}x` } },
    { message: text },
  ];

  test(`shortens an error of Trove with millions of ${what}`, () => {
    for (const body of bodies) {
      const error = toTroveError(statusError(400, body), "Reading x", ["\\hunter2", "' '"]);
      assert.ok(error instanceof Error && error.message.length < 1500, String(error).slice(0, 200));
    }
  });

  test(`shortens a refused login with millions of ${what}`, () => {
    for (const status of [401, 503]) {
      for (const body of bodies) {
        const error = explainLoginFailure(statusError(status, body), credentials, "http://keystone/v3/auth/tokens");
        assert.ok(error instanceof Error && error.message.length < 1500, String(error).slice(0, 200));
      }
    }
  });

  test(`reads a fault and a catalog with millions of ${what}`, () => {
    const instance = fromWireInstance({ id: "i", name: "n", status: "ERROR", fault: { message: `${text}x` } });
    assert.ok((instance.fault?.message.length ?? 0) < 1100);
    withoutQuotedPassword(text);
    const endpoints = [{ interface: "public", region: "r", url: `http://trove/${text}x` }];
    const token = { projectId: "p", serviceType: "database", catalog: [{ type: "database", endpoints }] };
    assert.match(findEndpoint(token, { interface: "public" }).endpoint, /\/v1\.0\/p$/);
  });
}

test("names only some of a million regions", () => {
  const endpoints = Array.from({ length: 1_000_000 }, (_, index) => ({
    interface: "public",
    region: `r${index}`,
    url: "http://x",
  }));
  const token = { projectId: "p", serviceType: "database", catalog: [{ type: "database", endpoints }] };
  assert.throws(
    () => findEndpoint(token, { interface: "public" }),
    ({ message }: Error) => /and 999950 more/.test(message) && message.length < 10_000,
  );
});

test("limits Retry-After to a day", () => {
  const day = 24 * 3600 * 1000;
  for (const header of ["99999999999", "9".repeat(400), "Fri, 31 Dec 9999 23:59:59 GMT"]) {
    assert.equal(parseRetryAfter(header, 0), day);
  }
  const body = { overLimit: { code: 413, message: "later", retryAfter: 1e300 } };
  const error = toTroveError(statusError(413, body), "x") as { readonly retryAfterMs?: number };
  assert.equal(error.retryAfterMs, day);
});

test("masks a whole password at the end of a line of a proxy's text", () => {
  const password = "first line\nsecond line";
  const error = toTroveError(statusError(400, `bad: ${password}\nmore`), "Creating x", [password]) as Error;
  assert.match(error.message, /: bad: \*\*\*/);
  assert.doesNotMatch(error.message, /first|second/);
});

test("masks the part of a password before the limit of a server's text", () => {
  const password = "correct-horse-battery-staple";
  // Tags are taken out, so that the end of what is read comes to be shown.
  for (let length = 4060; length < 4100; length += 1) {
    const message = `${"<b>".repeat(1300)}${" ".repeat(length - 3900)}${password} and more`;
    for (const body of [message, { badRequest: { code: 400, message } }, { message }]) {
      const { message: text } = toTroveError(statusError(400, body), "Creating x", [password]) as Error;
      assert.doesNotMatch(text, /correct-h|staple/, String(length));
    }
  }
});

function statusError(status: number, body: unknown): HttpStatusError {
  const response = { status, headers: {}, body, requestId: undefined, serverDate: undefined };
  return new HttpStatusError({ method: "GET", url: "http://trove/v1.0/p/instances" }, response, 0);
}
