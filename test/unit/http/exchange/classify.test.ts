import assert from "node:assert/strict";
import { test } from "node:test";
import { CancelledError } from "../../../../provider/core/errors/cancelled-error.ts";
import { ConnectionError } from "../../../../provider/http/errors/connection-error.ts";
import { HttpStatusError } from "../../../../provider/http/errors/http-status-error.ts";
import { RequestTimeoutError } from "../../../../provider/http/errors/request-timeout-error.ts";
import { classify, type Decision } from "../../../../provider/http/exchange/classify.ts";

const request = { method: "GET", url: "http://cloud/v1.0/p/instances" } as const;

const status = (code: number, headers: Record<string, string> = {}) =>
  new HttpStatusError(
    request,
    { status: code, headers, body: undefined, requestId: undefined, serverDate: undefined },
    Date.parse("2026-01-01T00:00:00Z"),
  );
const broken = (reason: string, sent: "no" | "unknown") => new ConnectionError(request, { reason, sent });
const late = (sent: "no" | "unknown") => new RequestTimeoutError(request, { afterMs: 60_000, sent });

const again: Decision = { retry: true };
const stop: Decision = { retry: false };
const after = (afterMs: number): Decision => ({ retry: true, afterMs });

// [failure, decision for a repeatable request, decision for one that is not]
const table: [string, unknown, Decision, Decision][] = [
  ["refused", broken("ECONNREFUSED", "no"), again, again],
  ["unresolvable", broken("ENOTFOUND", "no"), again, again],
  ["name server is slow", broken("EAI_AGAIN", "no"), again, again],
  ["reset", broken("ECONNRESET", "unknown"), again, stop],
  ["truncated", broken("TRUNCATED", "unknown"), again, stop],
  ["not JSON", broken("NOT_JSON", "unknown"), again, stop],
  ["unknown authority", broken("DEPTH_ZERO_SELF_SIGNED_CERT", "no"), stop, stop],
  ["other host name", broken("ERR_TLS_CERT_ALTNAME_INVALID", "no"), stop, stop],
  ["no TLS there", broken("EPROTO", "no"), stop, stop],
  ["bad header", broken("ERR_INVALID_CHAR", "no"), stop, stop],
  ["late", late("unknown"), again, stop],
  ["late while connecting", late("no"), again, again],
  ["400", status(400), stop, stop],
  ["401", status(401), stop, stop],
  ["404", status(404), stop, stop],
  ["408", status(408), again, stop],
  ["409", status(409), stop, stop],
  ["413 quota", status(413), stop, stop],
  ["413 rate limit", status(413, { "retry-after": "20" }), after(20_000), after(20_000)],
  ["413 rate limit, date", status(413, { "retry-after": "Thu, 01 Jan 2026 00:00:07 GMT" }), after(7000), after(7000)],
  ["413 rate limit of 0", status(413, { "retry-after": "0" }), after(0), after(0)],
  ["422", status(422), stop, stop],
  ["429", status(429), again, again],
  ["429 with Retry-After", status(429, { "retry-after": "3" }), after(3000), after(3000)],
  ["500", status(500), again, stop],
  ["501", status(501), stop, stop],
  ["502", status(502), again, stop],
  ["503 with Retry-After", status(503, { "retry-after": "5" }), after(5000), stop],
  ["504", status(504), again, stop],
  ["cancelled", new CancelledError("GET /"), stop, stop],
  ["a bug", new TypeError("x is not a function"), stop, stop],
];

for (const [name, failure, repeatable, once] of table) {
  test(`${name}: what is repeated and what is not`, () => {
    assert.deepEqual(classify(failure, { repeatable: true }), repeatable);
    assert.deepEqual(classify(failure, { repeatable: false }), once);
  });
}
