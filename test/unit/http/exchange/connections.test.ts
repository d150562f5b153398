import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { systemClock } from "../../../../provider/core/clock.ts";
import { createHttp } from "../../../../provider/http/create-http.ts";
import { json, serve } from "../serve.ts";

test("GETs share a connection, and each mutation has one of its own", async (t) => {
  const sockets = new Set<unknown>();
  const server = await serve(t, (_, response) => {
    sockets.add(response.socket);
    json(response, 200, {});
  });
  const http = createHttp({ clock: systemClock, userAgent: "test" });
  for (let i = 0; i < 3; i += 1) await http.request({ method: "GET", url: server.url });
  assert.equal(sockets.size, 1);
  for (let i = 0; i < 3; i += 1) await http.request({ method: "POST", url: server.url, json: {} });
  assert.equal(sockets.size, 4);
});

test("an answer that takes longer than an idle connection may last still comes", async (t) => {
  const server = await serve(t, (_, response) => {
    setTimeout(() => json(response, 200, {}), 4500);
  });
  const http = createHttp({ clock: systemClock, userAgent: "test" });
  assert.equal((await http.request({ method: "GET", url: server.url })).status, 200);
});

test("an idle connection does not keep the process alive", async (t) => {
  const server = await serve(t, (_, response) => json(response, 200, {}));
  const program = `
    import { setImmediate } from "node:timers/promises";
    import { createHttp } from ${JSON.stringify(new URL("../../../../provider/http/create-http.ts", import.meta.url))};
    const clock = { now: Date.now, sleep: async () => {} };
    const count = () => process.getActiveResourcesInfo().filter((name) => /TCP|Timeout/.test(name)).length;
    const http = createHttp({ clock, userAgent: "test" });
    const response = http.request({ method: "GET", url: process.env.TARGET });
    while (count() === 0) await setImmediate();
    await response;
    await setImmediate();
    console.log(count());`;
  const env = { ...process.env, TARGET: server.url };
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const [code] = await once(child, "close");
  assert.equal(code, 0);
  assert.equal(printed, "0\n", "sockets and timers that keep the process alive");
});
