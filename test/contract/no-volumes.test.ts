import assert from "node:assert/strict";
import { until } from "../support/cloud-api.ts";
import { contract } from "../support/cloud-contract.ts";
import {
  action,
  activeInstance,
  assertFault,
  createBody,
  createInstance,
  settled,
  show,
  type WireInstance,
} from "../support/cloud-instances.ts";
import { allPages } from "../support/cloud-pages.ts";

type Disk = WireInstance & { readonly local_storage?: { readonly used: number } };

const NO_VOLUME = { volume: undefined };
let instance: WireInstance;

// The operator has set `volume_support` to false for every datastore.
const test = contract({ volumes: false, maxVolumes: 0, maxInstances: 20 }, async ({ demo }) => {
  instance = await activeInstance(demo, { ...NO_VOLUME, name: "disk" });
});

test("an instance shows no volume, and its usage of the server's disk", async ({ demo }) => {
  const shown: Disk = await show(demo, instance.id);
  assert.equal("volume" in shown, false);
  assert.equal(shown.local_storage?.used, 0.16);
  for (const path of ["/instances", "/instances/detail"]) {
    const listed = (await allPages<WireInstance>(demo, path, 20)).flat().find(({ id }) => id === instance.id);
    assert.equal(listed === undefined || "volume" in listed, false, path);
  }
});

test("a create with a volume is 501", async ({ demo }) => {
  const answer = await demo.post("/instances", createBody());
  assertFault(answer, 501, "notImplemented", "Volume support is not enabled.");
});

test("a resize of the volume is 400", async ({ demo }) => {
  const answer = await action(demo, instance.id, { resize: { volume: { size: 2 } } });
  assertFault(answer, 400, "badRequest", `Instance ${instance.id} has no volume.`);
});

test("a flavor resize is accepted, with or without an ephemeral disk", async ({ demo }) => {
  for (const flavorRef of ["eph", "2"]) {
    assert.equal((await action(demo, instance.id, { resize: { flavorRef } })).status, 202);
    const resized = (seen: WireInstance) => seen.flavor.id === flavorRef && seen.operating_status === "HEALTHY";
    await until(`flavor ${flavorRef}`, () => show(demo, instance.id), resized);
  }
});

test("a replica is 500: Trove compares two volumes that do not exist", async ({ demo }) => {
  const answer = await demo.post("/instances", { instance: { name: "replica", replica_of: instance.id } });
  assert.equal(answer.status, 500, answer.text);
});

test("a backup is restored into an instance without a volume", async ({ demo }) => {
  const made = await demo.post<{ backup: { id: string } }>("/backups", {
    backup: { name: "b", instance: instance.id },
  });
  const { id } = made.body.backup;
  await until(
    "the backup",
    () => demo.get<{ backup: { status: string } }>(`/backups/${id}`),
    ({ body }) => body.backup.status === "COMPLETED",
  );
  await settled(demo, instance.id);
  const restored = await activeInstance(demo, { ...NO_VOLUME, name: "restored", restorePoint: { backupRef: id } });
  assert.equal("volume" in restored, false);
});

test("a volume quota of 0 is sufficient", async ({ demo }) => {
  const { id } = await createInstance(demo, { ...NO_VOLUME, name: "another" });
  assert.equal((await settled(demo, id)).status, "ACTIVE");
});
