import assert from "node:assert/strict";
import { test } from "node:test";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import { olderState } from "../support/older-states.ts";
import { idOf } from "./clouds.ts";
import { asked, type Harness, startHarness } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const SMALL = { flavor: "m1.small", volume: { size: 1 } };

/** By the state's file, the program that it was written for. */
const programs: Readonly<Record<string, PulumiFn>> = {
  mysql: async () => {
    const users = [{ name: "app", password: "s3cret-of-app", databases: ["app"] }];
    const args = { ...SMALL, databases: [{ name: "app" }], users, allow: { restart: true } };
    return used(new TroveInstance("db", args, { customTimeouts: { create: "5m" } }));
  },
  postgresql: async () => used(new TroveInstance("db", { ...SMALL, datastore: { type: "postgresql" } })),
  replica: async () => {
    const source = new TroveInstance("source", SMALL);
    return used(new TroveInstance("db", { replicaOf: source.id }));
  },
};

function used({ host, port, publicEndpoint }: TroveInstance) {
  return { host, port, at: publicEndpoint.apply((endpoint) => endpoint?.host ?? "nowhere") };
}

/** A stack whose instances are there as the program says, with the state that an older version wrote of them. */
async function stackOf(harness: Harness, name: string) {
  const { cloud } = harness;
  const stack = await harness.createStack({ program: programs[name] ?? assert.fail(name) });
  await stack.stack.up();
  const [{ outputs } = { outputs: undefined }] = await stack.resources();
  const names = (await stack.resources()).map(({ urn }) => urn.slice(urn.lastIndexOf(":") + 1));
  const ids = Object.fromEntries(await Promise.all(names.map(async (one) => [one, await idOf(stack, one)])));
  const { projectId, endpoint } = outputs.__state.cloud;
  const { version, deployment } = await stack.stack.exportStack();
  const older = await olderState("f186553", name, { ids, projectId, endpoint });
  await stack.stack.importStack({ version, deployment: { ...deployment, resources: older } });
  cloud.requests.length = 0;
  return { stack, names };
}

for (const name of Object.keys(programs)) {
  test(`an older version's state of a ${name} instance gets the new outputs by reads`, async (t) => {
    const harness = await startHarness(t);
    const { stack, names } = await stackOf(harness, name);

    const preview = await stack.stack.preview({ onOutput: stack.onOutput });
    assert.equal(preview.changeSummary.update, names.length);
    assert.match(stack.output(), /outputs: .*host, port.*: added to the state, .* nothing in the cloud changes/);
    const { outputs, summary } = await stack.stack.up();
    assert.equal(summary.resourceChanges?.update, names.length);
    assert.deepEqual([outputs.port?.value, outputs.at?.value], [name === "postgresql" ? 5432 : 3306, "nowhere"]);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) assert.deepEqual(asked(harness.cloud, method), [], method);

    await stack.stack.preview({ expectNoChanges: true });
    await stack.stack.refresh({ expectNoChanges: true });
  });
}

test("a restart that came due outside is not made by the update that adds outputs", async (t) => {
  const harness = await startHarness(t);
  const { stack } = await stackOf(harness, "mysql");
  harness.cloud.change(await idOf(stack, "db"), (record) => {
    record.status = "RESTART_REQUIRED";
  });
  await stack.stack.up();
  assert.deepEqual(asked(harness.cloud, "POST"), []);
});

test("a refresh gives the state of an older version the new outputs too", async (t) => {
  const harness = await startHarness(t);
  const { stack } = await stackOf(harness, "mysql");
  await stack.stack.refresh();
  await stack.stack.preview({ expectNoChanges: true });
});
