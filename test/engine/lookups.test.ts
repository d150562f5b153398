import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import type { ConfigMap, PulumiFn, Stack } from "@pulumi/pulumi/automation/index.js";
import { TroveClient } from "pulumi-trove/client";
import { type Simulator, startSimulator } from "../../simulator/index.ts";
import { login } from "../host/harness.ts";
import { engineHost } from "../support/engine-host.ts";
import { Diagnostics } from "./errors/diagnostics.ts";
import { ambiguousLookup } from "./errors/elsewhere.ts";
import { assertTells } from "./errors/row.ts";
import { asked, failureOf, NO_CLOUD, stackOf } from "./harness.ts";
import { lookups, TroveInstance, TroveProvider } from "./host.ts";
import { stackOfFolder } from "./program-folder.ts";

const SMALL = { flavor: "m1.small", volume: { size: 1 } };

interface Harness {
  readonly cloud: Simulator;
  /** Creates an instance outside of Pulumi. Returns its id. */
  createInstance(name: string, project?: "demo" | "other"): Promise<string>;
  /** A stack whose configuration is for the project `demo`: a program in this process reads no other environment. */
  stackOf(program: PulumiFn): ReturnType<typeof stackOf>;
}

async function startHarness(t: TestContext): Promise<Harness> {
  const cloud = await startSimulator({ boot: 0.1, delete: 0.1, guestLag: 0, rate: 100_000 });
  t.after(() => cloud.stop());
  const config = configOf(cloud);
  return {
    cloud,
    async createInstance(name, projectName = "demo") {
      const { instances } = await TroveClient.connect(settings(cloud, projectName));
      const { id } = await instances.create({ name, flavorId: "2", volume: { size: 1 } });
      await instances.waitFor(id, "ACTIVE");
      return id;
    },
    stackOf: (program) => stackOf(t, { program, config, env: NO_CLOUD }),
  };
}

function configOf(cloud: Simulator): ConfigMap {
  const entries = Object.entries(login(cloud));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, { value: String(value), secret: /password$/.test(key) }]),
  );
}

function settings({ authUrl }: Simulator, projectName: string) {
  const domain = { userDomainName: "Default", projectDomainName: "Default" };
  return { authUrl, userName: "demo", password: "demo-password", projectName, region: "RegionOne", ...domain };
}

test("a program looks up what exists, by value and as outputs", async (t) => {
  const { cloud, createInstance, stackOf: createStack } = await startHarness(t);
  const id = await createInstance("orders");
  const stack = await createStack(async () => {
    const byName = await lookups.getInstance({ name: "orders" });
    const flavors = lookups.getFlavorsOutput();
    return {
      byName,
      byId: lookups.getInstanceOutput({ id }),
      flavor: flavors.apply((found) => found.flavors.find((one) => one.id === byName.flavorId)?.name),
      quota: (await lookups.getLimits()).maxInstances,
    };
  });
  const { outputs } = await stack.stack.up();
  assert.equal(outputs.byName?.value.id, id);
  assert.equal(outputs.byName?.value.projectId, cloud.projects.demo);
  assert.deepEqual(outputs.byId?.value, outputs.byName?.value);
  assert.equal("replicaOf" in outputs.byName.value, false);
  assert.equal(outputs.flavor?.value, "m1.small");
  assert.equal(outputs.quota?.value, 10);
  await stack.stack.preview({ expectNoChanges: true });
});

test("a lookup of a resource waits for it, and a preview that would create it asks for nothing", async (t) => {
  const { cloud, stackOf: createStack } = await startHarness(t);
  const stack = await createStack(async () => {
    const db = new TroveInstance("db", { name: "orders", ...SMALL });
    return {
      status: lookups.getInstanceOutput({ name: db.name }).status,
      backups: lookups.getBackupsOutput({ instance: db }).backups.apply((found) => found.length),
    };
  });
  await stack.stack.preview();
  assert.deepEqual(
    asked(cloud, "GET").filter((path) => /^\/(instances\/|backups)/.test(path)),
    [],
  );
  const { outputs } = await stack.stack.up();
  assert.deepEqual([outputs.status?.value, outputs.backups?.value], ["ACTIVE", 0]);
  await stack.stack.preview({ expectNoChanges: true });
});

test("the results of a secret argument are secret, and other results are not", async (t) => {
  const { createInstance, stackOf: createStack } = await startHarness(t);
  const id = await createInstance("orders");
  const stack = await createStack(async () => ({
    secret: lookups.getInstanceOutput({ id: pulumi.secret(id) }).name,
    plain: lookups.getInstanceOutput({ id }).name,
  }));
  const { outputs } = await stack.stack.up();
  assert.deepEqual(outputs.secret, { value: "orders", secret: true });
  assert.deepEqual(outputs.plain, { value: "orders", secret: false });
});

test("with a provider, a lookup uses its arguments alone, in a preview too", async (t) => {
  const { cloud, createInstance, stackOf: createStack } = await startHarness(t);
  await createInstance("here");
  await createInstance("there", "other");
  const stack = await createStack(async () => {
    const password = pulumi.secret("demo-password");
    const provider = new TroveProvider("second", { ...settings(cloud, "other"), password });
    const { instances } = await lookups.getInstances({ provider });
    return {
      byValue: instances.map(({ name }) => name),
      asOutput: lookups.getInstancesOutput({ provider }).instances.apply((all) => all.map(({ name }) => name)),
      here: (await lookups.getInstances()).instances.map(({ name }) => name),
    };
  });
  await stack.stack.preview();
  const { outputs } = await stack.stack.up();
  assert.deepEqual(outputs, {
    byValue: { value: ["there"], secret: false },
    asOutput: { value: ["there"], secret: false },
    here: { value: ["here"], secret: false },
  });
  assert.doesNotMatch(await stack.checkpoint(), /demo-password/);
});

