import assert from "node:assert/strict";
import { test } from "node:test";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import * as dynamic from "pulumi-trove";
import * as plugin from "pulumi-trove/plugin";
import { dynamicType, pluginType } from "../../sdk/resource-kind.ts";
import type { Simulator } from "../../simulator/index.ts";
import type { TestStack } from "../support/engine.ts";
import { idOf } from "./clouds.ts";
import { during, NO_CLOUD, startHarness, writes } from "./harness.ts";

/** A program with the classes of one entry: a primary whose volume has this size, and its replica. */
type Program = (sdk: typeof dynamic, size: number) => () => Promise<void>;

const onDynamic = { sdk: dynamic, type: dynamicType("Instance") };
const onPlugin = { sdk: plugin, type: pluginType("Instance") };

function primary(size: number): dynamic.TroveInstanceArgs {
  const users = [{ name: "app", password: "p-of-app", databases: ["app"] }];
  return { flavor: "m1.small", volume: { size }, databases: [{ name: "app" }], users };
}

test("a stack moves to the plugin and back without a change", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ findsPlugin: true });
  await assertMovesBothWays(stack, cloud, (sdk, size) => async () => {
    const source = new sdk.TroveInstance("db", primary(size));
    new sdk.TroveInstance("replica", { replicaOf: source.id });
  });
});

test("a stack with an explicit provider moves to the plugin and back without a change", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ findsPlugin: true, env: NO_CLOUD });
  await assertMovesBothWays(stack, cloud, (sdk, size) => async () => {
    const provider = new sdk.TroveProvider("demo", {
      authUrl: cloud.authUrl,
      applicationCredentialId: cloud.applicationCredential.id,
      applicationCredentialSecret: cloud.applicationCredential.secret,
      region: "RegionOne",
      insecure: false,
    });
    const source = new sdk.TroveInstance("db", primary(size), { provider });
    new sdk.TroveInstance("replica", { replicaOf: source.id }, { provider });
  });
});

/** Dynamic host, plugin, dynamic host: on each, an up and a refresh without a change, then an update in place. */
async function assertMovesBothWays(stack: TestStack, cloud: Simulator, program: Program): Promise<void> {
  stack.program = program(dynamic, 1);
  await stack.stack.up();
  const ids = [await idOf(stack, "db"), await idOf(stack, "replica")];
  let size = 1;
  for (const { sdk, type } of [onDynamic, onPlugin, onDynamic]) {
    stack.program = program(sdk, size);
    assert.deepEqual(writes(await during(cloud, () => assertOnly(stack, "up", "same"))), []);
    assert.deepEqual(writes(await during(cloud, () => assertOnly(stack, "refresh", "refresh", "same"))), []);
    assert.deepEqual(writes(await during(cloud, () => assertOnly(stack, "preview", "same"))), []);

    size += 1;
    stack.program = program(sdk, size);
    const growth = await during(cloud, () => assertOnly(stack, "up", "same", "update"));
    assert.deepEqual([...new Set(writes(growth))], ids.map((id) => `POST /instances/${id}/action`).slice(0, 1));
    assert.deepEqual(
      ids.map((id) => cloud.instance(id)?.volume.size),
      [size, size],
    );
    assert.deepEqual([await idOf(stack, "db"), await idOf(stack, "replica")], ids);
    assert.deepEqual(new Set((await stack.resources()).map((resource) => resource.type)), new Set([type]));
  }
  await stack.stack.destroy();
  assert.deepEqual(cloud.instances(), []);
}

/** Runs an operation in which the steps of all instances are of these kinds. Providers may be created and deleted. */
async function assertOnly(
  stack: TestStack,
  operation: "up" | "refresh" | "preview",
  ...kinds: string[]
): Promise<void> {
  const steps: string[] = [];
  const onEvent = ({ resourcePreEvent: before, resOutputsEvent: after }: EngineEvent) => {
    const metadata = before?.metadata ?? after?.metadata;
    const isInstance = metadata?.type === onDynamic.type || metadata?.type === onPlugin.type;
    if (isInstance) steps.push(`${metadata.op} ${metadata.urn}`);
  };
  await stack.stack[operation]({ onEvent });
  assert.notDeepEqual(steps, [], `${operation} has no step`);
  assert.deepEqual(
    steps.filter((step) => !kinds.some((kind) => step.startsWith(`${kind} `))),
    [],
    operation,
  );
}
