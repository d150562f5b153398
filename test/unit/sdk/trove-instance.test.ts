import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { providerText } from "../../../provider/provider-text.ts";
import { instance as provider } from "../../../provider/resources/instance/index.ts";
import { withHiddenDiffs } from "../../../sdk/dynamic/hidden-inputs.ts";
import { TroveInstance } from "../../../sdk/index.ts";
import { isSecret, mockEngine, register } from "./registrations.ts";

before(() => mockEngine());

const users = [{ name: "app", password: "secret-1", databases: ["app"] }];

test("registers with its type and the text that loads the provider", async () => {
  const { type, inputs } = await register("plain", () => new TroveInstance("plain", { flavor: "m1.small" }));
  assert.equal(type, "pulumi-nodejs:dynamic/trove:Instance");
  assert.equal(inputs.__provider, providerText("Instance"));
  assert.equal(inputs.flavor, "m1.small");
});

test("hides changes of hidden inputs, and those that the program hides", () => {
  const shown = { hideDiffs: ["users"] };
  const { hideDiffs } = withHiddenDiffs(shown);
  assert.deepEqual(hideDiffs, ["users", "__urn", "__defaultName", "__timeouts", "__secrets", "__provider"]);
  assert.deepEqual(shown, { hideDiffs: ["users"] });
});

test("sends the URN, of which the provider makes the default name", async () => {
  const { inputs } = await register("named", () => new TroveInstance("named", { flavor: "2" }));
  assert.equal(inputs.__urn, "urn:pulumi:stack::project::pulumi-nodejs:dynamic/trove:Instance::named");
  assert.ok(!("__defaultName" in inputs));
});

test("marks only the passwords as secrets, whether or not they are given as such", async () => {
  const { inputs } = await register(
    "secrets",
    () => new TroveInstance("secrets", { flavor: "2", users: [...users, { name: "b", password: pulumi.secret("x") }] }),
  );
  const keyed = inputs.users as Record<string, { password: unknown; databases?: unknown }>;
  assert.ok(!isSecret(inputs.users));
  assert.ok(isSecret(keyed["app@%"]?.password));
  assert.ok(isSecret(keyed["b@%"]?.password));
  assert.deepEqual(keyed["app@%"]?.databases, ["app"]);
});

test("marks the passwords in a list that is an output as secrets", async () => {
  const { inputs } = await register(
    "whole",
    () => new TroveInstance("whole", { flavor: "2", users: pulumi.output(users) }),
  );
  const keyed = inputs.users as Record<string, { password: unknown }>;
  assert.ok(isSecret(keyed["app@%"]?.password));
});

test("passes time-outs, problems and the preview flag as hidden inputs", async () => {
  const { inputs } = await register(
    "hidden",
    () =>
      new TroveInstance(
        "hidden",
        { flavor: "2", users: [...users, ...users] },
        { customTimeouts: { create: "5m", delete: "1m" } },
      ),
  );
  assert.deepEqual(inputs.__timeouts, { create: "5m", delete: "1m" });
  assert.equal(inputs.__preview, false);
  assert.deepEqual(inputs.__problems, [{ path: "users[1]", reason: 'is a second "app@%": each may be declared once' }]);
});

test("does not change the arguments, so that they can be used again", async () => {
  const args = Object.freeze({ flavor: "2", users: Object.freeze(users) as typeof users });
  await register("once", () => new TroveInstance("once", args));
  await register("twice", () => new TroveInstance("twice", args));
  assert.deepEqual(Object.keys(args), ["flavor", "users"]);
});

test("has an output for each declared property", async () => {
  const db = new TroveInstance("outputs", { flavor: "2" });
  for (const name of ["name", "status", "endpoint", "addresses", "databases", "region", "volumeSize"] as const) {
    assert.ok(pulumi.Output.isInstance(db[name]), name);
  }
});

test("has an output for each argument and output of the provider", () => {
  const db = new TroveInstance("complete", { flavor: "2" });
  for (const name of [...Object.keys(provider.inputs), ...Object.keys(provider.outputs)]) {
    assert.ok(pulumi.Output.isInstance(Reflect.get(db, name)), name);
  }
});

test("refuses the option import, and names adoptId", () => {
  assert.throws(
    () => new TroveInstance("imported", { flavor: "2" }, { import: "8a2f3c1e" }),
    /TroveInstance "imported": the option "import" does not work.*adoptId: "8a2f3c1e"/s,
  );
});

test("isInstance accepts instances of another copy of the package", () => {
  const db = new TroveInstance("mine", { flavor: "2" });
  assert.equal(TroveInstance.isInstance(db), true);
  assert.equal(TroveInstance.isInstance({ __pulumiType: "pulumi-nodejs:dynamic/trove:Instance" }), true);
  for (const other of [undefined, null, "x", {}, { __pulumiType: "aws:Instance" }, TroveInstance]) {
    assert.equal(TroveInstance.isInstance(other), false, String(other));
  }
});

test("get reads by id, without arguments", async () => {
  const { id, inputs } = await register("looked-up", () => TroveInstance.get("looked-up", "8a2f3c1e"));
  assert.equal(id, "8a2f3c1e");
  assert.equal(inputs.__provider, providerText("Instance"));
  for (const name of ["flavor", "volume", "users"]) assert.ok(!(name in inputs), name);
});
