import assert from "node:assert/strict";
import type { ConfigMap } from "@pulumi/pulumi/automation/index.js";
import { endedBackup } from "../support/cloud-backups.ts";
import type { Cloud } from "../support/clouds.ts";
import { onEachCloud } from "./clouds.ts";
import { lookups, TroveInstance } from "./host.ts";

/** The login to the project `demo`: a program in this process reads no other environment. */
function configOf({ authUrl }: Cloud): ConfigMap {
  return {
    "trove:authUrl": { value: authUrl },
    "trove:userName": { value: "demo" },
    "trove:password": { value: "demo-password", secret: true },
    "trove:projectName": { value: "demo" },
    "trove:region": { value: "RegionOne" },
  };
}

onEachCloud("every lookup finds what the cloud has", async ({ cloud, api, createStack, datastore }) => {
  const program = async () => {
    const db = new TroveInstance("db", { name: "looked-up", flavor: "m1.small", volume: { size: 1 } });
    const found = lookups.getInstanceOutput({ id: db.id });
    const parameters = lookups.getConfigurationParametersOutput({
      datastoreType: db.datastoreType,
      datastoreVersion: db.datastoreVersion,
    });
    return {
      id: db.id,
      found,
      byName: lookups.getInstanceOutput({ name: found.name }),
      ofAll: lookups.getInstancesOutput().instances.apply((all) => all.map(({ name }) => name)),
      flavors: lookups.getFlavorsOutput().flavors.apply((all) => all.map(({ name }) => name)),
      datastores: lookups.getDatastoresOutput().datastores.apply((all) => all.map(({ name }) => name)),
      backups: lookups.getBackupsOutput({ instance: db }).backups,
      parameters: parameters.parameters.apply((all) => all.map(({ name }) => name)),
      limits: lookups.getLimitsOutput(),
    };
  };
  const stack = await createStack({ program, config: configOf(cloud) });
  await stack.stack.up();
  const { outputs } = await stack.stack.up({ expectNoChanges: true });
  const values = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  const shown = await api.get<{ instance: { status: string; flavor: { id: string } } }>(`/instances/${values.id}`);
  assert.deepEqual([values.found.status, values.found.flavorId], ["ACTIVE", shown.body.instance.flavor.id]);
  assert.deepEqual(values.byName, values.found);
  assert.ok(values.ofAll.includes("looked-up"));
  assert.ok(values.flavors.includes("m1.small"));
  assert.ok(values.datastores.includes(datastore.type));
  assert.deepEqual(values.backups, []);
  assert.ok(values.parameters.includes("max_connections"));
  assert.equal(values.limits.maxInstances, 100);
  assert.ok(values.limits.rates.some(({ verb }: { verb: string }) => verb === "GET"));
  const backup = await endedBackup(api, values.id);
  stack.program = async () => ({
    newest: lookups.getBackupOutput({ instance: values.id, mostRecent: true }),
    byName: lookups.getBackupOutput({ name: backup.name }).id,
    ofAll: lookups.getBackupsOutput().backups.apply((all) => all.map(({ id }) => id)),
  });
  const { outputs: backups } = await stack.stack.up();
  assert.deepEqual([backups.newest?.value.id, backups.newest?.value.status], [backup.id, "COMPLETED"]);
  assert.deepEqual([backups.byName?.value, backups.ofAll?.value], [backup.id, [backup.id]]);
});
