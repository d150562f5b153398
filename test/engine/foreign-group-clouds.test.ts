import assert from "node:assert/strict";
import { openApi } from "../support/cloud-api.ts";
import { createGroup, setGroup } from "../support/cloud-configurations.ts";
import { onEachCloud } from "./clouds.ts";
import { failureOf, onlyId } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const SMALL = { flavor: "m1.small", volume: { size: 1 } };

onEachCloud("keeps and destroys an instance that has another project's group", async ({ cloud, api, createStack }) => {
  const admin = await openApi(cloud, "admin", "admin", "secret");
  const group = await createGroup(await openApi(cloud, "other"), { wait_timeout: 60 });
  let beside = false;
  const stack = await createStack({
    program: async () => {
      new TroveInstance("db", SMALL);
      if (beside) new TroveInstance("beside", SMALL);
    },
  });
  await stack.stack.up();
  const id = await onlyId(stack);
  assert.equal((await setGroup(admin, id, group.id)).status, 202);

  const failed = await failureOf(stack.stack.refresh());
  assert.ok(failed.includes(id) && failed.includes(group.id), failed);
  assert.equal(await onlyId(stack), id);

  beside = true;
  await stack.stack.up();
  assert.equal((await stack.resources()).length, 2);

  await stack.stack.destroy();
  const listed = await api.get<{ instances: readonly { id: string }[] }>("/instances");
  assert.deepEqual(listed.body.instances, []);
});
