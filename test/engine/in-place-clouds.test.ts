import assert from "node:assert/strict";
import { TroveInstance, type TroveInstanceArgs } from "pulumi-trove";
import type { CloudApi } from "../support/cloud-api.ts";
import { endedBackup, type WireBackup } from "../support/cloud-backups.ts";
import { createGroup, setGroup } from "../support/cloud-configurations.ts";
import { databaseNames, grants, userNames } from "../support/cloud-guest.ts";
import { settled, show, type WireInstance } from "../support/cloud-instances.ts";
import { assertUnchanged, idOf, onBothClouds } from "./both-clouds.ts";
import { declares, failureOf, onlyId } from "./world.ts";

interface WithGroup extends WireInstance {
  readonly configuration?: { readonly id: string };
}

onBothClouds("all that Trove can change is changed in place, at once", async ({ api, createStack }) => {
  const stack = await createStack({
    program: declares({
      name: "db-one",
      datastore: { type: "mysql", version: "5.7.29" },
      access: { isPublic: false, allowedCidrs: ["10.0.0.0/8"] },
    }),
  });
  await stack.stack.up();
  const id = await onlyId(stack);
  stack.program = declares({
    name: "db-two",
    flavor: "m1.medium",
    volume: { size: 3 },
    datastore: { type: "mysql", version: "8.0.29" },
    access: { isPublic: true, allowedCidrs: ["10.0.0.0/8", "192.168.0.0/16"] },
  });

  const preview = await stack.stack.preview();
  assert.deepEqual(preview.changeSummary, { same: 1, update: 1 });
  for (const says of [
    /flavor: .*resized.*\(update: the database is down meanwhile\)/,
    /volume\.size: grows from 1 to 3 GiB \(update: without interruption\)/,
    /datastore\.version: .*5\.7\.29 to 8\.0\.29.*\(update: the database is down meanwhile\)/,
    /name: changes \(update: without interruption\)/,
    /access: changes \(update: without interruption\)/,
  ]) {
    assert.match(preview.stdout, says);
  }
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  const now = await show(api, id);
  assert.deepEqual(
    [now.name, now.flavor.id, now.volume.size, now.datastore.version, now.status],
    ["db-two", "3", 3, "8.0.29", "ACTIVE"],
  );
  assert.deepEqual(now.access, { is_public: true, allowed_cidrs: ["10.0.0.0/8", "192.168.0.0/16"] });
  await assertUnchanged(stack);
  await stack.stack.destroy();
});

onBothClouds("databases and users come, change and go in place", async ({ api, createStack }) => {
  const app = { name: "app", password: "p-of-app" };
  const stack = await createStack({
    program: declares({
      databases: [{ name: "app" }, { name: "audit" }],
      users: [
        { ...app, databases: ["app"] },
        { name: "mover", password: "p-of-mover", host: "%" },
        { name: "goner", password: "p-of-goner" },
      ],
    }),
  });
  await stack.stack.up();
  const id = await onlyId(stack);

  stack.program = declares({
    databases: [{ name: "more", characterSet: "utf8mb4", collate: "utf8mb4_bin" }, { name: "app" }],
    users: [
      { name: "newcomer", password: "p-of-newcomer", databases: ["more"] },
      { name: "mover", password: "p-of-mover", host: "10.0.0.%" },
      { ...app, password: "p-changed", databases: ["more"] },
    ],
    allow: { dropDatabases: true },
  });
  const { stdout } = await stack.stack.preview();
  assert.match(stdout, /databases\.audit: is dropped with all its data \(update: data is lost\)/);
  assert.match(stdout, /users\["goner@%"\]: is dropped/);
  assert.doesNotMatch(stdout, /p-changed|p-of-/);
  await stack.stack.up();

  assert.equal(await onlyId(stack), id);
  assert.deepEqual((await databaseNames(api, id)).sort(), ["app", "more"]);
  assert.deepEqual((await userNames(api, id)).sort(), ["app@%", "mover@10.0.0.%", "newcomer@%"]);
  assert.deepEqual(await grants(api, id, "app@%"), ["more"]);
  assert.deepEqual(await grants(api, id, "newcomer@%"), ["more"]);
  await assertUnchanged(stack);
  assert.doesNotMatch(await stack.checkpoint(), /p-changed|p-of-/);
  await stack.stack.destroy();
});

