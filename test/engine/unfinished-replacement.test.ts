import assert from "node:assert/strict";
import { test } from "node:test";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { TroveInstanceArgs } from "pulumi-trove";
import type { Fault, Simulator } from "../../simulator/index.ts";
import type { TestStack } from "../support/engine.ts";
import { failureOf, type Harness, idsIn, startHarness, until } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const CONSENT = { allow: { replace: true } };
const BACKED_UP: TroveInstanceArgs = { ...CONSENT, finalBackup: { name: "last" } };

const program =
  (args: TroveInstanceArgs, options?: CustomResourceOptions, name = "db") =>
  async () => {
    new TroveInstance(name, { flavor: "m1.small", volume: { size: 1 }, ...args }, options);
  };

const refusal = (method: string, path: string): Fault => ({
  ...{ method, path, times: 0 },
  effect: { type: "status", status: 413, body: { overLimit: { code: 413, message: "Quota exceeded." } } },
});

/** A stack whose instance is in zone `a`. */
async function startInZoneA(harness: Harness, args: TroveInstanceArgs): Promise<TestStack> {
  const stack = await harness.createStack({ program: program({ ...args, availabilityZone: "a" }) });
  await stack.stack.up();
  return stack;
}

/** The id of the one instance of the stack that is not pending deletion. */
async function currentId(stack: TestStack): Promise<string> {
  const [current, ...others] = (await stack.resources()).filter((resource) => !resource.delete);
  assert.deepEqual(others, []);
  return current?.id ?? assert.fail("the stack has no instance");
}

/** Lets the next instance that is created go to ERROR while it is built. */
async function failNextBuild(cloud: Simulator, up: Promise<unknown>): Promise<void> {
  const before = idsIn(cloud);
  await until("the new instance", () => cloud.instances().some(({ id }) => !before.includes(id)));
  const id = idsIn(cloud).find((one) => !before.includes(one)) ?? "";
  cloud.change(id, (record) => {
    record.status = "ERROR";
    record.fault = { message: "No valid host was found.", created: new Date() };
  });
  assert.match(await failureOf(up), /\[TROVE_INSTANCE_FAILED\]/);
}

for (const refreshes of [false, true]) {
  const between = refreshes ? ", with a refresh between" : "";
  const refresh = async ({ stack }: TestStack) => {
    if (refreshes) await stack.refresh();
  };

  test(`replaces again while the deletion of older instances fails${between}`, async (t) => {
    const harness = await startHarness(t);
    const { cloud } = harness;
    const stack = await startInZoneA(harness, BACKED_UP);
    const ids = [await currentId(stack)];
    cloud.faults.add(refusal("POST", "/backups$"));
    // The last but one of these reverts the program.
    for (const availabilityZone of ["b", "c", "a", "d"]) {
      stack.program = program({ ...BACKED_UP, availabilityZone });
      assert.match(await failureOf(stack.stack.up()), /\[TROVE_FINAL_BACKUP\]/);
      ids.push(await currentId(stack));
      assert.deepEqual(idsIn(cloud), ids);
      await refresh(stack);
    }
    cloud.faults.clear();
    await stack.stack.up();
    assert.deepEqual(idsIn(cloud), ids.slice(-1));
    await stack.stack.preview({ expectNoChanges: true });
  });

  test(`replaces a new instance in ERROR, then deletes the old one${between}`, async (t) => {
    const harness = await startHarness(t);
    const { cloud } = harness;
    const stack = await startInZoneA(harness, CONSENT);
    const old = await currentId(stack);
    stack.program = program({ ...CONSENT, availabilityZone: "b" });
    await failNextBuild(cloud, stack.stack.up());
    await refresh(stack);
    // Corrected, and the second one fails as well: first in its build, then Trove takes no create at all.
    stack.program = program({ ...CONSENT, availabilityZone: "c" });
    await failNextBuild(cloud, stack.stack.up());
    await refresh(stack);
    cloud.faults.add(refusal("POST", "/instances$"));
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      assert.match(await failureOf(stack.stack.up()), /\[TROVE_QUOTA\]/);
      assert.deepEqual(idsIn(cloud), [old]);
      await refresh(stack);
    }
    cloud.faults.clear();
    await stack.stack.up();
    assert.deepEqual(idsIn(cloud), [await currentId(stack)]);
    await stack.stack.preview({ expectNoChanges: true });
  });
}

/** A stack whose instance was replaced, while the old one is still pending deletion. */
async function startUnfinished(harness: Harness, args = BACKED_UP): Promise<TestStack> {
  const stack = await startInZoneA(harness, BACKED_UP);
  harness.cloud.faults.add(refusal("POST", "/backups$"));
  stack.program = program({ ...args, availabilityZone: "b" });
  await failureOf(stack.stack.up());
  assert.equal(idsIn(harness.cloud).length, 2);
  return stack;
}

test("replaces a renamed resource while its old instance is pending deletion", async (t) => {
  const harness = await startHarness(t);
  const stack = await startUnfinished(harness);
  stack.program = program({ ...BACKED_UP, availabilityZone: "c" }, { aliases: [{ name: "db" }] }, "renamed");
  assert.match(await failureOf(stack.stack.up()), /\[TROVE_FINAL_BACKUP\]/);
  harness.cloud.faults.clear();
  await stack.stack.up();
  assert.deepEqual(idsIn(harness.cloud), [await currentId(stack)]);
});

test("--replace with deleteBeforeReplace works while an old one is pending deletion", async (t) => {
  const harness = await startHarness(t);
  const stack = await startUnfinished(harness);
  const [resource] = (await stack.resources()).filter((one) => !one.delete);
  stack.program = program({ ...BACKED_UP, availabilityZone: "b" }, { deleteBeforeReplace: true });
  harness.cloud.faults.clear();
  await stack.stack.up({ replace: [resource?.urn ?? ""] });
  assert.deepEqual(idsIn(harness.cloud), [await currentId(stack)]);
  assert.notEqual(await currentId(stack), resource?.id);
});

/** What the message of TROVE_LEFTOVER advises, for an instance whose resource was removed and declared again. */
const ADVICE: Readonly<Record<string, { readonly args: (id: string) => TroveInstanceArgs; readonly keeps: boolean }>> =
  {
    "adoptId, which keeps it": { args: (id) => ({ adoptId: id }), keeps: true },
    "a name, after which it is deleted": { args: () => ({ name: "another" }), keeps: false },
  };

for (const [title, { args, keeps }] of Object.entries(ADVICE)) {
  test(`of a removed resource's instance pending deletion it advises ${title}`, async (t) => {
    const harness = await startHarness(t);
    const stack = await startUnfinished(harness, CONSENT);
    const [old = ""] = idsIn(harness.cloud);
    stack.program = async () => {};
    await failureOf(stack.stack.up({ continueOnError: true }));
    assert.deepEqual(idsIn(harness.cloud), [old]);
    stack.program = program(BACKED_UP);
    const message = await failureOf(stack.stack.up());
    assert.match(message, new RegExp(`No instance was created: .* ${old} .*\\[TROVE_LEFTOVER\\]`, "s"));

    harness.cloud.faults.clear();
    stack.program = program({ ...BACKED_UP, ...args(old) });
    await stack.stack.up();
    const current = await currentId(stack);
    assert.ok(idsIn(harness.cloud).includes(current));
    assert.equal(current === old, keeps);
    assert.equal(idsIn(harness.cloud).includes(old), keeps);
  });
}
