import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../../provider/core/clock.ts";
import { userAgent } from "../../../provider/core/user-agent.ts";
import { createHttp } from "../../../provider/http/create-http.ts";
import { ConnectionError } from "../../../provider/http/errors/connection-error.ts";
import { HttpStatusError } from "../../../provider/http/errors/http-status-error.ts";
import { RequestTimeoutError } from "../../../provider/http/errors/request-timeout-error.ts";
import { jumpingClock } from "./rates/jumping-clock.ts";
import { closedPort, json, serve } from "./serve.ts";

const agent = userAgent("3.270.0");

test("a GET asks for JSON, names its sender and sends no content type", async (t) => {
  const server = await serve(t, (_, response) =>
    json(response, 200, { ok: true }, { "x-openstack-request-id": "req-1", date: "Thu, 01 Jan 2026 00:00:07 GMT" }),
  );
  const http = createHttp({ clock: systemClock, userAgent: agent });
  const response = await http.request({ method: "GET", url: `${server.url}/a?limit=2`, headers: { "x-more": "1" } });
  assert.deepEqual(response.body, { ok: true });
  assert.equal(response.requestId, "req-1");
  assert.equal(response.serverDate, Date.parse("2026-01-01T00:00:07Z"));
  const [request] = server.requests;
  assert.equal(request?.path, "/a?limit=2");
  assert.equal(request?.headers.accept, "application/json");
  assert.equal(request?.headers["content-type"], undefined);
  assert.equal(request?.headers["x-more"], "1");
  assert.match(request?.headers["user-agent"] ?? "", /^pulumi-trove\/\d+\.\d+\.\d+ pulumi\/3\.270\.0 node\/\d+$/);
});

test("a POST sends JSON with its content type, and an empty answer has no body", async (t) => {
  const server = await serve(t, (_, response) => response.writeHead(202, { "content-length": "0" }).end());
  const http = createHttp({ clock: systemClock, userAgent: agent });
  const response = await http.request({ method: "POST", url: server.url, json: { instance: { name: "ä" } } });
  assert.equal(response.body, undefined);
  assert.equal(server.requests[0]?.headers["content-type"], "application/json");
  assert.deepEqual(JSON.parse(server.requests[0]?.body ?? ""), { instance: { name: "ä" } });
});

test("what has no body is sent without one, whatever the method", async (t) => {
  const server = await serve(t, (_, response) => response.writeHead(202).end());
  const http = createHttp({ clock: systemClock, userAgent: agent });
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"] as const) {
    assert.equal((await http.request({ method, url: server.url })).status, 202);
  }
  assert.deepEqual(
    server.requests.map(({ method, body, headers }) => [method, body, headers["content-type"]]),
    ["GET", "POST", "PUT", "PATCH", "DELETE"].map((method) => [method, "", undefined]),
  );
});

test("joins a response that arrives in pieces, even split within a character", async (t) => {
  const answer = Buffer.from(JSON.stringify({ name: "ä".repeat(1000) }));
  const server = await serve(t, (_, response) => {
    response.writeHead(200, { "content-length": answer.length });
    response.write(answer.subarray(0, 100));
    setTimeout(() => response.end(answer.subarray(100), () => response.socket?.resetAndDestroy()), 20);
  });
  const http = createHttp({ clock: systemClock, userAgent: agent });
  for (const method of ["GET", "DELETE"] as const) {
    assert.deepEqual((await http.request({ method, url: server.url })).body, { name: "ä".repeat(1000) });
  }
});

test("a failure has status, request id, date and body, but no body in its message", async (t) => {
  const server = await serve(t, (_, response) =>
    json(response, 404, { itemNotFound: { code: 404, message: "gone" } }, { "x-openstack-request-id": "req-2" }),
  );
  const http = createHttp({ clock: systemClock, userAgent: agent });
  await assert.rejects(http.request({ method: "GET", url: `${server.url}/x?token=abc&limit=1` }), (error) => {
    assert.ok(error instanceof HttpStatusError);
    assert.equal(error.status, 404);
    assert.equal(error.path, "/x?token=***&limit=1");
    assert.deepEqual(error.body, { itemNotFound: { code: 404, message: "gone" } });
    assert.equal(error.message, `GET /x?token=***&limit=1: ${server.url} answered 404 Not Found (request id req-2).`);
    return true;
  });
  assert.equal(server.requests.length, 1);
});

test("an HTML failure keeps its text", async (t) => {
  const server = await serve(t, (_, response) => response.writeHead(403).end("<h1>no</h1>"));
  const http = createHttp({ clock: systemClock, userAgent: agent });
  await assert.rejects(
    http.request({ method: "GET", url: server.url }),
    (error: HttpStatusError) => error.body === "<h1>no</h1>",
  );
});

test("a redirection is a failure that names the address to use", async (t) => {
  const server = await serve(t, (_, response) =>
    response.writeHead(301, { location: "https://u:p@new.cloud/v3" }).end(),
  );
  const http = createHttp({ clock: systemClock, userAgent: agent });
  await assert.rejects(http.request({ method: "GET", url: server.url }), /301.*Use https:\/\/new\.cloud\/v3\./);
});

test("503 is waited out with full jitter", async (t) => {
  const server = await serve(t, (_, response, count) => json(response, count < 4 ? 503 : 200, { count }));
  const clock = jumpingClock();
  const http = createHttp({ clock, userAgent: agent, retry: { random: () => 0.5 } });
  assert.deepEqual((await http.request({ method: "GET", url: server.url })).body, { count: 4 });
  assert.deepEqual(clock.slept, [250, 500, 1000]);
});

