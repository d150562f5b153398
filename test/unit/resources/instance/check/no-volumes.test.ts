import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { previewChecks } from "../../../../../provider/resources/instance/check/preview-checks.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import { read } from "../../../../../provider/resources/instance/read/read.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { type Harness, startHarness } from "../harness.ts";

const DISK: InstanceInputs = { name: "db", flavor: "m1.small" };
const VOLUME: InstanceInputs = { ...DISK, volume: { size: 1 } };
const WITHOUT = { volumes: false, maxVolumes: 0 } as const;

/** A preview of a new instance, in a process of its own on the same cloud. */
async function previewed({ context }: Harness, inputs: InstanceInputs): Promise<string[]> {
  const failures = await previewChecks(inputs, undefined, { ...context, preview: true });
  return failures.map(({ path, reason }) => `${path}: ${reason}`);
}

function posts({ cloud }: Harness): number {
  return cloud.requests.filter(({ method, service }) => method === "POST" && service === "trove").length;
}

test("creates, reads and looks up an instance in a cloud without volumes", async (t) => {
  const harness = await startHarness(t, WITHOUT);
  const { id, state } = await create(DISK, harness.context);
  assert.deepEqual([state.volumeSize, state.volume, state.declared], [undefined, undefined, ["name", "flavor"]]);
  assert.deepEqual(compare(state, DISK).changes, []);
  const refreshed = await read({ id, state }, harness.context);
  assert.deepEqual(refreshed?.inputs, DISK);
  assert.deepEqual(compare(refreshed?.state ?? assert.fail("it is gone"), DISK).changes, []);
  const found = await read({ id }, harness.context);
  assert.equal(found === undefined || "volume" in found.state, false);
});

test("refuses a volume by its path in a cloud without volumes", async (t) => {
  const harness = await startHarness(t, WITHOUT);
  await assert.rejects(create(VOLUME, harness.context), {
    code: "TROVE_NOT_IMPLEMENTED",
    path: "volume",
    message: /^volume: Creating instance "db" failed: .*Volume support is not enabled.*Remove it from the program\.$/,
  });
  assert.equal(posts(harness), 1);
  assert.deepEqual(harness.cloud.instances(), []);
});

test("requires the volume that the datastore needs, by its path", async (t) => {
  const harness = await startHarness(t);
  await assert.rejects(create(DISK, harness.context), {
    code: "TROVE_BAD_REQUEST",
    path: "volume",
    message: /^volume: .*Volume size was not specified.*declare volume: \{ size: … \}\.$/,
  });
});

test("refuses a volume at preview if other instances have none", async (t) => {
  const harness = await startHarness(t, WITHOUT);
  await create(DISK, harness.context);
  assert.deepEqual(await previewed(harness, { ...VOLUME, datastore: { type: "mysql" } }), [
    "volume: this cloud has no volumes for mysql 8.0.29. Remove volume from the program",
  ]);
});

test("requires a volume at preview if other instances have one", async (t) => {
  const harness = await startHarness(t);
  await create(VOLUME, harness.context);
  assert.deepEqual(await previewed(harness, { ...DISK, datastore: { type: "mysql" } }), [
    "volume: is required: this cloud stores the data of mysql 8.0.29 on a volume. Declare volume: { size: … }",
  ]);
});

for (const [title, inputs] of Object.entries<InstanceInputs>({
  "of another version": { ...VOLUME, datastore: { type: "mysql", version: "5.7.29" } },
  "of another datastore": { ...VOLUME, datastore: { type: "mariadb" } },
  "of a datastore that is not declared": VOLUME,
})) {
  test(`learns nothing about volumes from instances ${title}`, async (t) => {
    const harness = await startHarness(t, WITHOUT);
    await create({ ...DISK, datastore: { type: "mysql", version: "8.0.29" } }, harness.context);
    assert.deepEqual(await previewed(harness, inputs), []);
  });
}

test("allows a volume if only an instance from before volume support has none", async (t) => {
  const harness = await startHarness(t, { ...WITHOUT, maxVolumes: 10 });
  await create(DISK, harness.context);
  harness.cloud.switchVolumes(true);
  assert.deepEqual(await previewed(harness, { ...VOLUME, datastore: { type: "mysql" } }), []);
});

test("requires a volume at preview although older instances have none", async (t) => {
  const harness = await startHarness(t, { ...WITHOUT, maxVolumes: 10 });
  await create(DISK, harness.context);
  harness.cloud.switchVolumes(true);
  assert.match(String(await previewed(harness, { ...DISK, datastore: { type: "mysql" } })), /^volume: is required/);
});

