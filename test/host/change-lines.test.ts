import assert from "node:assert/strict";
import { test } from "node:test";
import { checked, created, type Properties, partialOf, properties, startWorld, type World } from "./harness.ts";

/** What a preview in a process of its own shows of a change. */
async function linesOf({ start }: World, id: string, state: Properties, news: Properties, olds: Properties) {
  const host = await start();
  await host.diff(id, state, await checked(host, { ...news, __preview: true }, olds));
  return host.stderr();
}

test("shows drift from the flavor that the cloud has, by its name, to the declared one", async (t) => {
  const world = await startWorld(t);
  const { id, inputs, outs } = await created(await world.start());
  world.cloud.change(id, (record) => {
    record.flavor = "3";
  });
  const { props = {}, inputs: live = inputs } = await (await world.start()).read(id, outs);
  assert.match(
    await linesOf(world, id, props, properties(), live),
    /^flavor: m1\.medium → m1\.small, the database is down meanwhile$/m,
  );
});

test("shows no value of what the program gave as a secret", async (t) => {
  const world = await startWorld(t);
  const { id, inputs, outs } = await created(await world.start());
  const news = {
    flavor: "m1.medium",
    volume: { size: 2 },
    name: "canary",
    __secrets: [["volume"], ["name"], ["flavor"]],
  };
  const lines = await linesOf(world, id, outs, properties(news), inputs);
  assert.match(lines, /^volume\.size: changes, without interruption$/m);
  assert.match(lines, /^name: changes, without interruption$/m);
  assert.match(lines, /^flavor: changes, the database is down meanwhile$/m);
  assert.doesNotMatch(lines, /canary|medium/);
});

test("says why there is an update after an interrupted create, and only then", async (t) => {
  const world = await startWorld(t, { boot: 5 });
  const host = await world.start();
  const inputs = await checked(host, properties({ __timeouts: { create: "1s" } }));
  const partial = await partialOf(host.create(inputs));
  const same = properties({ __timeouts: { create: "1s" } });
  const reason = /^The creation of the instance did not finish: this update/m;
  assert.match(await linesOf(world, partial.id, partial.properties, same, inputs), reason);
  const outs = await (await world.start()).update(partial.id, partial.properties, inputs);
  assert.doesNotMatch(await linesOf(world, partial.id, outs, same, inputs), reason);
});

test("shows what an adoption takes over and what it would change, at preview alone", async (t) => {
  const world = await startWorld(t);
  const { id } = await created(await world.start(), properties({ name: "legacy" }));
  const program = { name: "legacy", flavor: "m1.medium", adoptId: id };
  const linesOf = async (fields: Properties) => {
    const host = await world.start();
    await checked(host, properties(fields));
    return host.stderr();
  };
  const lines = await linesOf({ ...program, __preview: true });
  assert.match(lines, new RegExp(`^Takes over instance "legacy" \\(${id}\\) and changes:$`, "m"));
  assert.match(lines, /^flavor: m1\.small → m1\.medium, the database is down meanwhile$/m);
  assert.doesNotMatch(await linesOf({ ...program, __preview: false }), /Takes over|→/);
  const secret = await linesOf({ ...program, __preview: true, __secrets: [["flavor"]] });
  assert.match(secret, /^flavor: changes, the database is down meanwhile$/m);
});
