import assert from "node:assert/strict";
import { test } from "node:test";
import { providerText } from "../../provider/provider-text.ts";
import type { Properties } from "../support/provider-process.ts";
import { asked, CHANGED, checked, created, failureOf, login, startHarness } from "./harness.ts";

/** The properties of a strategy as the SDK registers them. */
function strategy(fields: Properties): Properties {
  return {
    __urn: "urn:pulumi:test::test::pulumi-nodejs:dynamic/trove:BackupStrategy::strategy",
    __defaultName: "strategy-1234567",
    __provider: providerText("BackupStrategy"),
    ...fields,
  };
}

test("strategies of the project and of an instance live from create to delete", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const instance = await created(host);
  const ofProject = await created(host, strategy({ swiftContainer: "all" }));
  const given = { swiftContainer: "one", instance: instance.id };
  const { id, inputs, outs } = await created(host, strategy(given));
  const { demo } = cloud.projects;
  assert.deepEqual([ofProject.id, id], [demo, `${demo}/${instance.id}`]);
  assert.deepEqual([outs.swiftContainer, outs.instance, outs.projectId], ["one", instance.id, demo]);
  assert.equal((await host.diff(id, outs, await checked(host, strategy(given), inputs))).changes, 1);

  const news = await checked(host, strategy({ ...given, swiftContainer: "two" }), inputs);
  const { changes, replacesList } = await host.diff(id, outs, news);
  assert.deepEqual([changes, replacesList], [CHANGED, []]);
  const updated = await host.update(id, outs, news);
  const read = await host.read(id, updated, news);
  assert.deepEqual({ ...read.props, __provider: undefined }, { ...updated, __provider: undefined });

  await host.delete(instance.id, instance.outs);
  assert.equal((await host.read(id, updated, news)).id, id, "Trove keeps the strategy");
  await host.delete(id, updated);
  assert.equal((await host.read(id, updated, news)).id, "");
  assert.equal((await host.read(ofProject.id, ofProject.outs, ofProject.inputs)).id, ofProject.id);
  await host.delete(ofProject.id, ofProject.outs);
});

test("an existing strategy is refused, and keeps its container", async (t) => {
  const { start } = await startHarness(t);
  const first = await created(await start(), strategy({ swiftContainer: "theirs" }));
  const host = await start();
  const { message } = await failureOf(created(host, strategy({ swiftContainer: "ours" })));
  assert.match(message, /strategy of the project was refused, .*"theirs"\. Import it.*\[TROVE_REFUSED\]$/s);
  assert.equal((await host.read(first.id, first.outs, first.inputs)).props?.swiftContainer, "theirs");
});

test("another instance replaces the strategy", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const instance = await created(host);
  const { id, inputs, outs } = await created(host, strategy({ swiftContainer: "one", instance: instance.id }));
  const news = await checked(host, strategy({ swiftContainer: "one" }), inputs);
  assert.deepEqual((await host.diff(id, outs, news)).replacesList, ["instance"]);
});

test("refuses to touch a strategy with the credentials of another project", async (t) => {
  const { cloud, start } = await startHarness(t);
  const { id, inputs, outs } = await created(await start(), strategy({ swiftContainer: "one" }));
  const other = await start({ config: login(cloud, "other") });
  for (const call of [() => other.read(id, outs, inputs), () => other.delete(id, outs)]) {
    assert.match((await failureOf(call())).message, /^Backup strategy .*\[TROVE_WRONG_CLOUD\]/);
  }
  assert.equal(asked(cloud, "DELETE").length, 0);
});