test("keeps an instance from before volume support without a volume", async (t) => {
  const harness = await startHarness(t, { ...WITHOUT, maxVolumes: 10 });
  const { id, state } = await create(DISK, harness.context);
  harness.cloud.switchVolumes(true);
  const refreshed = await read({ id, state }, harness.context);
  assert.deepEqual([refreshed?.inputs, refreshed?.state.volumeSize], [DISK, undefined]);
});

for (const [title, lost] of [
  ["grows a volume whose size the cloud no longer shows", false],
  ["grows a volume once if the cloud shows no size and the answer is lost", true],
] as const) {
  test(title, async (t) => {
    const { context, cloud } = await startHarness(t);
    const { id, state } = await create(VOLUME, context);
    cloud.switchVolumes(false);
    if (lost) cloud.faults.add({ method: "POST", path: "/action$", effect: { type: "reset", when: "after" } });
    const grown = await update(id, state, { ...VOLUME, volume: { size: 2 } }, context);
    assert.deepEqual([cloud.instance(id)?.volume.size, grown.volume], [2, { size: 2 }]);
    assert.deepEqual(compare(grown, { ...VOLUME, volume: { size: 2 } }).changes, []);
  });
}

test("fails if the cloud refuses a growth and shows no size", async (t) => {
  const { context, cloud } = await startHarness(t);
  const { id, state } = await create(VOLUME, context);
  cloud.switchVolumes(false);
  const message = `Instance ${id} has no volume.`;
  const body = { badRequest: { code: 400, message } };
  cloud.faults.add({ method: "POST", path: "/action$", effect: { type: "status", status: 400, body } });
  await assert.rejects(update(id, state, { ...VOLUME, volume: { size: 2 } }, context), /has no volume/);
});

test("leaves the volume of the first instance of a project to the create", async (t) => {
  assert.deepEqual(await previewed(await startHarness(t, WITHOUT), VOLUME), []);
});

test("sends no further request in a preview of a cloud with volumes", async (t) => {
  const harness = await startHarness(t);
  await create(VOLUME, harness.context);
  harness.cloud.requests.length = 0;
  assert.deepEqual(await previewed(harness, VOLUME), []);
  const asked = harness.cloud.requests.map(({ path }) => path.replace(/^\/v1\.0\/[0-9a-f]+/, ""));
  // The client asks for the rates by itself, too.
  assert.deepEqual(
    asked.filter((path) => path !== "/limits"),
    ["/instances"],
  );
});

test("refuses a volume for an instance that has none, at preview and at up", async (t) => {
  const harness = await startHarness(t, WITHOUT);
  const { id, state } = await create(DISK, harness.context);
  const [row, ...others] = compare(state, VOLUME).changes;
  assert.deepEqual([row?.path, row?.kind, others], ["volume", "refuse", []]);
  await assert.rejects(update(id, state, VOLUME, harness.context), { code: "TROVE_REFUSED", message: /has no volume/ });
});

test("adopts an instance without a volume, and refuses to adopt it with one", async (t) => {
  const maker = await startHarness(t, WITHOUT);
  const { id } = await create(DISK, maker.context);
  const elsewhere = await startHarness(t);
  const { trove, poller } = maker.context;
  const context = { ...elsewhere.context, trove, poller };
  await assert.rejects(create({ ...VOLUME, adoptId: id }, context), {
    code: "TROVE_REFUSED",
    message: /volume: the instance has no volume/,
  });
  const { state } = await create({ ...DISK, adoptId: id }, context);
  assert.deepEqual([state.volumeSize, state.declared.includes("volume")], [undefined, false]);
});

test("shows no change for a declared volume that the cloud no longer shows", async (t) => {
  const { context, cloud } = await startHarness(t);
  const { id, state } = await create(VOLUME, context);
  assert.ok(cloud.instance(id));
  const refreshed = await read({ id, state: { ...state, volumeSize: undefined } }, context);
  assert.deepEqual(refreshed?.inputs, VOLUME);
});

test("names the flavor if a backup does not fit on its disk", async (t) => {
  const { cloud, context } = await startHarness(t, WITHOUT);
  const message = "Backup is too large for given flavor or volume. Backup size: 30 GBs. Available size: 20 GBs.";
  const body = { forbidden: { code: 403, message } };
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "status", status: 403, body } });
  await assert.rejects(create(DISK, context), { code: "TROVE_FORBIDDEN", path: "flavor" });
});
