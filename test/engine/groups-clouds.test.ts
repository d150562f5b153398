import assert from "node:assert/strict";
import { createGroup, setGroup } from "../support/cloud-configurations.ts";
import { settled, show, type WireInstance } from "../support/cloud-instances.ts";
import type { GroupValues } from "../support/datastores.ts";
import { assertSteady, assertUnchanged, onClouds } from "./clouds.ts";
import { coverage } from "./coverage.ts";
import { failureOf, onlyId } from "./harness.ts";

interface WithGroup extends WireInstance {
  readonly configuration?: { readonly id: string };
}

onClouds("swaps and detaches groups in place, restarting with consent alone", coverage.groups, async (place) => {
  const { api, datastore, createStack, declares } = place;
  const { type } = datastore;
  const groupOf = async (values: GroupValues) => (await createGroup(api, values, { datastore: { type } })).id;
  const [one, two] = [await groupOf(datastore.dynamicValues[0]), await groupOf(datastore.dynamicValues[1])];
  const fixed = await groupOf(datastore.staticValues);
  const stack = await createStack({ program: declares() });
  await stack.stack.up();
  const id = await onlyId(stack);
  const now = async () => {
    const { configuration, status } = (await show(api, id)) as WithGroup;
    return [configuration?.id, status];
  };
  for (const configuration of [one, two]) {
    stack.program = declares({ configuration });
    await stack.stack.up();
    assert.deepEqual(await now(), [configuration, "ACTIVE"]);
    await stack.stack.preview({ expectNoChanges: true });
  }

  await setGroup(api, id, null);
  await settled(api, id);
  await setGroup(api, id, one);
  await settled(api, id);
  const { summary } = await stack.stack.refresh();
  assert.deepEqual(summary.resourceChanges, { same: 1, update: 1 });
  await stack.stack.up();
  assert.deepEqual(await now(), [two, "ACTIVE"]);

  stack.program = declares();
  await stack.stack.up();
  assert.deepEqual(await now(), [undefined, "ACTIVE"]);
  await assertSteady(stack);

  stack.program = declares({ configuration: fixed });
  const { stdout } = await stack.stack.up();
  assert.match(
    stdout,
    /warning: .*requires a restart before all of its configuration takes effect.*allow: \{ restart: true \}/,
  );
  assert.deepEqual(await now(), [fixed, "RESTART_REQUIRED"]);
  await stack.stack.preview({ expectNoChanges: true });

  stack.program = declares({ configuration: one });
  const message = await failureOf(stack.stack.preview());
  assert.match(
    message,
    /configuration: the old group cannot be detached without a restart.*allow: \{ restart: true \}/,
  );
  assert.deepEqual(await now(), [fixed, "RESTART_REQUIRED"]);

  for (const configuration of [one, fixed]) {
    stack.program = declares({ configuration, allow: { restart: true } });
    await stack.stack.up();
    assert.deepEqual(await now(), [configuration, "ACTIVE"]);
    await assertSteady(stack);
  }
  await assertUnchanged(stack);
  assert.equal(await onlyId(stack), id);
  await stack.stack.destroy();
});
