import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { test } from "node:test";
import { systemClock } from "../../../../provider/core/clock.ts";
import { CancelledError } from "../../../../provider/core/errors/cancelled-error.ts";
import { createHttp } from "../../../../provider/http/create-http.ts";
import { RequestTimeoutError } from "../../../../provider/http/errors/request-timeout-error.ts";
import { jumpingClock } from "../rates/jumping-clock.ts";
import { json, serve } from "../serve.ts";

const userAgent = "test";

test("a cancelled request is not sent", async (t) => {
  const server = await serve(t, (_, response) => json(response, 200, {}));
  const http = createHttp({ clock: systemClock, userAgent });
  const signal = AbortSignal.abort(new Error("private"));
  await assert.rejects(http.request({ method: "POST", url: `${server.url}/x`, signal }), {
    name: "CancelledError",
    code: "TROVE_CANCELLED",
    message: "POST /x: cancelled. Run the same command again to continue.",
  });
  assert.equal(server.requests.length, 0);
});

test("aborts a GET in progress at once", async (t) => {
  const cancel = new AbortController();
  const server = await serve(t, () => cancel.abort());
  const http = createHttp({ clock: systemClock, userAgent });
  await assert.rejects(http.request({ method: "GET", url: server.url, signal: cancel.signal }), CancelledError);
  assert.equal(server.requests.length, 1);
});

test("ends a wait between attempts at once", async (t) => {
  const cancel = new AbortController();
  const server = await serve(t, (_, response) => json(response, 503, {}, { "retry-after": "60" }));
  const clock = { now: systemClock.now, sleep: systemClock.sleep };
  const log = { status: () => setImmediate(() => cancel.abort()), info() {}, warn() {} };
  const http = createHttp({ clock, userAgent, log });
  await assert.rejects(http.request({ method: "GET", url: server.url, signal: cancel.signal }), CancelledError);
});

test("a mutation in flight gets its answer after the cancellation", async (t) => {
  const cancel = new AbortController();
  const server = await serve(t, (_, response) => {
    cancel.abort();
    setTimeout(() => json(response, 200, { id: "i" }), 50);
  });
  const http = createHttp({ clock: systemClock, userAgent });
  const response = await http.request({ method: "POST", url: server.url, json: {}, signal: cancel.signal });
  assert.deepEqual(response.body, { id: "i" });
});

test("after a cancellation, a sent mutation waits for its grace period only", async (t) => {
  const cancel = new AbortController();
  const server = await serve(t, () => cancel.abort());
  const http = createHttp({ clock: systemClock, userAgent, answerGraceMs: 40 });
  await assert.rejects(http.request({ method: "DELETE", url: server.url, signal: cancel.signal }), (error) => {
    assert.ok(error instanceof RequestTimeoutError);
    assert.equal(error.sent, "unknown");
    assert.match(error.message, /within 0\.04 s after the cancellation/);
    return true;
  });
});

test("a cancelled mutation is not repeated when its answer is a failure", async (t) => {
  const cancel = new AbortController();
  const server = await serve(t, (_, response) => {
    cancel.abort();
    json(response, 413, {}, { "retry-after": "1" });
  });
  const http = createHttp({ clock: jumpingClock(), userAgent });
  await assert.rejects(http.request({ method: "POST", url: server.url, json: {}, signal: cancel.signal }), {
    status: 413,
  });
  assert.equal(server.requests.length, 1);
});

test("a mutation that has no connection yet is cut at once: nothing was sent", async (t) => {
  const cancel = new AbortController();
  // A TLS handshake that is never answered: the request cannot have been written.
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => cancel.abort());
    t.after(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const http = createHttp({ clock: systemClock, userAgent });
  await assert.rejects(http.request({ method: "POST", url, json: {}, signal: cancel.signal }), CancelledError);
});
