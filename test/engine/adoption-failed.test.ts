import assert from "node:assert/strict";
import { test } from "node:test";
import type { TroveInstanceArgs } from "pulumi-trove";
import { mayFail } from "./errors/may-fail.ts";
import { asked, declares, failureOf, idsIn, onlyId, startHarness, upOf } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const UNKNOWN_GROUP = "11111111-2222-3333-4444-555555555555";

test("a failed adoption leaves no state, and removing the resource keeps the instance", async (t) => {
  const harness = await startHarness(t);
  const { id } = await upOf(harness, declares({ name: "production", databases: [{ name: "orders" }] }));
  const adoption: TroveInstanceArgs = { adoptId: id, name: "ours" };
  const stack = await harness.createStack({ program: declares({ ...adoption, configuration: UNKNOWN_GROUP }) });
  const message = await failureOf(stack.stack.up());
  assert.match(message, new RegExp(`instance "[^"]+" \\(${id}\\) was not adopted, and is not in the state: `));
  assert.match(message, new RegExp(`configuration: .*${UNKNOWN_GROUP}`));
  assert.deepEqual(await stack.resources(), []);

  stack.program = async () => {};
  await stack.stack.up();
  assert.deepEqual([idsIn(harness.cloud), asked(harness.cloud, "DELETE")], [[id], []]);

  stack.program = declares(adoption);
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  await stack.stack.preview({ expectNoChanges: true });
  assert.deepEqual(
    harness.cloud.instance(id)?.databases.map(({ name }) => name),
    ["orders"],
  );
});

test("with --continue-on-error a failed adoption leaves the instance to the old name", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({ name: "moved" }));
  const moved = (args: TroveInstanceArgs) => async () => {
    mayFail(new TroveInstance("new", { flavor: "m1.small", volume: { size: 1 }, adoptId: id, ...args }));
  };
  stack.program = moved({ configuration: UNKNOWN_GROUP });
  const message = await failureOf(stack.stack.up({ continueOnError: true }));
  assert.match(message, new RegExp(`Instance "[^"]+" \\(${id}\\) was not deleted: `));
  assert.equal(await onlyId(stack), id);
  assert.deepEqual(idsIn(harness.cloud), [id]);

  stack.program = moved({});
  await stack.stack.up();
  const [resource, ...others] = await stack.resources();
  assert.deepEqual([resource?.id, resource?.urn.endsWith("::new"), others], [id, true, []]);
  assert.deepEqual([idsIn(harness.cloud), asked(harness.cloud, "DELETE")], [[id], []]);
});

test("a replacement that the user orders and whose adoption fails loses nothing", async (t) => {
  const harness = await startHarness(t);
  const { id } = await upOf(harness, declares({ name: "theirs" }));
  const { stack } = await upOf(harness, declares({ adoptId: id }));
  const [resource] = await stack.resources();
  stack.program = async () => {
    mayFail(new TroveInstance("db", { flavor: "m1.small", adoptId: id, configuration: UNKNOWN_GROUP }));
  };
  for (const continueOnError of [false, true]) {
    await failureOf(stack.stack.up({ replace: [resource?.urn ?? ""], continueOnError }));
    assert.equal(await onlyId(stack), id);
  }
  stack.program = declares({ adoptId: id });
  await stack.stack.up();
  await stack.stack.preview({ expectNoChanges: true });
  assert.deepEqual([idsIn(harness.cloud), asked(harness.cloud, "DELETE")], [[id], []]);
});
