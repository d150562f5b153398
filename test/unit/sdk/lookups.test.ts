import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import * as dynamic from "../../../sdk/index.ts";
import * as plugin from "../../../sdk/plugin.ts";

interface Call {
  readonly token: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const calls: Call[] = [];
before(() =>
  pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
      call: ({ token, inputs }) => {
        calls.push({ token, inputs });
        const address = { address: "10.0.0.5", type: "private", network: null };
        return { id: "i-1", replicaOf: null, addresses: [address] };
      },
    },
    "project",
    "stack",
  ),
);

const FOUND = { id: "i-1", addresses: [{ address: "10.0.0.5", type: "private" }] };

function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

test("a lookup of the plugin calls its function, and leaves out what is absent", async () => {
  calls.length = 0;
  assert.deepEqual(await plugin.getInstance({ name: "orders" }), FOUND);
  assert.deepEqual(await resolved(plugin.getInstanceOutput({ name: pulumi.output("orders") })), FOUND);
  const call = { token: "trove:index:getInstance", inputs: { name: "orders" } };
  assert.deepEqual(calls, [call, call]);
});

test("the functions without arguments call theirs", async () => {
  calls.length = 0;
  await Promise.all([plugin.getInstances(), plugin.getFlavors(), plugin.getDatastores(), plugin.getLimits()]);
  await plugin.getBackups();
  assert.deepEqual(
    calls.map(({ token }) => token.replace("trove:index:", "")),
    ["getInstances", "getFlavors", "getDatastores", "getLimits", "getBackups"],
  );
});

test("an output lookup takes an instance instead of its id", async () => {
  calls.length = 0;
  const db = new plugin.TroveInstance("db", { flavor: "m1.small", volume: { size: 1 } });
  await resolved(plugin.getBackupOutput({ instance: db, mostRecent: true }));
  assert.deepEqual(calls, [{ token: "trove:index:getBackup", inputs: { instance: "db-id", mostRecent: true } }]);
});

test("the result of a secret argument is secret", async () => {
  const isSecret = (name: pulumi.Input<string>) => pulumi.isSecret(plugin.getInstanceOutput({ name }));
  assert.equal(await isSecret(pulumi.secret("orders")), true);
  assert.equal(await isSecret("orders"), false);
});

test("both entries have the same functions", () => {
  const functionsOf = (entry: object) => Object.keys(entry).filter((name) => name.startsWith("get"));
  assert.deepEqual(functionsOf(plugin), functionsOf(dynamic));
  assert.equal(functionsOf(plugin).length, 16);
});

for (const [title, entry, other] of [
  ["pulumi-trove", dynamic, plugin],
  ["pulumi-trove/plugin", plugin, dynamic],
] as const) {
  test(`a lookup of ${title} refuses a provider of the other entry`, async () => {
    const provider = new other.TroveProvider(`of the other entry than ${title}`, { cloud: "second" });
    const message = `getFlavors: the option provider must be a TroveProvider of "${title}".`;
    await assert.rejects(entry.getFlavors({ provider }), { message });
    assert.throws(() => entry.getFlavorsOutput({ provider }), { message });
  });
}
