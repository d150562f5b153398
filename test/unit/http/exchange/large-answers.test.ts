import assert from "node:assert/strict";
import { test } from "node:test";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { createHttp } from "../../../../provider/http/create-http.ts";
import { jumpingClock } from "../rates/jumping-clock.ts";
import { type Answer, serve } from "../serve.ts";

const MIB = 1024 * 1024;
const http = createHttp({ clock: jumpingClock(), userAgent: "test" });
/** What 64 MiB of blanks come to, a thousandth of it, with a body of JSON around them. */
const blanks = Buffer.alloc(64 * MIB, " ");
const packed = { gzip: await promisify(gzip)(blanks), br: await promisify(brotliCompress)(blanks) };

for (const [encoding, body] of Object.entries(packed)) {
  for (const status of [200, 500]) {
    test(`does not read or retry a ${status} that decompresses (${encoding}) beyond 16 MiB`, async (t) => {
      assert.ok(body.length < MIB);
      let requests = 0;
      const server = await serve(t, (_, response) => {
        requests += 1;
        response.writeHead(status, { "content-encoding": encoding }).end(body);
      });
      await assert.rejects(http.request({ method: "GET", url: server.url }), {
        code: "TROVE_CONNECTION",
        reason: "TOO_LARGE",
        sent: "unknown",
        message: /the response of http:\/\/127\.0\.0\.1:\d+ is larger than 16 MiB and was not read\./,
      });
      assert.equal(requests, 1);
    });
  }
}

test("an answer without an end is ended", async (t) => {
  const endless: Answer = (_, response) => {
    const chunk = Buffer.alloc(MIB, "[");
    const write = () => {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once("drain", write);
    };
    write();
  };
  const server = await serve(t, endless);
  await assert.rejects(http.request({ method: "POST", url: server.url, json: {} }), {
    reason: "TOO_LARGE",
    message: /The server may have acted on it\./,
  });
});

test("an answer that never comes to its end is ended by the time-out", async (t) => {
  const server = await serve(t, (_, response) => {
    response.write("[");
    const timer = setInterval(() => response.write(" "), 20);
    response.once("close", () => clearInterval(timer));
  });
  const request = { method: "POST", url: server.url, timeoutMs: 500 } as const;
  await assert.rejects(http.request(request), { code: "TROVE_REQUEST_TIMEOUT", sent: "unknown" });
});

test("a large answer of a real list is read", async (t) => {
  const items = Array.from({ length: 20_000 }, (_, index) => ({ id: index, text: "x".repeat(600) }));
  const server = await serve(t, (_, response) => response.end(JSON.stringify({ items })));
  const { body } = await http.request({ method: "GET", url: server.url });
  assert.deepEqual((body as { items: unknown[] }).items.length, items.length);
});

test("an answer that nests too deep for a stack is read", async (t) => {
  const depth = 1_000_000;
  const server = await serve(t, (_, response) => response.writeHead(400).end("[".repeat(depth) + "]".repeat(depth)));
  await assert.rejects(http.request({ method: "GET", url: server.url }), { code: "TROVE_HTTP_STATUS", status: 400 });
});