test("a rate-limited POST goes again after Retry-After and a jitter", async (t) => {
  const server = await serve(t, (_, response, count) =>
    count === 1 ? json(response, 413, { overLimit: {} }, { "retry-after": "20" }) : json(response, 200, {}),
  );
  const clock = jumpingClock();
  const http = createHttp({ clock, userAgent: agent, retry: { random: () => 0.5 } });
  await http.request({ method: "POST", url: server.url, json: {} });
  assert.deepEqual(clock.slept, [20_250]);
});

test("a quota 413 and a POST's 503 fail at once", async (t) => {
  const server = await serve(t, (request, response) => json(response, request.method === "GET" ? 413 : 503, {}));
  const http = createHttp({ clock: jumpingClock(), userAgent: agent });
  await assert.rejects(http.request({ method: "GET", url: server.url }), { status: 413 });
  await assert.rejects(http.request({ method: "POST", url: server.url, json: {} }), { status: 503 });
  assert.equal(server.requests.length, 2);
});

test("retrying ends at its total bound, and no wait begins that would end later", async (t) => {
  const server = await serve(t, (_, response) => json(response, 503, {}, { "retry-after": "50" }));
  const clock = jumpingClock();
  const http = createHttp({ clock, userAgent: agent, retry: { random: () => 0, totalMs: 120_000 } });
  await assert.rejects(http.request({ method: "GET", url: server.url }), { status: 503, retryAfterMs: 50_000 });
  assert.deepEqual(clock.slept, [50_000, 50_000]);
});

test("retrying ends at its number of attempts", async (t) => {
  const server = await serve(t, (_, response) => json(response, 500, {}));
  const http = createHttp({ clock: jumpingClock(), userAgent: agent, retry: { attempts: 3 } });
  await assert.rejects(http.request({ method: "GET", url: server.url }), { status: 500 });
  assert.equal(server.requests.length, 3);
});

test("retries a POST until its limit if no connection was accepted", async () => {
  const clock = jumpingClock();
  const http = createHttp({ clock, userAgent: agent, retry: { attempts: 4 } });
  const url = `http://127.0.0.1:${await closedPort()}/x`;
  await assert.rejects(http.request({ method: "POST", url, json: {} }), (error) => {
    assert.ok(error instanceof ConnectionError);
    assert.deepEqual([error.reason, error.sent], ["ECONNREFUSED", "no"]);
    assert.match(error.message, /cannot connect to http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)\. Check/);
    return true;
  });
  assert.equal(clock.slept.length, 3);
});

test("a POST whose connection was reset is not repeated and may have been acted on", async (t) => {
  const server = await serve(t, (_, response) => response.socket?.resetAndDestroy());
  const http = createHttp({ clock: jumpingClock(), userAgent: agent });
  await assert.rejects(http.request({ method: "POST", url: server.url, json: {} }), {
    sent: "unknown",
    code: "TROVE_CONNECTION",
  });
  assert.equal(server.requests.length, 1);
});

test("a truncated answer and one that is not JSON are asked for again", async (t) => {
  const server = await serve(t, (_, response, count) => {
    if (count === 1) {
      response.writeHead(200, { "content-length": "100" }).write('{"a":', () => response.socket?.destroy());
    } else if (count === 2) response.end('{"a":');
    else json(response, 200, { a: 1 });
  });
  const http = createHttp({ clock: jumpingClock(), userAgent: agent });
  assert.deepEqual((await http.request({ method: "GET", url: server.url })).body, { a: 1 });
  assert.equal(server.requests.length, 3);
});

test("a mutation answered by something else than JSON is in doubt", async (t) => {
  const server = await serve(t, (_, response) => response.end("<html>"));
  const http = createHttp({ clock: jumpingClock(), userAgent: agent });
  const answer = http.request({ method: "POST", url: server.url, json: {} });
  await assert.rejects(answer, { reason: "NOT_JSON", sent: "unknown" });
});

test("no answer in time: the server may have acted on it, if it was asked to act", async (t) => {
  const server = await serve(t, () => {});
  const http = createHttp({ clock: jumpingClock(), userAgent: agent, retry: { attempts: 1 } });
  for (const [method, then] of [
    ["GET", "If it happens again, ask"],
    ["POST", "The server may have acted on it. If it happens again, ask"],
  ] as const) {
    await assert.rejects(http.request({ method, url: `${server.url}/slow`, timeoutMs: 1000 }), (error) => {
      assert.ok(error instanceof RequestTimeoutError);
      assert.equal(error.sent, "unknown");
      const { origin } = new URL(server.url);
      assert.ok(
        error.message.startsWith(`${method} /slow: no response from ${origin} within 1 s. ${then}`),
        error.message,
      );
      return true;
    });
  }
});

test("retries tell the log, without secrets", async (t) => {
  const server = await serve(t, (_, response, count) => json(response, count === 1 ? 500 : 200, {}));
  const lines: string[] = [];
  const log = { status: (line: string) => lines.push(line), info() {}, warn() {} };
  const http = createHttp({ clock: jumpingClock(), userAgent: agent, log, retry: { random: () => 0 } });
  await http.request({ method: "GET", url: `${server.url}/x?password=canary` });
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? "", /^Retrying in 0\.0 s: GET \/x\?password=\*\*\*: .* answered 500 /);
  assert.equal(lines[1], "Succeeded at attempt 2: GET /x?password=***");
});
