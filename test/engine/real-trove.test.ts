import assert from "node:assert/strict";
import { type CloudApi, until } from "../support/cloud-api.ts";
import { listed, userNames } from "../support/cloud-guest.ts";
import { activeInstance, type WireInstance } from "../support/cloud-instances.ts";
import { onRealTroves } from "./clouds.ts";
import { declares, failureOf, onlyId } from "./harness.ts";

/** Seconds that an instance builds, so that a test surely sees it while it does. */
const BOOT = 4;

onRealTroves(
  "an instance that fails while it is built is replaced by the next up",
  BOOT,
  async ({ api, createStack }) => {
    const stack = await createStack({ program: declares({ name: "engineGUEST_ERROR" }) });
    const message = await failureOf(stack.stack.up());
    const id = await onlyId(stack);
    assert.match(message, new RegExp(`\\(${id}\\) is in ERROR\\. Trove says: Service not active`));
    stack.program = declares({ name: "engine-good" });
    await stack.stack.up();
    assert.notEqual(await onlyId(stack), id);
    assert.deepEqual(
      (await named(api, /^engine(GUEST_ERROR|-good)$/)).map(({ name }) => name),
      ["engine-good"],
    );
  },
);

onRealTroves(
  "Ctrl-C while an instance is built keeps its id, and the next up continues",
  BOOT,
  async ({ api, createStack }) => {
    const stack = await createStack({ program: declares({ name: "engine-cancelled" }) });
    const abort = new AbortController();
    const up = failureOf(stack.stack.up({ signal: abort.signal }));
    await until(
      "the instance",
      () => named(api, /^engine-cancelled$/),
      ({ length }) => length === 1,
    );
    abort.abort();
    await up;
    const id = await onlyId(stack);
    await stack.stack.up();
    assert.equal(await onlyId(stack), id);
    assert.deepEqual(
      (await named(api, /^engine-cancelled$/)).map((instance) => instance.id),
      [id],
    );
  },
);

onRealTroves("an instance is taken over with its users", BOOT, async ({ api, createStack }) => {
  const users = [{ name: "app", password: "p-before" }];
  const { id } = await activeInstance(api, { name: "engine-adopted", flavorRef: "2", users });
  await listed(() => userNames(api, id), "app@%");
  const program = declares({ adoptId: id, users: [{ name: "app", password: "p-after" }] });
  const stack = await createStack({ program });
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  await stack.stack.preview({ expectNoChanges: true });
});

async function named(api: CloudApi, pattern: RegExp): Promise<WireInstance[]> {
  const { body } = await api.get<{ instances: WireInstance[] }>("/instances");
  return body.instances.filter(({ name }) => pattern.test(name));
}