onBothClouds(
  "a replica gets its own flavor, group and access, grows with its source, and leaves it in place",
  async (p) => {
    const { api, createStack } = p;
    const { id: configuration } = await createGroup(api, { wait_timeout: 100 });
    const access = { isPublic: false, allowedCidrs: ["10.0.0.0/8"] };
    const stack = await createStack({ program: replicated({}, { flavor: "m1.medium", configuration, access }) });
    await stack.stack.up();
    const [first, second] = [await idOf(stack, "first"), await idOf(stack, "second")];
    const made = await show(api, second);
    assert.deepEqual([made.replica_of?.id, made.flavor.id, made.volume.size], [first, "3", 1]);
    assert.deepEqual(made.access, { is_public: false, allowed_cidrs: ["10.0.0.0/8"] });
    await assertUnchanged(stack);

    stack.program = replicated({ volume: { size: 2 } }, { configuration, access });
    await stack.stack.up();
    assert.deepEqual([(await show(api, first)).volume.size, (await show(api, second)).volume.size], [2, 2]);
    await assertUnchanged(stack);

    stack.program = async () => {
      new TroveInstance("first", { flavor: "m1.small", volume: { size: 2 }, databases: [{ name: "app" }] });
      new TroveInstance("second", { flavor: "m1.small" });
    };
    await stack.stack.up();
    assert.equal(await idOf(stack, "second"), second);
    const left = await show(api, second);
    assert.deepEqual([left.replica_of, left.flavor.id], [undefined, "2"]);
    await assertUnchanged(stack);
    await stack.stack.destroy();
  },
);

onBothClouds(
  "a group is attached, swapped and detached in place, and mended when it was swapped outside",
  async (place) => {
    const { api, createStack } = place;
    const one = (await createGroup(api, { wait_timeout: 100 })).id;
    const two = (await createGroup(api, { wait_timeout: 200 })).id;
    const stack = await createStack({ program: declares() });
    await stack.stack.up();
    const id = await onlyId(stack);
    const group = async () => ((await show(api, id)) as WithGroup).configuration?.id;
    for (const configuration of [one, two]) {
      stack.program = declares({ configuration });
      await stack.stack.up();
      assert.equal(await group(), configuration);
      await stack.stack.preview({ expectNoChanges: true });
    }
    await setGroup(api, id, null);
    await settled(api, id);
    await setGroup(api, id, one);
    await settled(api, id);
    const { summary } = await stack.stack.refresh();
    assert.deepEqual(summary.resourceChanges, { same: 1, update: 1 });
    await stack.stack.up();
    assert.equal(await group(), two);

    stack.program = declares();
    await stack.stack.up();
    assert.equal(await group(), undefined);
    assert.equal(await onlyId(stack), id);
    await assertUnchanged(stack);
    await stack.stack.destroy();
  },
);

