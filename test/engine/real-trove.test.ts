import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type CloudApi, openApi, until } from "../support/cloud-api.ts";
import { databaseNames, listed, userNames } from "../support/cloud-guest.ts";
import { activeInstance, type WireInstance } from "../support/cloud-instances.ts";
import { type Cloud, realTroveMissing, startCloud } from "../support/clouds.ts";
import { declares, failureOf, onlyId, stackOf } from "./world.ts";

const missing = realTroveMissing();
const skip = missing === undefined || process.env.CI ? false : `the real Trove needs the package ${missing}`;
let started: Promise<Real> | undefined;

interface Real {
  readonly cloud: Cloud;
  readonly api: CloudApi;
}

/**
 * One real Trove for all tests of this file: it takes seconds to start. An instance builds for 4 s, so that a test surely
 * sees it while it does.
 */
function real(): Promise<Real> {
  started ??= startCloud({ kind: "real", boot: 4, guestLag: 0.3, maxInstances: 30 }).then(async (cloud) => ({
    cloud,
    api: await openApi(cloud),
  }));
  return started;
}
after(async () => (await started)?.cloud.stop());

test("on a real Trove up creates, nothing changes after it, and destroy leaves nothing", { skip }, async (t) => {
  const { cloud, api } = await real();
  const stack = await stackOf(t, {
    env: cloud.env,
    program: declares({
      name: "engine-life",
      databases: [{ name: "app" }],
      users: [{ name: "app", password: "p-of-app", databases: ["app"] }],
      access: { isPublic: false, allowedCidrs: ["10.0.0.0/8"] },
    }),
  });
  await stack.stack.up();
  const id = await onlyId(stack);
  assert.deepEqual(await databaseNames(api, id), ["app"]);
  assert.deepEqual(await userNames(api, id), ["app@%"]);
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.refresh({ expectNoChanges: true });
  await stack.stack.up({ expectNoChanges: true });
  await stack.stack.destroy();
  assert.equal((await api.get(`/instances/${id}`)).status, 404);
});

test("on a real Trove an instance that fails while it is built is replaced by the next up", { skip }, async (t) => {
  const { cloud, api } = await real();
  const stack = await stackOf(t, { env: cloud.env, program: declares({ name: "engineGUEST_ERROR" }) });
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
});

test("on a real Trove Ctrl-C while an instance is built keeps its id, and the next up carries on", {
  skip,
}, async (t) => {
  const { cloud, api } = await real();
  const stack = await stackOf(t, { env: cloud.env, program: declares({ name: "engine-cancelled" }) });
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
});

test("on a real Trove an instance is taken over with its users", { skip }, async (t) => {
  const { cloud, api } = await real();
  const users = [{ name: "app", password: "p-before" }];
  const { id } = await activeInstance(api, { name: "engine-adopted", flavorRef: "2", users });
  await listed(() => userNames(api, id), "app@%");
  const program = declares({ adoptId: id, users: [{ name: "app", password: "p-after" }] });
  const stack = await stackOf(t, { env: cloud.env, program });
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  await stack.stack.preview({ expectNoChanges: true });
});

async function named(api: CloudApi, pattern: RegExp): Promise<WireInstance[]> {
  const { body } = await api.get<{ instances: WireInstance[] }>("/instances");
  return body.instances.filter(({ name }) => pattern.test(name));
}
