import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { asked, failureOf } from "../host/harness.ts";
import { until } from "../support/cloud-api.ts";
import { startLogReceiver } from "../support/log-receiver.ts";
import { checked, created, settings, startHarness, startUnconfigured } from "./harness.ts";

/** No engine listens on this privileged port. */
const NO_ENGINE = "127.0.0.1:9";
/** Raises an error outside of every operation when the process gets the signal. */
const stray = (raise: string) =>
  `--import=data:text/javascript,${encodeURIComponent(`process.on("SIGUSR2", () => { ${raise} });`)}`;
const strays = {
  "an uncaught exception": stray('setImmediate(() => { throw new TypeError("of-a-library"); });'),
  "a rejected promise": stray('Promise.reject(new TypeError("of-a-library"));'),
};

for (const [what, option] of Object.entries(strays)) {
  test(`${what} outside of an operation is shown, and the operations continue`, async (t) => {
    const { cloud } = await startHarness(t);
    const engine = await startLogReceiver();
    t.after(() => engine.stop());
    const plugin = await startUnconfigured(t, { engine: engine.address, env: { NODE_OPTIONS: option } });
    await plugin.configure(settings(cloud));
    const inputs = await checked(plugin);
    cloud.pause();
    const creating = plugin.create({ properties: inputs });
    await posted(cloud);
    plugin.process.kill("SIGUSR2");
    const lines = await until(
      "the line about the error",
      async () => engine.lines.filter(({ message }) => message.includes("TROVE_BUG")),
      ({ length }) => length > 0,
    );
    assert.match(lines[0]?.message ?? "", /a bug in pulumi-trove\. Please report it: TypeError.*\[TROVE_BUG\]$/);
    assert.doesNotMatch(lines[0]?.message ?? "", /of-a-library/);
    cloud.resume();
    assert.equal((await creating).outputs.status, "ACTIVE");
  });
}

test("ends after the engine was killed", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start({ engine: NO_ENGINE });
  await created(plugin);
  const ended = once(plugin.process, "exit");
  plugin.process.stdin?.destroy();
  assert.deepEqual(await ended, [0, null]);
});

test("ends after the engine was killed before it read the port", async (t) => {
  const plugin = await startUnconfigured(t, { engine: NO_ENGINE });
  const ended = once(plugin.process, "exit");
  for (const pipe of [plugin.process.stdout, plugin.process.stderr, plugin.process.stdin]) pipe?.destroy();
  assert.deepEqual(await ended, [0, null]);
});

test("waits for Trove's answer to a create before it ends without its engine", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start({ engine: NO_ENGINE });
  const inputs = await checked(plugin);
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "delay", seconds: 2, when: "after" } });
  const failure = failureOf(plugin.create({ properties: inputs }));
  await posted(cloud);
  const ended = once(plugin.process, "exit");
  plugin.process.stdin?.destroy();
  assert.deepEqual(await ended, [0, null]);
  await failure;
  // The answer, then nothing: no operation continues without an engine.
  const answered = cloud.requests.find(({ method, path }) => method === "POST" && path.endsWith("/instances"));
  assert.equal(answered?.status, 200);
  assert.deepEqual(
    cloud.requests.slice(cloud.requests.indexOf(answered) + 1).map(({ method, path }) => `${method} ${path}`),
    [],
  );
});

test("stays when an engine attaches, and its standard input ends", async (t) => {
  const { cloud } = await startHarness(t);
  for (const started of [NO_ENGINE, undefined]) {
    const plugin = await startUnconfigured(t, started === undefined ? {} : { engine: started });
    const engine = await startLogReceiver();
    t.after(() => engine.stop());
    await plugin.attach(engine.address);
    plugin.process.stdin?.destroy();
    await plugin.configure(settings(cloud));
    const { id, outputs } = await created(plugin);
    await plugin.delete({ id, properties: outputs });
    assert.equal(plugin.process.exitCode, null);
  }
});

function posted(cloud: Parameters<typeof asked>[0]) {
  return until(
    "a create",
    async () => asked(cloud, "POST").length,
    (count) => count > 0,
  );
}
