import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { TroveInstance } from "../../../sdk/index.ts";
import { isSecret, mockEngine, register, UNKNOWN } from "./registrations.ts";

before(() => mockEngine({ preview: true }));

/** An unknown value: an output of a resource that does not exist yet. */
function unknown<T>(): pulumi.Output<T> {
  return new (pulumi.Output as never as new (...all: unknown[]) => pulumi.Output<T>)(
    new Set(),
    Promise.resolve(pulumi.unknown),
    Promise.resolve(false),
    Promise.resolve(false),
    Promise.resolve(new Set()),
  );
}

test("passes a hidden input that marks a preview", async () => {
  const { inputs } = await register("preview", () => new TroveInstance("preview", { flavor: "2" }));
  assert.equal(inputs.__preview, true);
});

test("one unknown password leaves the rest of the users known", async () => {
  const users = [
    { name: "app", password: unknown<string>(), databases: ["app"] },
    { name: "b", password: "secret-1" },
  ];
  const { inputs } = await register("one-unknown", () => new TroveInstance("one-unknown", { flavor: "2", users }));
  const keyed = inputs.users as Record<string, { password: unknown; databases?: unknown }>;
  assert.deepEqual(Object.keys(keyed), ["app@%", "b@%"]);
  assert.deepEqual(keyed["app@%"]?.databases, ["app"]);
  assert.ok(JSON.stringify(keyed["app@%"]?.password).includes(UNKNOWN));
  assert.ok(isSecret(keyed["b@%"]?.password));
  assert.deepEqual(inputs.__problems, []);
});

test("an unknown list leaves the other arguments known", async () => {
  const { inputs } = await register(
    "unknown-list",
    () => new TroveInstance("unknown-list", { flavor: "2", databases: unknown<{ name: string }[]>() }),
  );
  assert.equal(inputs.flavor, "2");
  assert.equal(inputs.databases, UNKNOWN);
  assert.equal(inputs.__problems, UNKNOWN);
});
