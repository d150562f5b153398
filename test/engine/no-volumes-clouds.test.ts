import assert from "node:assert/strict";
import { test } from "node:test";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import type { TroveInstanceArgs } from "pulumi-trove";
import { openApi } from "../support/cloud-api.ts";
import { gone, type WireInstance } from "../support/cloud-instances.ts";
import { realTroveMissing, startCloud } from "../support/clouds.ts";
import { assertUnchanged } from "./clouds.ts";
import { failureOf, NO_CLOUD, onlyId, stackOf } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const MYSQL = { type: "mysql", version: "8.0.29" };

/** No volume, and no locality. */
function declaresDisk(args: TroveInstanceArgs = {}): PulumiFn {
  return async () => {
    new TroveInstance("db", { flavor: "m1.small", datastore: MYSQL, ...args }, { customTimeouts: { create: "3m" } });
  };
}

for (const kind of ["simulator", "real"] as const) {
  const missing = kind === "real" ? realTroveMissing(26) : undefined;
  const skip = missing === undefined || process.env.CI ? false : `the real Trove 26 needs ${missing}`;
  test(`${kind}: runs an instance in a cloud without volumes that sets a locality`, { skip }, async (t) => {
    const options = { volumes: false, maxVolumes: 0, defaultLocality: "soft-affinity" };
    const cloud = await startCloud({ kind, release: 26, boot: 0.5, guestLag: 0.2, ...options });
    t.after(() => cloud.stop());
    const api = await openApi(cloud);
    const env = { ...NO_CLOUD, ...cloud.env };
    const stack = await stackOf(t, { env, program: declaresDisk({ databases: [{ name: "app" }] }) });

    await stack.stack.up();
    const id = await onlyId(stack);
    const { body } = await api.get<{ instance: WireInstance & { locality?: string } }>(`/instances/${id}`);
    assert.deepEqual(["volume" in body.instance, body.instance.locality], [false, "soft-affinity"]);
    const [{ outputs } = assert.fail("it is not in the state")] = await stack.resources();
    assert.deepEqual([outputs.volumeSize ?? undefined, outputs.locality ?? undefined], [undefined, undefined]);
    await assertUnchanged(stack);

    // What the instance shows tells that neither it nor another one can have a volume.
    stack.program = declaresDisk({ databases: [{ name: "app" }], volume: { size: 1 } });
    assert.match(await failureOf(stack.stack.preview()), /volume: the instance has no volume/);
    const other = await stackOf(t, { env, program: declaresDisk({ volume: { size: 1 } }) });
    assert.match(await failureOf(other.stack.preview()), /volume: this cloud has no volumes for mysql 8\.0\.29/);

    stack.program = declaresDisk({ databases: [{ name: "app" }], flavor: "m1.medium", finalBackup: { name: "last" } });
    await stack.stack.up();
    assert.equal(await onlyId(stack), id);
    await assertUnchanged(stack);
    await stack.stack.destroy();
    await gone(api, id);

    const { body: made } = await api.get<{ backups: readonly { id: string; name: string }[] }>("/backups");
    const backupId = made.backups.find(({ name }) => name === "last")?.id ?? assert.fail("there is no backup");
    // In a project without instances the create alone can tell.
    other.program = declaresDisk({ restorePoint: { backupId }, volume: { size: 1 } });
    assert.match(await failureOf(other.stack.up()), /volume: Creating instance ".*Volume support is not enabled/);
    assert.deepEqual(await other.resources(), []);
    other.program = declaresDisk({ restorePoint: { backupId } });
    await other.stack.up();
    await assertUnchanged(other);
    await other.stack.destroy();
  });
}
