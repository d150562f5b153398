import assert from "node:assert/strict";
import { test } from "node:test";
import { INSTANCE_PROVIDER, opened, secret } from "../support/provider-process.ts";
import { asked, checked, created, PASSWORD, properties, startHarness, testOnDynamic, withUser } from "./harness.ts";

test("create returns an id, the inputs and the outputs from the cloud", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { id, outs } = await created(host, withUser());
  const [record] = cloud.instances("demo");
  assert.equal(id, record?.id);
  assert.equal(outs.status, "ACTIVE");
  assert.equal(outs.name, "db-1234567");
  assert.equal(outs.flavor, "m1.small");
  assert.equal(outs.volumeSize, 1);
  assert.equal(outs.projectId, cloud.projects.demo);
  assert.deepEqual(outs.databases, { app: {} });
  assert.equal(outs.__provider, INSTANCE_PROVIDER);
});

testOnDynamic(
  "it marks secrets itself",
  "returns each password at its path in the inputs, so the engine marks it again",
  async (t) => {
    const { start } = await startHarness(t);
    const host = await start();
    const { id, outs } = await created(host, withUser());
    assert.deepEqual(outs.users, { "app@%": { password: PASSWORD, databases: ["app"] } });
    const { props = {}, inputs = {} } = await host.read(id, outs);
    assert.deepEqual(props.users, outs.users);
    assert.deepEqual(inputs.users, { "app@%": { password: secret(PASSWORD), databases: ["app"] } });
    for (const found of [outs, props]) {
      assert.equal(JSON.stringify(found).split(PASSWORD).length - 1, 1, "the password is in the state once");
    }
  },
);

test("keeps hidden inputs in the outputs, and sends none to the cloud", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const news = properties({ __preview: false, __problems: [], __timeouts: { create: "5m" } });
  const { inputs, outs } = await created(host, news);
  assert.deepEqual(
    Object.keys(inputs)
      .filter((key) => key.startsWith("__"))
      .sort(),
    ["__defaultName", "__provider", "__timeouts", "__urn"],
  );
  assert.deepEqual(
    Object.keys(outs)
      .filter((key) => key.startsWith("__"))
      .sort(),
    ["__defaultName", "__provider", "__state", "__timeouts", "__urn"],
  );
  assert.deepEqual(outs.__timeouts, { create: "5m" });
  assert.doesNotMatch(JSON.stringify(cloud.instances()), /urn:pulumi|__/);
});

test("a refresh right after a create returns the same outputs and inputs", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, withUser());
  const read = await host.read(id, outs, inputs);
  assert.equal(read.id, id);
  assert.deepEqual({ ...read.props, __provider: undefined }, { ...outs, __provider: undefined });
  assert.deepEqual(
    { ...opened(read.inputs ?? {}), __provider: undefined },
    { ...opened(inputs), __provider: undefined },
  );
});

test("shows no difference right after a create", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, withUser());
  const again = await checked(host, withUser(), inputs);
  assert.deepEqual(again, inputs);
  assert.equal((await host.diff(id, outs, again)).changes, 1);
});

test("a refresh shows a name that was changed outside, in outputs and inputs", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { id, outs } = await created(host);
  cloud.change(id, (record) => {
    record.name = "renamed";
  });
  const read = await host.read(id, outs);
  assert.equal(read.props?.name, "renamed");
  assert.equal(read.inputs?.name, "renamed");
});

test("a refresh of an instance that is gone returns no id", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { id, outs } = await created(host);
  cloud.remove(id);
  assert.equal((await host.read(id, outs)).id, "");
});

test("delete sends one DELETE and waits until the instance is gone; a repeat succeeds", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { id, outs } = await created(host);
  await host.delete(id, outs);
  assert.equal(cloud.instance(id), undefined);
  await host.delete(id, outs);
  assert.equal(asked(cloud, "DELETE").length, 1);
});

test("delete resets an instance in BUILD instead of waiting for it", async (t) => {
  const { cloud, start } = await startHarness(t, { boot: 6 });
  const host = await start();
  const inputs = await checked(host, properties({ __timeouts: { create: "1s" } }));
  const failure = await host.create(inputs).catch((error: unknown) => error);
  const { partial } = failure as { partial: { id: string; properties: Record<string, unknown> } };
  assert.equal(cloud.instance(partial.id)?.status, "BUILD");
  await host.delete(partial.id, partial.properties);
  assert.deepEqual(cloud.instances(), []);
});

test("accepts timeouts of more than 24 days", async (t) => {
  const { start } = await startHarness(t, { boot: 2, delete: 2 });
  const host = await start();
  const long = { create: "600h", update: "2562047h", delete: "600h" };
  const { id, inputs, outs } = await created(host, properties({ __timeouts: long }));
  const next = await checked(host, properties({ __timeouts: long, name: "other" }), inputs);
  await host.delete(id, await host.update(id, outs, next));
});

test("an argument that the program leaves out stays out of the state", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { outs } = await created(host);
  for (const name of ["databases", "users", "datastore", "access", "network", "replicaOf"]) {
    assert.equal(outs[name], null, name);
  }
});
