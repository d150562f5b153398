import assert from "node:assert/strict";
import type { CloudApi } from "../support/cloud-api.ts";
import { gone } from "../support/cloud-instances.ts";
import { idOf, onEachCloud } from "./clouds.ts";
import { declares, failureOf, onlyId } from "./harness.ts";

async function idsIn(api: CloudApi): Promise<string[]> {
  const { body } = await api.get<{ instances: readonly { id: string }[] }>("/instances");
  return body.instances.map(({ id }) => id);
}

for (const suffix of ["SERVER_ERROR", "BOOT_ERROR"]) {
  onEachCloud(`replaces a build that ended in ${suffix}, after a refresh`, async ({ api, createStack }) => {
    const stack = await createStack({ program: declares({ name: `failed-${suffix}` }) });
    const message = await failureOf(stack.stack.up());
    assert.match(message, /never came up and holds no data: .* the next `pulumi up` replaces it/);
    const failed = await onlyId(stack);
    await stack.stack.refresh();
    assert.equal(await onlyId(stack), failed);

    stack.program = declares({ name: "replaced" });
    await stack.stack.up();
    const id = await idOf(stack, "db");
    assert.notEqual(id, failed);
    assert.deepEqual(await idsIn(api), [id]);
    await stack.stack.destroy();
    assert.deepEqual(await idsIn(api), []);
  });
}

onEachCloud("replaces a failed build that somebody deleted", async ({ api, createStack }) => {
  const stack = await createStack({ program: declares({ name: "deletedSERVER_ERROR" }) });
  await failureOf(stack.stack.up());
  const failed = await onlyId(stack);
  assert.equal((await api.delete(`/instances/${failed}`)).status, 202);
  await gone(api, failed);

  stack.program = declares({ name: "anew" });
  await stack.stack.up();
  const id = await onlyId(stack);
  assert.notEqual(id, failed);
  assert.deepEqual(await idsIn(api), [id]);
  await stack.stack.destroy();
});
