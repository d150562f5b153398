import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import type { TroveError } from "../../../../provider/core/trove-error.ts";
import { createHttp } from "../../../../provider/http/create-http.ts";
import { jumpingClock } from "../rates/jumping-clock.ts";
import { type Answer, closedPort, json, serve } from "../serve.ts";

/** Everything about an error that somebody may print. */
function everythingOf(error: unknown): string {
  const parts = [inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: false }), String(error)];
  for (let link = error as Error | undefined; link !== undefined; link = link.cause as Error | undefined) {
    parts.push(JSON.stringify(link), link.message, link.stack ?? "", ...Object.values(link).map(String));
  }
  return parts.join("\n");
}

const failures: [string, string, Answer][] = [
  [
    "TROVE_HTTP_STATUS",
    "a status",
    (_, response) => json(response, 400, { said: "canary-echo" }, { "x-more": "canary-answer" }),
  ],
  [
    "TROVE_HTTP_STATUS",
    "a redirection",
    (_, response) => response.writeHead(302, { location: "http://u:canary@x/" }).end(),
  ],
  ["TROVE_CONNECTION", "a reset", (_, response) => response.socket?.resetAndDestroy()],
  ["TROVE_CONNECTION", "no HTTP at all", (_, response) => response.socket?.end("canary-noise\r\n\r\n")],
  ["TROVE_CONNECTION", "no JSON", (_, response) => response.end("{ canary-body")],
  [
    "TROVE_CONNECTION",
    "a truncated answer",
    (_, response) => {
      response.writeHead(200, { "content-length": "100" }).write("canary", () => response.socket?.destroy());
    },
  ],
  ["TROVE_REQUEST_TIMEOUT", "no answer", () => {}],
];

async function failing(
  url: string,
  more: { readonly signal?: AbortSignal; readonly token?: string; readonly timeoutMs?: number } = {},
): Promise<TroveError> {
  const http = createHttp({
    clock: jumpingClock(),
    userAgent: "test",
    retry: { attempts: 1 },
    authorizer: {
      headers: async () => ({ "x-auth-token": more.token ?? "canary-token" }),
      renew: async () => undefined,
    },
  });
  const withSecrets = url.replace("://", "://user:canary-userinfo@");
  const request = { method: "POST", url: `${withSecrets}/x?token=canary-query`, timeoutMs: more.timeoutMs } as const;
  const json = { user: { password: "canary-password" } };
  return await http.request({ ...request, json, headers: { "x-secret": "canary-header" }, signal: more.signal }).then(
    () => assert.fail("it succeeded"),
    (error) => error,
  );
}

function assertNoCanary(error: TroveError, code: string): void {
  assert.equal(error.code, code, String(error));
  const shown = everythingOf(error);
  assert.ok(!/canary/i.test(shown), shown);
}

for (const [code, what, answer] of failures) {
  test(`after ${what} nothing of request or answer can be printed`, async (t) => {
    const server = await serve(t, answer);
    const timeoutMs = code === "TROVE_REQUEST_TIMEOUT" ? 1000 : 60_000;
    assertNoCanary(await failing(server.url, { timeoutMs }), code);
  });
}

test("after a refused, impossible or cancelled request nothing of it can be printed", async () => {
  assertNoCanary(await failing(`http://127.0.0.1:${await closedPort()}`), "TROVE_CONNECTION");
  assertNoCanary(await failing("http://127.0.0.1:1", { token: "canary\ntoken" }), "TROVE_CONNECTION");
  assertNoCanary(await failing("http://127.0.0.1:1", { signal: AbortSignal.abort("canary") }), "TROVE_CANCELLED");
});