test("a preview in which an argument of the provider is unknown gives an unknown result", async (t) => {
  const { cloud, stackOf: createStack } = await startHarness(t);
  let failure: Promise<string> | undefined;
  const stack = await createStack(async () => {
    const db = new TroveInstance("db", { name: "orders", ...SMALL });
    const region = db.region.apply(() => "RegionOne");
    const provider = new TroveProvider("second", { ...settings(cloud, "demo"), region });
    failure ??= failureOf(lookups.getInstances({ provider }));
    return { name: lookups.getInstancesOutput({ provider }).instances.apply(([first]) => first?.name) };
  });
  await stack.stack.preview();
  assert.match(String(await failure), /^getInstances: an argument of its TroveProvider is not known in this preview\./);
  assert.deepEqual(
    asked(cloud, "GET").filter((path) => path.startsWith("/instances/detail")),
    [],
  );
  assert.equal((await stack.stack.up()).outputs.name?.value, "orders");
});

/** A stack of a program that runs in a process of its own. Its statements follow the import of the entry. */
async function stackOfScript(t: TestContext, cloud: Simulator, script: string): Promise<Stack> {
  const fill = async (folder: string) => {
    await writeFile(join(folder, "Pulumi.yaml"), "name: test\nruntime: nodejs\n");
    await writeFile(join(folder, "package.json"), '{ "type": "module", "main": "index.js" }');
    await writeFile(join(folder, "index.js"), `import * as trove from "pulumi-trove";\n${script}`);
  };
  const stack = await stackOfFolder(t, fill, NO_CLOUD);
  await stack.setAllConfig(configOf(cloud));
  return stack;
}

const MISTAKES = {
  "a name that nobody has": [
    'export const found = await trove.getInstance({ name: "order" });',
    /getInstance: .*Instance "order" does not exist in project \w+, region RegionOne\. Did you mean "orders"\?.* \[TROVE_LOOKUP\]/s,
  ],
  "a name that nobody has, as an output": [
    'export const { status } = trove.getInstanceOutput({ name: "order" });',
    /Instance "order" does not exist in project \w+, region RegionOne\. Did you mean "orders"\?.* \[TROVE_LOOKUP\]/s,
  ],
  "an argument that is no id": [
    'export const found = await trove.getInstance({ id: "orders" });',
    /getInstance: .*must be an id \(a UUID/s,
  ],
} as const;

for (const [title, [script, expected]] of Object.entries(MISTAKES)) {
  test(`${title} fails the program, without a stack trace of the package`, async (t) => {
    const { cloud, createInstance } = await startHarness(t);
    await createInstance("orders");
    const stack = await stackOfScript(t, cloud, script);
    const message = await failureOf(stack.up());
    assert.match(message, expected);
    assert.doesNotMatch(message, /look-up\.js/);
  });
}

test("a name that two instances have fails the program, and lists both", async (t) => {
  const { cloud, createInstance } = await startHarness(t);
  const ids = [await createInstance("orders"), await createInstance("orders")].sort();
  const stack = await stackOfScript(t, cloud, 'export const found = await trove.getInstance({ name: "orders" });');
  const shown = new Diagnostics();
  await failureOf(stack.up({ onEvent: shown.onEvent }));
  const project = cloud.projects.demo;
  const names = { project, ids: ids.map((id) => `${id} (ACTIVE)`).join(", ") };
  assertTells(ambiguousLookup, shown.ofProgram(), cloud, names);
});

test("a lookup leaves no socket that keeps the program alive", async (t) => {
  const { cloud, createInstance } = await startHarness(t);
  await createInstance("orders");
  const ports = [cloud.authUrl, cloud.troveUrl].map((url) => Number(new URL(url).port));
  const script = `
import diagnostics from "node:diagnostics_channel";
const ports = ${JSON.stringify(ports)};
const sockets = [];
diagnostics.subscribe("net.client.socket", ({ socket }) => sockets.push(socket));
const lookups = [trove.getInstances(), trove.getLimits(), trove.getFlavors(), trove.getDatastores()];
const [{ instances }] = await Promise.all(lookups);
await new Promise(setImmediate);
export const names = instances.map(({ name }) => name);
// The other sockets are those of Pulumi to its engine.
const isOurs = ({ remotePort }) => ports.includes(remotePort);
export const wasSeen = sockets.some(isOurs);
// One that may be used again is open, but without a reference it keeps no
// program alive; a socket does not say so itself.
export const alive = sockets.filter(isOurs).filter(({ _handle }) => _handle?.hasRef()).length;
`;
  const { outputs } = await (await stackOfScript(t, cloud, script)).up();
  assert.deepEqual([outputs.names?.value, outputs.alive?.value], [["orders"], 0]);
  // The plugin logs in from a process of its own.
  if (engineHost === "dynamic") assert.equal(outputs.wasSeen?.value, true);
});
