import assert from "node:assert/strict";
import { test } from "node:test";
import type { Properties } from "../support/provider-process.ts";
import { checked, created, type Harness, partialOf, properties, startHarness } from "./harness.ts";

/** The lines that a preview, in a process of its own, shows for a change. */
async function linesOf({ start }: Harness, id: string, state: Properties, news: Properties, olds: Properties) {
  const host = await start();
  await host.diff(id, state, await checked(host, { ...news, __preview: true }, olds));
  return host.stderr();
}

test("shows drift of the flavor, from its name in the cloud to the declared one", async (t) => {
  const harness = await startHarness(t);
  const { id, inputs, outs } = await created(await harness.start());
  harness.cloud.change(id, (record) => {
    record.flavor = "3";
  });
  const { props = {}, inputs: live = inputs } = await (await harness.start()).read(id, outs);
  assert.match(
    await linesOf(harness, id, props, properties(), live),
    /^flavor: m1\.medium → m1\.small, the database is down meanwhile$/m,
  );
});

test("shows no value of an argument that the program marks as secret", async (t) => {
  const harness = await startHarness(t);
  const { id, inputs, outs } = await created(await harness.start());
  const news = {
    flavor: "m1.medium",
    volume: { size: 2 },
    name: "canary",
    __secrets: [["volume"], ["name"], ["flavor"]],
  };
  const lines = await linesOf(harness, id, outs, properties(news), inputs);
  assert.match(lines, /^volume\.size: changes, without interruption$/m);
  assert.match(lines, /^name: changes, without interruption$/m);
  assert.match(lines, /^flavor: changes, the database is down meanwhile$/m);
  assert.doesNotMatch(lines, /canary|medium/);
});

test("explains an update that follows an interrupted create, and no other", async (t) => {
  const harness = await startHarness(t, { boot: 5 });
  const host = await harness.start();
  const inputs = await checked(host, properties({ __timeouts: { create: "1s" } }));
  const partial = await partialOf(host.create(inputs));
  const same = properties({ __timeouts: { create: "1s" } });
  const reason = /^The creation of the instance did not finish: this update/m;
  assert.match(await linesOf(harness, partial.id, partial.properties, same, inputs), reason);
  const outs = await (await harness.start()).update(partial.id, partial.properties, inputs);
  assert.doesNotMatch(await linesOf(harness, partial.id, outs, same, inputs), reason);
});

test("shows the instance to adopt and the changes to it, at preview only", async (t) => {
  const harness = await startHarness(t);
  const { id } = await created(await harness.start(), properties({ name: "legacy" }));
  const program = { name: "legacy", flavor: "m1.medium", adoptId: id };
  const linesOf = async (fields: Properties) => {
    const host = await harness.start();
    await checked(host, properties(fields));
    return host.stderr();
  };
  const lines = await linesOf({ ...program, __preview: true });
  assert.match(lines, new RegExp(`^Adopts instance "legacy" \\(${id}\\) and changes:$`, "m"));
  assert.match(lines, /^flavor: m1\.small → m1\.medium, the database is down meanwhile$/m);
  assert.doesNotMatch(await linesOf({ ...program, __preview: false }), /Adopts|→/);
  const secret = await linesOf({ ...program, __preview: true, __secrets: [["flavor"]] });
  assert.match(secret, /^flavor: changes, the database is down meanwhile$/m);
});
