import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import packageJson from "../../../package.json" with { type: "json" };
import * as dynamic from "../../../sdk/index.ts";
import * as plugin from "../../../sdk/plugin.ts";
import { isSecret, mockEngine, register } from "./registrations.ts";

before(() => mockEngine());

const DYNAMIC = "pulumi-nodejs:dynamic/trove:Instance";
const PLUGIN = "trove:index:Instance";
const entries = [
  { entry: "pulumi-trove", sdk: dynamic, own: DYNAMIC, other: PLUGIN },
  { entry: "pulumi-trove/plugin", sdk: plugin, own: PLUGIN, other: DYNAMIC },
] as const;

const users = [{ name: "app", password: "secret-1", databases: ["app"] }];
const args = { flavor: "2", volume: { size: 1 }, databases: [{ name: "app" }], users };

test("both entries export the same names", () => {
  assert.deepEqual(Object.keys(plugin), Object.keys(dynamic));
});

test("both classes send the same arguments", async () => {
  const [first, second] = await Promise.all(
    entries.map(({ entry, sdk }) => register(entry, () => new sdk.TroveInstance(entry, args))),
  );
  const visible = (inputs = {}) => Object.entries(inputs).filter(([name]) => !name.startsWith("__"));
  assert.deepEqual(Object.fromEntries(visible(second?.inputs)), Object.fromEntries(visible(first?.inputs)));
  assert.deepEqual(Object.keys(first?.inputs.users ?? {}), ["app@%"]);
});

test("the plugin's class only sends problems beside the arguments", async () => {
  const { type, inputs } = await register("problems", () => {
    const opts = { customTimeouts: { create: "5m" } };
    return new plugin.TroveInstance("problems", { ...args, users: [...users, ...users] }, opts);
  });
  assert.equal(type, PLUGIN);
  assert.deepEqual(
    Object.keys(inputs).filter((name) => name.startsWith("__")),
    ["__problems"],
  );
  assert.deepEqual(inputs.__problems, [{ path: "users[1]", reason: 'is a second "app@%": each may be declared once' }]);
});

for (const { entry, sdk, own, other } of entries) {
  test(`the class of ${entry} has the other host's type as an alias`, async () => {
    const { type, aliases } = await register(`alias-${own}`, () => new sdk.TroveInstance(`alias-${own}`, args));
    assert.deepEqual([type, aliases], [own, [`@${other}`]]);
  });

  test(`each alias of a program also has the other host's type with ${entry}`, async () => {
    const urn = `urn:pulumi:stack::project::${own}::older`;
    const given = [{ name: "old" }, pulumi.output({ name: "output" }), { name: "typed", type: "a:b:C" }, urn];
    const { aliases } = await register(
      `aliases-${own}`,
      () => new sdk.TroveInstance(`aliases-${own}`, args, { aliases: given }),
    );
    const expected = ["old@", "output@", "typed@a:b:C", urn, `@${other}`, `old@${other}`, `output@${other}`];
    assert.deepEqual([...new Set(aliases)].sort(), expected.sort());
    assert.deepEqual(given[0], { name: "old" });
  });

  test(`isInstance of ${entry} accepts the instances of both entries`, () => {
    for (const made of entries) {
      const value = new made.sdk.TroveInstance(`${entry} asks about ${made.entry}`, args);
      assert.equal(sdk.TroveInstance.isInstance(value), true, made.entry);
    }
    assert.equal(sdk.TroveInstance.isInstance(new sdk.TroveProvider(`${entry} asks`, {})), false);
  });

  test(`refuses a provider of the other entry with ${entry}`, () => {
    const foreign = entries.find((candidate) => candidate.own === other)?.sdk ?? assert.fail("no other entry");
    const provider = new foreign.TroveProvider(`foreign-${own}`, { cloud: "second" });
    const program = () => new sdk.TroveInstance("db", args, { provider });
    assert.throws(program, { message: new RegExp(`^TroveInstance "db": .*entries.* Import both from "${entry}"\\.$`) });
  });

  test(`refuses a bad time-out with ${entry}`, () => {
    const program = () => new sdk.TroveInstance("db", args, { customTimeouts: { create: "soon" } });
    assert.throws(program, /^Error: TroveInstance "db": customTimeouts\.create .*"soon"/);
  });

  test(`get of ${entry} reads by id, without arguments`, async () => {
    const name = `looked-up-${own}`;
    const { type, id, inputs } = await register(name, () => sdk.TroveInstance.get(name, "8a2f3c1e"));
    assert.deepEqual([type, id, Object.keys(inputs).filter((key) => !key.startsWith("__"))], [own, "8a2f3c1e", []]);
    assert.throws(() => sdk.TroveInstance.get("db", ""), /TroveInstance\.get\("db"\)/);
  });
}

test("the plugin's class accepts the option import", async () => {
  const { importId } = await register("imported", () => new plugin.TroveInstance("imported", args, { import: "8a2f" }));
  assert.equal(importId, "8a2f");
});

test("the plugin's classes ask for the plugin of this release, or of the program's choice", async () => {
  const { version } = packageJson;
  const instance = await register("versioned", () => new plugin.TroveInstance("versioned", args));
  const provider = await register("versioned-provider", () => new plugin.TroveProvider("versioned-provider", {}));
  assert.deepEqual([instance.version, provider.version], [version, version]);
  const chosen = await register("chosen", () => new plugin.TroveInstance("chosen", args, { version: "9.9.9" }));
  assert.equal(chosen.version, "9.9.9");
});

test("the dynamic class asks for no version, so that a state keeps its default provider", async () => {
  const { version } = await register("unversioned", () => new dynamic.TroveInstance("unversioned", args));
  assert.equal(version, "");
});

test("a provider of the plugin has the package trove, and its settings as texts", async () => {
  const { type, inputs } = await register("texts", () => {
    const endpointOverrides = { database: pulumi.output("https://trove.example") };
    const settings = { cloud: "second", insecure: true, resumeInterrupted: pulumi.output(false), endpointOverrides };
    return new plugin.TroveProvider("texts", { ...settings, region: pulumi.output("R2"), userName: undefined });
  });
  assert.equal(type, "pulumi:providers:trove");
  assert.deepEqual(inputs, {
    cloud: "second",
    insecure: "true",
    resumeInterrupted: "false",
    endpointOverrides: '{"database":"https://trove.example"}',
    region: "R2",
  });
});

test("a provider of the plugin marks the secrets of a login, and nothing else", async () => {
  const secrets = { password: "a", token: "b", apiKey: "c", applicationCredentialSecret: "d", key: "e" };
  const rest = { userName: "f", authUrl: "g", applicationCredentialId: "h", cert: "i" };
  const { inputs } = await register("marked", () => new plugin.TroveProvider("marked", { ...secrets, ...rest }));
  for (const key of Object.keys(secrets)) assert.ok(isSecret(inputs[key]), key);
  for (const [key, value] of Object.entries(rest)) assert.equal(inputs[key], value);
});
