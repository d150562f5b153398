import assert from "node:assert/strict";
import { test } from "node:test";
import type { Simulator } from "../../simulator/index.ts";
import { until } from "../support/cloud-api.ts";
import { asked, checked, failureOf, partialOf, properties, startHarness } from "./harness.ts";

const posted = (cloud: Simulator) =>
  until(
    "a create",
    async () => asked(cloud, "POST").length,
    (count) => count > 0,
  );
const polled = (cloud: Simulator) =>
  until(
    "a poll",
    async () => asked(cloud, "GET").filter((path) => /instances\/[0-9a-f-]{36}$/.test(path)).length,
    (count) => count > 0,
  );

test("Cancel during a create saves the instance, and the next update resumes it", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const inputs = await checked(host, properties());
  // Keeps the instance in BUILD.
  cloud.pause();
  const creating = partialOf(host.create(inputs));
  await polled(cloud);
  await host.cancel();
  const { id, properties: olds, reasons } = await creating;
  cloud.resume();
  assert.match(reasons[0] ?? "", /last seen: BUILD.*\[TROVE_CANCELLED\]$/s);
  assert.equal(id, cloud.instances()[0]?.id);
  const next = await start();
  assert.equal((await next.update(id, olds, await checked(next, properties(), inputs))).status, "ACTIVE");
  assert.equal(cloud.instances().length, 1);
});

test("Cancel waits for the answer to a create that was sent, so the id is not lost", async (t) => {
  const { cloud, start } = await startHarness(t, { boot: 30 });
  const host = await start();
  const inputs = await checked(host, properties());
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "delay", seconds: 1.5, when: "after" } });
  const creating = partialOf(host.create(inputs));
  await posted(cloud);
  await host.cancel();
  const { id, reasons } = await creating;
  assert.equal(id, cloud.instances()[0]?.id);
  assert.match(reasons[0] ?? "", /\[TROVE_CANCELLED\]$/);
});

test("Cancel reports an unknown outcome if Trove never answers a create", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const inputs = await checked(host, properties());
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "hang", when: "after" } });
  const creating = failureOf(host.create(inputs));
  await posted(cloud);
  await host.cancel();
  const { message, partial } = await creating;
  assert.equal(partial, undefined);
  assert.match(message, /Whether instance "db-1234567" was created is not known.*\[TROVE_UNKNOWN_OUTCOME\]$/s);
  const { message: next } = await failureOf((await start()).create(inputs));
  assert.match(next, new RegExp(`${cloud.instances()[0]?.id}.*\\[TROVE_LEFTOVER\\]$`, "s"));
});

test("Cancel fails creates that were not sent yet, and never sends them", async (t) => {
  const { cloud, start } = await startHarness(t, { boot: 30 });
  const host = await start();
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "delay", seconds: 1, when: "after" } });
  const inputs = await Promise.all(
    ["one", "two", "three"].map((name) => checked(host, properties({ __defaultName: name }))),
  );
  const creating = Promise.all(inputs.map((news) => failureOf(host.create(news))));
  await posted(cloud);
  await host.cancel();
  const failures = await creating;
  assert.equal(failures.filter(({ partial }) => partial !== undefined).length, 1);
  for (const { message } of failures.filter(({ partial }) => partial === undefined))
    assert.match(message, /\[TROVE_CANCELLED\]$/);
  assert.equal(cloud.instances().length, 1);
});

test("Cancel fails a delete, which can be repeated", async (t) => {
  const { cloud, start } = await startHarness(t, { delete: 3 });
  const host = await start();
  const { id, outs } = await host.create(await checked(host, properties()));
  const failed = failureOf(host.delete(id, outs));
  await until(
    "a delete",
    async () => asked(cloud, "DELETE").length,
    (count) => count > 0,
  );
  await host.cancel();
  assert.match((await failed).message, /\[TROVE_CANCELLED\]$/);
  await (await start()).delete(id, outs);
  assert.equal(cloud.instance(id), undefined);
  assert.equal(asked(cloud, "DELETE").length, 1);
});
