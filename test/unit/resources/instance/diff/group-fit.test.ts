import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { previewChecks } from "../../../../../provider/resources/instance/check/preview-checks.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { prepareDiff } from "../../../../../provider/resources/instance/diff/diff.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { type Harness, startHarness } from "../harness.ts";
import { inputs } from "../samples.ts";

const NEWER = { type: "mysql", version: "8.0.29" };
const OLDER = { type: "mysql", version: "5.7.29" };
const small = (fields: InstanceInputs) => inputs({ name: "db-1234567", volume: { size: 1 }, ...fields });

async function groupFor({ context }: Harness, datastore: { readonly type: string; readonly version: string }) {
  return (await context.trove.configurations.create({ name: "g", datastore, values: { wait_timeout: 100 } })).id;
}

async function idOf({ context }: Harness, { type, version }: typeof NEWER): Promise<string> {
  const datastore = (await context.trove.datastores.list()).find(({ name }) => name === type);
  const found = datastore?.versions.find(({ name }) => name === version);
  assert.ok(found, `the cloud has ${type} ${version}`);
  return found.id;
}

/** The list of datastores without any version: an operator took them out of service. */
function hideVersions({ cloud }: Harness): void {
  const body = { datastores: [{ id: "d1", name: "mysql", versions: [] }] };
  cloud.faults.add({ path: "/datastores$", times: 0, effect: { type: "status", status: 200, body } });
}

async function refusedAtPreview({ context }: Harness, id: string, state: InstanceState, wanted: InstanceInputs) {
  const { refused } = await prepareDiff(id, state, wanted, { ...context, preview: true });
  return refused.map(({ path }) => path);
}

for (const isListed of [true, false]) {
  const title = isListed ? "by its id" : "by an id that the cloud lists no more";
  test(`attaches and swaps groups of a version ${title}`, async (t) => {
    const harness = await startHarness(t);
    const datastore = { type: "mysql", version: await idOf(harness, NEWER) };
    const groups = [await groupFor(harness, NEWER), await groupFor(harness, NEWER)];
    const had = small({ datastore, allow: { restart: true } });
    const { id, state: created } = await create(had, harness.context);
    let state = created;
    const fresh = await freshContext(t, harness);
    if (!isListed) hideVersions(harness);
    for (const configuration of groups) {
      const wanted = { ...had, configuration };
      assert.deepEqual(await refusedAtPreview(fresh, id, state, wanted), []);
      state = await update(id, state, wanted, fresh.context);
      assert.equal(harness.cloud.instance(id)?.configurationId, configuration);
    }
  });
}

test("refuses a group of another version if the version is declared by its id", async (t) => {
  const harness = await startHarness(t);
  const configuration = await groupFor(harness, OLDER);
  const had = small({ datastore: { type: "mysql", version: await idOf(harness, NEWER) } });
  const { id, state } = await create(had, harness.context);
  assert.deepEqual(await refusedAtPreview(harness, id, state, { ...had, configuration }), ["configuration"]);
  const updating = update(id, state, { ...had, configuration }, harness.context);
  await assert.rejects(updating, { code: "TROVE_REFUSED", message: /configuration: group .* is for mysql 5\.7\.29/ });
});

/** An instance that was upgraded, and has the group of its old version still. */
async function upgradedWithGroup(t: TestContext) {
  const harness = await startHarness(t);
  const configuration = await groupFor(harness, OLDER);
  const { id, state } = await create(small({ datastore: OLDER, configuration }), harness.context);
  await update(id, state, small({ datastore: NEWER, configuration }), harness.context);
  assert.equal(harness.cloud.instance(id)?.configurationId, configuration);
  return { harness: await freshContext(t, harness), id, configuration };
}

test("adopts an upgraded instance with the group of its old version", async (t) => {
  const { harness, id, configuration } = await upgradedWithGroup(t);
  const wanted = { adoptId: id, configuration };
  assert.deepEqual(await failuresOf(harness, wanted), []);
  assert.equal((await create(wanted, harness.context)).state.configuration, configuration);
});

test("accepts the group that the instance already has, although it no longer fits", async (t) => {
  const { harness, id, configuration } = await upgradedWithGroup(t);
  const { state } = await create({ adoptId: id }, harness.context);
  assert.deepEqual(await refusedAtPreview(await freshContext(t, harness), id, state, { configuration }), []);
  assert.equal((await update(id, state, { configuration }, harness.context)).configuration, configuration);
});

for (const by of ["name", "id"]) {
  test(`adopts with a group for the version of the upgrade, declared by ${by}`, async (t) => {
    const harness = await startHarness(t);
    const { id } = await create(small({ datastore: OLDER }), harness.context);
    const version = by === "id" ? await idOf(harness, NEWER) : NEWER.version;
    const configuration = await groupFor(harness, NEWER);
    const { context } = await freshContext(t, harness);
    const wanted = { adoptId: id, datastore: { version }, configuration };
    assert.deepEqual(await failuresOf({ ...harness, context }, wanted), []);
    const old = { ...wanted, configuration: await groupFor(harness, OLDER) };
    assert.match(
      (await failuresOf({ ...harness, context }, old)).join(),
      /is for mysql 5\.7\.29, .* runs mysql 8\.0\.29$/,
    );
    await create(wanted, context);
    assert.equal(harness.cloud.instance(id)?.configurationId, configuration);
  });
}

async function failuresOf({ context }: Harness, wanted: InstanceInputs): Promise<string[]> {
  const failures = await previewChecks(wanted, undefined, { ...context, preview: true });
  return failures.map(({ path, reason }) => `${path}: ${reason}`);
}

/** What a new process has, on the same cloud. */
async function freshContext(t: TestContext, harness: Harness): Promise<Harness> {
  const { trove, poller } = harness.context;
  return { ...harness, context: { ...(await startHarness(t)).context, trove, poller } };
}