onBothClouds("a group that needs a restart says that one is owed, and makes it with consent alone", async (place) => {
  const { api, createStack } = place;
  const dynamic = (await createGroup(api, { wait_timeout: 100 })).id;
  const fixed = (await createGroup(api, { innodb_buffer_pool_size: 268435456 })).id;
  const stack = await createStack({ program: declares() });
  await stack.stack.up();
  const id = await onlyId(stack);

  stack.program = declares({ configuration: fixed });
  const { stdout } = await stack.stack.up();
  assert.match(
    stdout,
    /warning: .*has to be restarted before all of its configuration counts.*allow: \{ restart: true \}/,
  );
  assert.equal((await show(api, id)).status, "RESTART_REQUIRED");
  await stack.stack.preview({ expectNoChanges: true });

  stack.program = declares({ configuration: dynamic });
  const message = await failureOf(stack.stack.preview());
  assert.match(
    message,
    /configuration: the old group cannot be taken off without a restart.*allow: \{ restart: true \}/,
  );
  assert.equal(((await show(api, id)) as WithGroup).configuration?.id, fixed);

  stack.program = declares({ configuration: dynamic, allow: { restart: true } });
  await stack.stack.up();
  const now = (await show(api, id)) as WithGroup;
  assert.deepEqual([now.configuration?.id, now.status], [dynamic, "ACTIVE"]);
  await assertUnchanged(stack);

  stack.program = declares({ configuration: fixed, allow: { restart: true } });
  await stack.stack.up();
  const last = (await show(api, id)) as WithGroup;
  assert.deepEqual([last.configuration?.id, last.status], [fixed, "ACTIVE"]);
  assert.equal(await onlyId(stack), id);
  await assertUnchanged(stack);
  await stack.stack.destroy();
});

onBothClouds("a final backup is complete before the instance is gone, also when it is replaced", async (place) => {
  const { api, createStack } = place;
  const finalBackup = { name: "last" };
  const stack = await createStack({ program: declares({ availabilityZone: "nova" }) });
  await stack.stack.up();
  const old = await onlyId(stack);
  stack.program = declares({ availabilityZone: "nova", finalBackup });
  await stack.stack.up();
  stack.program = declares({ finalBackup, datastore: { type: "mariadb" } });
  assert.match(await failureOf(stack.stack.preview()), /\[TROVE_REFUSED\]/);
  assert.equal(await onlyId(stack), old);
  stack.program = declares({ finalBackup, datastore: { type: "mariadb" }, allow: { replace: true } });
  await stack.stack.up();
  const now = await onlyId(stack);
  assert.notEqual(now, old);
  assert.deepEqual(await finished(api, old), [["last", "COMPLETED"]]);
  await stack.stack.destroy();
  assert.deepEqual(await finished(api, now), [["last", "COMPLETED"]]);
});

onBothClouds("an instance that is made from a backup gets its declared databases and users after it", async (place) => {
  const { api, createStack } = place;
  const users = [{ name: "app", password: "p-before", databases: ["app"] }];
  const source = await createStack({ program: declares({ name: "source", databases: [{ name: "app" }], users }) });
  await source.stack.up();
  const backup = await endedBackup(api, await onlyId(source));
  const args = {
    restorePoint: { backupId: backup.id },
    databases: [{ name: "app" }, { name: "more" }],
    users: [
      { name: "app", password: "p-after", databases: ["app"] },
      { name: "second", password: "p-of-second" },
    ],
  };
  const stack = await createStack({ program: declares(args) });
  await stack.stack.up();
  const id = await onlyId(stack);
  assert.ok((await databaseNames(api, id)).includes("more"));
  assert.deepEqual((await userNames(api, id)).sort(), ["app@%", "second@%"]);
  await assertUnchanged(stack);

  const { restorePoint: _, ...without } = args;
  stack.program = declares(without);
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  await assertUnchanged(stack);
  await stack.stack.destroy();
  await source.stack.destroy();
});

/** A source, and a replica of it with arguments of its own. */
function replicated(source: TroveInstanceArgs, replica: TroveInstanceArgs) {
  return async () => {
    const volume = { size: 1 };
    const first = new TroveInstance("first", { flavor: "m1.small", volume, databases: [{ name: "app" }], ...source });
    new TroveInstance("second", { replicaOf: first.id, ...replica });
  };
}

async function finished(api: CloudApi, instanceId: string): Promise<[name: string, status: string][]> {
  const { body } = await api.get<{ backups: WireBackup[] }>(`/backups?instance_id=${instanceId}`);
  return body.backups.map(({ name, status }) => [name, status]);
}
