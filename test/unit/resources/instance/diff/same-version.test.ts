import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import { prepareDiff } from "../../../../../provider/resources/instance/diff/diff.ts";
import { read } from "../../../../../provider/resources/instance/read/read.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { createProcessServices } from "../../../../../provider/resources/process-services.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import { type Harness, startHarness } from "../harness.ts";
import { inputs } from "../samples.ts";

const puts = ({ cloud }: Harness) => cloud.requests.filter(({ method }) => method === "PUT").length;

/** An instance of MySQL 8.0.29, on Trove 26, and the id of its version. */
async function withInstance(t: TestContext, declared: Partial<InstanceInputs> = {}) {
  const harness = await startHarness(t, { troveRelease: 26 });
  const wanted = inputs({ volume: { size: 1 }, ...declared });
  const created = await create(wanted, harness.context);
  const { id: versionId } = await harness.context.trove.datastores.version("mysql", "8.0.29");
  return { ...harness, ...created, wanted, versionId };
}

/** The version is there, but no list has it any more. */
async function deactivate({ context }: Harness, versionId: string): Promise<void> {
  const all = await context.trove.datastores.list();
  await context.cache.once("datastores", async () =>
    all.map((one) => ({ ...one, versions: one.versions.filter(({ id }) => id !== versionId) })),
  );
}

const spellings: Readonly<Record<string, (versionId: string) => string>> = {
  "its name": () => "8.0.29",
  "its id": (versionId) => versionId,
  "its id in upper case": (versionId) => versionId.toUpperCase(),
  "its name with a trailing blank": () => "8.0.29 ",
};

for (const [title, spelled] of Object.entries(spellings)) {
  test(`sends no upgrade for a version first declared by ${title}`, async (t) => {
    const harness = await withInstance(t);
    const { context, id, state, wanted, versionId } = harness;
    const version = spelled(versionId);
    const now = await update(id, state, { ...wanted, datastore: { version } }, context);
    assert.deepEqual([now.datastore, now.datastoreVersion, now.pending], [{ version }, "8.0.29", []]);
    assert.equal(puts(harness), 0);
  });

  test(`sends no upgrade to an adopted instance by ${title}`, async (t) => {
    const harness = await startHarness(t, { troveRelease: 26 });
    const { trove, poller, deadline, signal } = harness.context;
    const { id } = await trove.instances.create({ name: "db", flavorId: "2", volume: { size: 1 } });
    const until = ({ status, operatingStatus }: { status: string; operatingStatus: string }) =>
      status === "ACTIVE" && operatingStatus === "HEALTHY";
    const wait = { what: "ACTIVE", observe: (look: () => ReturnType<typeof trove.instances.get>) => look(), until };
    await poller.waitFor(id, { ...wait, status: ({ status }) => status, pace: poller.pace, deadline, signal });
    const version = spelled((await trove.datastores.version("mysql", "8.0.29")).id);
    const { state } = await create({ name: "db", adoptId: id, datastore: { version } }, harness.context);
    assert.deepEqual(state.datastore, { version });
    assert.equal(puts(harness), 0);
  });
}

test("shows no change and sends no upgrade for the id of an inactive version", async (t) => {
  const harness = await withInstance(t);
  const { context, id, state, wanted, versionId } = harness;
  await deactivate(harness, versionId);
  const declared = { ...wanted, datastore: { version: versionId } };
  const now = await update(id, state, declared, context);
  assert.deepEqual([now.datastore, puts(harness)], [{ version: versionId }, 0]);
  const refreshed = await read({ id, state: now }, context);
  assert.deepEqual(refreshed?.inputs.datastore, { version: versionId });
});

test("previews no upgrade to the id of the instance's inactive version", async (t) => {
  const harness = await withInstance(t);
  const { context, id, state, wanted, versionId } = harness;
  await deactivate(harness, versionId);
  const declared = { ...wanted, datastore: { version: versionId } };
  const compared = await prepareDiff(id, state, declared, { ...context, preview: true });
  const rows = compare(compared.state, compared.inputs).changes.filter(({ kind }) => kind !== "stateOnly");
  assert.deepEqual(rows, []);
});

test("sends an upgrade only once if its answer was lost but it took effect", async (t) => {
  const harness = await withInstance(t, { datastore: { version: "5.7.29" } });
  const { cloud, context, id, state, wanted } = harness;
  cloud.faults.add({ method: "PUT", path: "/instances/", effect: { type: "reset", when: "after" } });
  const now = await update(id, state, { ...wanted, datastore: { version: "8.0.29" } }, context);
  assert.deepEqual([now.datastoreVersion, puts(harness)], ["8.0.29", 1]);
});

