import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, declares, idsIn, onlyId, startHarness } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const NETWORK = "5f0c8a5e-7f4d-4a0e-9a55-0f5a3a5c9d11";

test("up creates what is declared, then changes nothing, and destroy leaves nothing", async (t) => {
  const { cloud, createStack } = await startHarness(t, { guestLag: 0.3 });
  const stack = await createStack({
    program: async () => {
      const db = new TroveInstance("db", {
        flavor: "m1.small",
        volume: { size: 2 },
        datastore: { type: "mysql", version: "8.0.29" },
        databases: [{ name: "app", characterSet: "utf8mb4", collate: "utf8mb4_bin" }, { name: "audit" }],
        users: [
          { name: "app", password: "p-of-app", databases: ["audit", "app"] },
          { name: "app", password: "p-of-app-there", host: "10.0.0.%" },
        ],
        network: { networkId: NETWORK },
        access: { isPublic: true, allowedCidrs: ["10.0.0.0/8"] },
      });
      assert.ok(TroveInstance.isInstance(db));
      const { id, name, status, operatingStatus, flavorId, datastoreType, datastoreVersion, volumeSize } = db;
      const { endpoint, privateEndpoint, publicEndpoint, addresses, created, projectId, region, flavor, access } = db;
      return {
        ...{ id, name, status, operatingStatus, flavorId, datastoreType, datastoreVersion, volumeSize },
        ...{ endpoint, privateEndpoint, publicEndpoint, addresses, created, projectId, region, flavor, access },
      };
    },
  });

  const { outputs } = await stack.stack.up();
  const [record] = cloud.instances("demo");
  const { created, name, addresses, ...known } = Object.fromEntries(
    Object.entries(outputs).map(([key, { value }]) => [key, value]),
  );
  const at = (type: string) => record?.addresses.find((address) => address.type === type)?.address;
  assert.deepEqual(known, {
    id: record?.id,
    status: "ACTIVE",
    operatingStatus: "HEALTHY",
    flavor: "m1.small",
    flavorId: "2",
    datastoreType: "mysql",
    datastoreVersion: "8.0.29",
    volumeSize: 2,
    endpoint: { host: at("private"), port: 3306 },
    privateEndpoint: { host: at("private"), port: 3306 },
    publicEndpoint: { host: at("public"), port: 3306 },
    projectId: cloud.projects.demo,
    region: "RegionOne",
    access: { isPublic: true, allowedCidrs: ["10.0.0.0/8"] },
  });
  assert.match(String(name), /^db-[0-9a-f]{7}$/);
  assert.equal(addresses.length, 2);
  assert.ok(Math.abs(Date.now() - Date.parse(created)) < 600_000, created);
  assert.equal(record?.name, name);
  assert.deepEqual(record?.databases.map((database) => database.name).sort(), ["app", "audit"]);
  assert.deepEqual(record?.users.map((user) => `${user.name}@${user.host}`).sort(), ["app@%", "app@10.0.0.%"]);
  assert.deepEqual([...(record?.user("app", "%")?.databases ?? [])].sort(), ["app", "audit"]);

  const preview = await stack.stack.preview({ expectNoChanges: true });
  assert.deepEqual(preview.changeSummary, { same: 2 });
  const before = (await stack.resources())[0];
  const again = await stack.stack.up({ expectNoChanges: true });
  assert.deepEqual(again.summary.resourceChanges, { same: 2 });
  const refreshed = await stack.stack.refresh({ expectNoChanges: true });
  assert.deepEqual(refreshed.summary.resourceChanges, { same: 2 });
  const after = (await stack.resources())[0];
  assert.deepEqual([after?.inputs, after?.outputs], [before?.inputs, before?.outputs]);
  assert.deepEqual([asked(cloud, "POST"), asked(cloud, "PUT")], [["/instances"], []]);

  await stack.stack.destroy();
  assert.deepEqual(cloud.instances(), []);
  assert.deepEqual(await stack.resources(), []);
  assert.equal(asked(cloud, "DELETE").length, 1);
});

test("a refresh removes an instance deleted outside, and the next up creates another", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declares() });
  await stack.stack.up();
  const old = await onlyId(stack);
  cloud.remove(old);

  await stack.stack.refresh();
  assert.deepEqual(await stack.resources(), []);
  await stack.stack.up();
  const now = await onlyId(stack);
  assert.notEqual(now, old);
  assert.deepEqual(idsIn(cloud), [now]);
});

test("a refresh shows a rename and resize; a program that agrees has no difference", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declares() });
  await stack.stack.up();
  const id = await onlyId(stack);
  cloud.change(id, (record) => {
    record.name = "renamed";
    record.flavor = "3";
  });

  const { summary } = await stack.stack.refresh();
  assert.deepEqual(summary.resourceChanges, { same: 1, update: 1 });
  const { inputs, outputs } = (await stack.resources())[0] ?? assert.fail("nothing in the state");
  assert.deepEqual([inputs.flavor, outputs.flavorId, outputs.name], ["3", "3", "renamed"]);
  stack.program = declares({ name: "renamed", flavor: "3" });
  await stack.stack.preview({ expectNoChanges: true });
});

test("what was renamed and resized outside is brought back by the next up, in place", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declares({ name: "db-one" }) });
  await stack.stack.up();
  const id = await onlyId(stack);
  cloud.change(id, (record) => {
    record.name = "renamed";
    record.flavor = "3";
  });

  await stack.stack.refresh();
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  assert.deepEqual([cloud.instance(id)?.name, cloud.instance(id)?.flavor], ["db-one", "2"]);
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.refresh({ expectNoChanges: true });
});
