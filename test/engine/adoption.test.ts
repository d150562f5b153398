import assert from "node:assert/strict";
import { test } from "node:test";
import type { TroveInstanceArgs } from "pulumi-trove";
import { asked, declares, failureOf, type Harness, idsIn, onlyId, startHarness, until, upOf } from "./harness.ts";
import { urnOf } from "./host.ts";

const URN = urnOf("db");

/** An instance of somebody else, and a stack that takes it over. */
async function adopted(harness: Harness, args: TroveInstanceArgs = {}) {
  const { id } = await upOf(harness, declares({ name: "theirs" }));
  const { stack } = await upOf(harness, declares({ adoptId: id, ...args }));
  assert.equal(await onlyId(stack), id);
  return { stack, id };
}

test("an adopted instance is never replaced as long as the program names it by adoptId", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await adopted(harness);
  stack.program = declares({ adoptId: id, availabilityZone: "nova", allow: { replace: true } });

  const message = await failureOf(stack.stack.preview());
  assert.match(message, /availabilityZone: .*adoptId still names the instance\. Remove adoptId first/);
  await failureOf(stack.stack.up());
  assert.deepEqual(idsIn(harness.cloud), [id]);
  assert.deepEqual(asked(harness.cloud, "DELETE"), []);
});

test("a replacement that the user orders of an adopted instance loses nothing", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await adopted(harness);
  await stack.stack.up({ replace: [URN] });
  assert.equal(await onlyId(stack), id);
  assert.deepEqual(idsIn(harness.cloud), [id]);
  assert.deepEqual(asked(harness.cloud, "DELETE"), []);
});

test("refuses --replace of an adopted instance with the default name, losing nothing", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  const message = await failureOf(stack.stack.up({ replace: [URN] }));
  assert.match(message, new RegExp(`No instance was created: .* ${id} .*deleteBeforeReplace`));
  assert.equal(await onlyId(stack), id);
  assert.deepEqual(idsIn(harness.cloud), [id]);

  stack.program = declares({}, { deleteBeforeReplace: true });
  await stack.stack.up({ replace: [URN] });
  const now = await onlyId(stack);
  assert.notEqual(now, id);
  assert.deepEqual(idsIn(harness.cloud), [now]);
});

test("adoption sets every declared password and applies the program", async (t) => {
  const harness = await startHarness(t);
  const users = [{ name: "app", password: "p-before" }];
  const { id } = await upOf(harness, declares({ name: "theirs", users }));
  const after = [{ name: "app", password: "p-after" }];
  const stack = await harness.createStack({
    program: declares({ adoptId: id, volume: { size: 4 }, flavor: "3", users: after }),
  });
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  const record = harness.cloud.instance(id);
  await until("the new password", () => record?.user("app", "%")?.password === "p-after");
  assert.deepEqual([record?.name, record?.flavor, record?.volume.size], ["theirs", "3", 4]);
  await stack.stack.preview({ expectNoChanges: true });
});

test("refuses an adoption that needs a replacement, by path, and saves nothing", async (t) => {
  const harness = await startHarness(t);
  const { id } = await upOf(harness, declares({ name: "theirs" }));
  harness.cloud.requests.length = 0;
  const datastore = { type: "mariadb" };
  const stack = await harness.createStack({
    program: declares({ adoptId: id, flavor: "3", datastore, allow: { replace: true } }),
  });
  const message = await failureOf(stack.stack.up());
  assert.match(message, new RegExp(`Adopting instance "[^"]+" \\(${id}\\) was refused, nothing was changed`));
  assert.match(message, /datastore\.type: /);
  assert.deepEqual(await stack.resources(), []);
  assert.deepEqual(
    ["POST", "PUT", "DELETE"].flatMap((method) => asked(harness.cloud, method)),
    [],
  );
});
