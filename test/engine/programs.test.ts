import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { asked, declares, onlyId, startHarness, upOf } from "./harness.ts";
import { TroveInstance } from "./host.ts";

test("a preview accepts a replica of an instance that the same program creates", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({
    program: async () => {
      const source = new TroveInstance("source", { flavor: "m1.small", volume: { size: 1 } });
      const replica = (name: string) => new TroveInstance(name, { replicaOf: source.id });
      const password = pulumi.interpolate`p-${source.id}`;
      const users = [{ name: "app", password, databases: pulumi.output(source.id.apply(() => ["app"])) }];
      const other = { flavor: "m1.small", volume: { size: 1 }, databases: [{ name: "app" }], users };
      return { source: source.id, of: [replica("one").replicaOf, new TroveInstance("other", other).replicaOf] };
    },
  });
  await stack.stack.preview();
  assert.deepEqual(cloud.instances(), []);
  const { outputs } = await stack.stack.up();
  const source = outputs.source?.value;
  const [one, other] = ["one", "other"].map((name) =>
    cloud.instances().find((instance) => instance.name.startsWith(name)),
  );
  assert.equal(one?.replicaOf, source);
  assert.equal(other?.user("app", "%")?.password, `p-${source}`);
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.destroy();
  assert.deepEqual(cloud.instances(), []);
});

test("a resource renamed with an alias keeps its instance and its default name", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  const name = harness.cloud.instance(id)?.name;
  stack.program = async () => {
    new TroveInstance("renamed", { flavor: "m1.small", volume: { size: 1 } }, { aliases: [{ name: "db" }] });
  };
  await stack.stack.up({ expectNoChanges: true });
  await stack.stack.refresh({ expectNoChanges: true });
  assert.equal(await onlyId(stack), id);
  assert.equal(harness.cloud.instance(id)?.name, name);
  await stack.stack.preview({ expectNoChanges: true });
  assert.deepEqual(asked(harness.cloud, "POST"), ["/instances"]);
});

test("ignoreChanges suppresses a change, and the order of a list does not matter", async (t) => {
  const harness = await startHarness(t);
  const names = ["a1", "b1", "c1"];
  const users = names.map((name) => ({ name, password: "p-1", databases: names }));
  const { stack } = await upOf(harness, declares({ databases: names.map((name) => ({ name })), users }));
  const reversed = [...names].reverse();
  const change = {
    flavor: "m1.medium",
    databases: reversed.map((name) => ({ name })),
    users: reversed.map((name) => ({ name, password: pulumi.secret("p-1"), databases: reversed })),
  };
  stack.program = declares(change, { ignoreChanges: ["flavor"] });
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.up({ expectNoChanges: true });
  assert.deepEqual(asked(harness.cloud, "POST"), ["/instances"]);
});

test("an instance that was deleted outside is no obstacle to destroy", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  harness.cloud.remove(id);
  await stack.stack.destroy();
  assert.deepEqual(await stack.resources(), []);
});