test("repeats an upgrade whose answer was lost once it can no longer take effect", async (t) => {
  const harness = await withInstance(t, { datastore: { version: "5.7.29" } });
  const { cloud, context, id, state, wanted } = harness;
  cloud.faults.add({ method: "PUT", path: "/instances/", effect: { type: "reset", when: "before" } });
  const upgraded = { ...wanted, datastore: { version: "8.0.29" } };
  const brief = { ...context, deadline: deadlineIn(context.clock, 30_000) };
  await assert.rejects(update(id, state, upgraded, brief), ({ cause }: Error) => {
    assert.match(String(cause), /to complete the upgrade to 8\.0\.29/);
    return true;
  });
  assert.equal(puts(harness), 1);
  const now = await update(id, state, upgraded, context);
  assert.deepEqual([now.datastoreVersion, puts(harness)], ["8.0.29", 2]);
});

/** Offers another version of the same name, and returns its id. */
async function offerNamesake({ cloud, context }: Harness): Promise<string> {
  const all = await context.trove.datastores.list();
  const id = "5f0c8a5e-7f4d-4a0e-9a55-0f5a3a5c9d11";
  const body = {
    datastores: all.map(({ defaultVersionId, ...one }) => ({
      ...one,
      default_version: defaultVersionId,
      versions: one.name === "mysql" ? [...one.versions, { id, name: "8.0.29" }] : one.versions,
    })),
  };
  cloud.faults.add({ path: "/datastores$", times: 0, effect: { type: "status", status: 200, body } });
  return id;
}

test("refuses another id of the same version name at preview", async (t) => {
  const harness = await withInstance(t);
  const namesake = await offerNamesake(harness);
  const declared = async (version: string, had?: string) => {
    const services = createProcessServices({ resumeInterrupted: false, previewChecks: true });
    const context = { ...harness.context, preview: true, ...services };
    const before =
      had === undefined ? {} : { datastore: { version: had }, declared: [...harness.state.declared, "datastore"] };
    const wanted = { ...harness.wanted, datastore: { version } };
    const { refused } = await prepareDiff(harness.id, { ...harness.state, ...before }, wanted, context);
    return refused.map(({ path, kind }) => `${path} ${kind}`);
  };
  assert.deepEqual(await declared(namesake, harness.versionId), ["datastore.version refuse"]);
  assert.deepEqual(await declared(harness.versionId), ["datastore.version refuse"]);
  assert.deepEqual(await declared(harness.versionId, harness.versionId), []);
  assert.deepEqual(await declared("8.0.29", harness.versionId), []);
});

test("completes an interrupted upgrade to an id of the same version name", async (t) => {
  const harness = await withInstance(t);
  const version = await offerNamesake(harness);
  const services = createProcessServices({ resumeInterrupted: false, previewChecks: true });
  const refreshed: InstanceState = {
    ...harness.state,
    ...{ datastore: { version: "8.0.29" }, declared: [...harness.state.declared, "datastore"], pending: ["update"] },
  };
  const wanted = { ...harness.wanted, datastore: { version } };
  const { refused } = await prepareDiff(harness.id, refreshed, wanted, {
    ...harness.context,
    preview: true,
    ...services,
  });
  assert.deepEqual(refused, []);
  const now = await update(harness.id, refreshed, wanted, { ...harness.context, ...services });
  assert.deepEqual([now.datastore, now.pending], [{ version }, []]);
});

test("refuses another id of the same version name in an update without a preview", async (t) => {
  const harness = await withInstance(t);
  const version = await offerNamesake(harness);
  const services = createProcessServices({ resumeInterrupted: false, previewChecks: true });
  const wanted = { ...harness.wanted, name: "renamed", datastore: { version } };
  await assert.rejects(
    update(harness.id, harness.state, wanted, { ...harness.context, ...services }),
    (error: Error) => {
      assert.match(error.message, /^Changing instance .*datastore\.version: .* is one of 2 versions named 8\.0\.29/s);
      return true;
    },
  );
  assert.equal(puts(harness), 0);
});

test("allows an id whose version name no other version has", async (t) => {
  const { context, id, state, wanted, versionId } = await withInstance(t);
  const preview = { ...context, preview: true };
  const { refused } = await prepareDiff(id, state, { ...wanted, datastore: { version: versionId } }, preview);
  assert.deepEqual(refused, []);
});
