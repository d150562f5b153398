import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { TroveInstance } from "../../../sdk/index.ts";
import { mockEngine, register } from "./registrations.ts";

before(() => mockEngine());

/** A transformation that sets the time-outs of a create. */
function creatingIn(create: string): pulumi.ResourceTransformation {
  return ({ props, opts }) => ({ props, opts: pulumi.mergeOptions(opts, { customTimeouts: { create } }) });
}

class Component extends pulumi.ComponentResource {
  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("test:index:Component", name, {}, opts);
  }
}

test("passes the time-outs that a transformation of the resource sets", async () => {
  const { inputs } = await register(
    "own",
    () => new TroveInstance("own", { flavor: "2" }, { transformations: [creatingIn("7m")] }),
  );
  assert.deepEqual(inputs.__timeouts, { create: "7m" });
});

test("passes the time-outs of a parent's transformation before the resource's own", async () => {
  const { inputs } = await register("below", () => {
    const parent = new Component("parent", { transformations: [creatingIn("9m")] });
    const opts = { parent, customTimeouts: { create: "1m", delete: "2m" }, transformations: [creatingIn("8m")] };
    return new TroveInstance("below", { flavor: "2" }, opts);
  });
  assert.equal(Reflect.get(Object(inputs.__timeouts), "create"), "9m");
});

test("does not pass the time-outs of an instance to its children", async () => {
  const upper = new TroveInstance("upper", { flavor: "2" }, { customTimeouts: { create: "3m" } });
  const { inputs } = await register("lower", () => new TroveInstance("lower", { flavor: "2" }, { parent: upper }));
  assert.equal(inputs.__timeouts, undefined);
  const transformed = await register("lowest", () => {
    const opts = { parent: upper, transformations: [creatingIn("4m")] };
    return new TroveInstance("lowest", { flavor: "2" }, opts);
  });
  assert.deepEqual(transformed.inputs.__timeouts, { create: "4m" });
});

test("passes the path of a value that a transformation makes secret", async () => {
  const parent = new Component("secretive", {
    transformations: [({ props, opts }) => ({ props: { ...props, availabilityZone: pulumi.secret("zone-1") }, opts })],
  });
  const { inputs } = await register("secret-zone", () => new TroveInstance("secret-zone", { flavor: "2" }, { parent }));
  assert.deepEqual(inputs.__secrets, [["availabilityZone"]]);
});

test("does not change the options of the program", async () => {
  const opts = Object.freeze({ customTimeouts: { create: "5m" }, transformations: Object.freeze([]) as never[] });
  const { inputs } = await register("frozen", () => new TroveInstance("frozen", { flavor: "2" }, opts));
  assert.deepEqual(inputs.__timeouts, { create: "5m" });
});
