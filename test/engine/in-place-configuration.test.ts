import assert from "node:assert/strict";
import { createGroup, setGroup } from "../support/cloud-configurations.ts";
import { settled, show, type WireInstance } from "../support/cloud-instances.ts";
import { assertSteady, onBothClouds } from "./both-clouds.ts";
import { declares, failureOf, onlyId } from "./world.ts";

interface WithGroup extends WireInstance {
  readonly configuration?: { readonly id: string };
}

onBothClouds(
  "a group is attached, swapped and detached in place, and mended when it was swapped outside",
  async (place) => {
    const { api, createStack } = place;
    const one = (await createGroup(api, { wait_timeout: 100 })).id;
    const two = (await createGroup(api, { wait_timeout: 200 })).id;
    const stack = await createStack({ program: declares() });
    await stack.stack.up();
    const id = await onlyId(stack);
    const group = async () => ((await show(api, id)) as WithGroup).configuration?.id;
    for (const configuration of [one, two]) {
      stack.program = declares({ configuration });
      await stack.stack.up();
      assert.equal(await group(), configuration);
      await stack.stack.preview({ expectNoChanges: true });
    }
    await setGroup(api, id, null);
    await settled(api, id);
    await setGroup(api, id, one);
    await settled(api, id);
    const { summary } = await stack.stack.refresh();
    assert.deepEqual(summary.resourceChanges, { same: 1, update: 1 });
    await stack.stack.up();
    assert.equal(await group(), two);

    stack.program = declares();
    await stack.stack.up();
    assert.equal(await group(), undefined);
    assert.equal(await onlyId(stack), id);
    await assertSteady(stack);
    await stack.stack.destroy();
  },
);

onBothClouds("a group that needs a restart says that one is owed, and makes it with consent alone", async (place) => {
  const { api, createStack } = place;
  const dynamic = (await createGroup(api, { wait_timeout: 100 })).id;
  const fixed = (await createGroup(api, { innodb_buffer_pool_size: 268435456 })).id;
  const stack = await createStack({ program: declares() });
  await stack.stack.up();
  const id = await onlyId(stack);

  stack.program = declares({ configuration: fixed });
  const { stdout } = await stack.stack.up();
  assert.match(
    stdout,
    /warning: .*has to be restarted before all of its configuration counts.*allow: \{ restart: true \}/,
  );
  assert.equal((await show(api, id)).status, "RESTART_REQUIRED");
  await stack.stack.preview({ expectNoChanges: true });

  stack.program = declares({ configuration: dynamic });
  const message = await failureOf(stack.stack.up());
  assert.match(
    message,
    /configuration: the old group cannot be taken off without a restart.*allow: \{ restart: true \}/,
  );
  assert.equal(((await show(api, id)) as WithGroup).configuration?.id, fixed);

  stack.program = declares({ configuration: dynamic, allow: { restart: true } });
  await stack.stack.up();
  const now = (await show(api, id)) as WithGroup;
  assert.deepEqual([now.configuration?.id, now.status], [dynamic, "ACTIVE"]);
  await assertSteady(stack);

  stack.program = declares({ configuration: fixed, allow: { restart: true } });
  await stack.stack.up();
  const last = (await show(api, id)) as WithGroup;
  assert.deepEqual([last.configuration?.id, last.status], [fixed, "ACTIVE"]);
  assert.equal(await onlyId(stack), id);
  await assertSteady(stack);
  await stack.stack.destroy();
});
