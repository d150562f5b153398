import assert from "node:assert/strict";
import { test } from "node:test";
import { pathsOf } from "../host/harness.ts";
import { defaultNameOf } from "../support/default-name.ts";
import { URN } from "../support/plugin-host.ts";
import { INSTANCE_PROVIDER, UNKNOWN } from "../support/provider-process.ts";
import { checked, created, program, startHarness } from "./harness.ts";

const DYNAMIC_URN = "urn:pulumi:test::test::pulumi-nodejs:dynamic/trove:Instance::db";

test("gives the default name that the dynamic host gives to the same resource", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const { name, __defaultName, __urn } = await checked(plugin);
  assert.deepEqual([name, __defaultName, __urn], [defaultNameOf(DYNAMIC_URN), defaultNameOf(DYNAMIC_URN), DYNAMIC_URN]);
});

test("takes a name that the engine proposes for a chosen one", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const { inputs } = await plugin.check({ news: program(), proposedName: "db-of-stack" });
  assert.deepEqual([inputs.name, inputs.__defaultName], ["db-of-stack", undefined]);
  const later = await plugin.check({ olds: inputs, news: program(), proposedName: "db-of-another" });
  assert.equal(later.inputs.name, "db-of-stack");
});

test("requires a name only of a new resource if automatic names are disabled", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const { failures } = await plugin.check({ news: program(), isNamingDisabled: true });
  assert.deepEqual(pathsOf(failures), ["name"]);
  const named = await plugin.check({ news: program({ name: "mine" }), isNamingDisabled: true });
  const unknown = await plugin.check({ news: program({ name: UNKNOWN }), isNamingDisabled: true });
  const existing = await plugin.check({ olds: await checked(plugin), news: program(), isNamingDisabled: true });
  assert.deepEqual(
    [named, unknown, existing].map((one) => one.failures),
    [[], [], []],
  );
});

test("knows an existing resource that declares no argument", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const { id } = await created(plugin, program({ name: "legacy" }));
  const other = await start();
  const urn = `${URN}-adopted`;
  const first = await other.check({ urn, news: { adoptId: id } });
  const { outputs } = await other.create({ urn, properties: first.inputs });
  const { adoptId: _, ...rest } = first.inputs;
  const bare = Object.fromEntries(Object.entries(rest).filter(([key]) => key.startsWith("__")));
  assert.equal(bare.__provider, INSTANCE_PROVIDER);
  const again = await other.check({ urn, olds: bare, news: {} });
  assert.deepEqual(again.failures, []);
  const diff = await other.diff({ urn, id, olds: outputs, oldInputs: bare, news: again.inputs });
  assert.deepEqual(diff.replaces, []);
});

test("shows the problems that the SDK found, by path", async (t) => {
  const { start } = await startHarness(t);
  const __problems = [{ path: "users[1]", reason: 'is a second "app@%": each may be declared once' }];
  const { inputs, failures } = await (await start()).check({ news: program({ __problems }) });
  assert.deepEqual(pathsOf(failures), ["users[1]"]);
  assert.equal("__problems" in inputs, false);
});

test("is not told that it is a preview, and asks the cloud nothing", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  await checked(plugin, program({ flavor: "m1.huge" }));
  assert.deepEqual(cloud.requests, []);
});
