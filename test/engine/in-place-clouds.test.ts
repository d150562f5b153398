import assert from "node:assert/strict";
import type { TroveInstanceArgs } from "pulumi-trove";
import { databaseNames, grants, listed, unlisted, userNames, userPath } from "../support/cloud-guest.ts";
import { action, settled, show } from "../support/cloud-instances.ts";
import { assertSteady, assertUnchanged, onClouds } from "./clouds.ts";
import { coverage } from "./coverage.ts";
import { onlyId } from "./harness.ts";

const NETWORK = "22222222-2222-2222-2222-222222222222";

onClouds("creates, changes at once, corrects and destroys an instance", coverage.instance, async (place) => {
  const { api, datastore, createStack, declares } = place;
  const { type, port } = datastore;
  const [older, newer] = datastore.versions;
  const same = {
    network: { networkId: NETWORK },
    databases: [{ name: "app" }, { name: "audit" }],
    users: [{ name: "app", password: "p-of-app", databases: ["app"] }],
  };
  const before: TroveInstanceArgs = {
    ...same,
    name: "db-one",
    datastore: { type, version: older },
    access: { isPublic: false, allowedCidrs: ["10.0.0.0/8"] },
  };
  const after: TroveInstanceArgs = {
    ...same,
    name: "db-two",
    flavor: "m1.medium",
    volume: { size: 3 },
    datastore: { type, version: newer },
    access: { isPublic: true, allowedCidrs: ["10.0.0.0/8", "192.168.0.0/16"] },
  };
  const stack = await createStack({ program: declares(before) });
  await stack.stack.up();
  const id = await onlyId(stack);
  const [created] = await stack.resources();
  assert.deepEqual([created?.outputs.datastoreVersion, created?.outputs.endpoint.port], [older, port]);
  await assertUnchanged(stack);
  await stack.stack.up({ expectNoChanges: true });

  stack.program = declares(after);
  const preview = await stack.stack.preview();
  assert.deepEqual(preview.changeSummary, { same: 1, update: 1 });
  for (const says of [
    /flavor: m1\.small → m1\.medium, the database is down meanwhile/,
    /volume\.size: 1 → 3 GiB, without interruption/,
    new RegExp(`datastore\\.version: ${older} → ${newer}, the database is down meanwhile`),
    /name: .* → db-two, without interruption/,
    /access: .*, without interruption/,
  ]) {
    assert.match(preview.stdout, says);
  }
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  const changed = await show(api, id);
  assert.deepEqual(
    [changed.name, changed.flavor.id, changed.volume.size, changed.datastore.version, changed.status],
    ["db-two", "3", 3, newer, "ACTIVE"],
  );
  assert.deepEqual(changed.access, { is_public: true, allowed_cidrs: ["10.0.0.0/8", "192.168.0.0/16"] });
  await assertSteady(stack);

  await api.put(`/instances/${id}`, {
    instance: { name: "db-else", access: { is_public: false, allowed_cidrs: ["192.168.0.0/16"] } },
  });
  await settled(api, id);
  await action(api, id, { resize: { flavorRef: "2" } });
  await settled(api, id);
  const { summary } = await stack.stack.refresh();
  assert.deepEqual(summary.resourceChanges, { same: 1, update: 1 });
  const { inputs, outputs } = (await stack.resources())[0] ?? assert.fail("nothing in the state");
  assert.deepEqual([inputs.name, inputs.flavor, inputs.access.allowedCidrs], ["db-else", "2", ["192.168.0.0/16"]]);
  assert.deepEqual([outputs.name, outputs.flavorId], ["db-else", "2"]);
  assert.match((await stack.stack.preview()).stdout, /\[diff: ~access,flavor,name\]/);
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  const corrected = await show(api, id);
  assert.deepEqual(
    [corrected.name, corrected.flavor.id, corrected.access.allowed_cidrs],
    ["db-two", "3", ["10.0.0.0/8", "192.168.0.0/16"]],
  );
  await assertUnchanged(stack);

  await stack.stack.destroy();
  assert.equal((await api.get(`/instances/${id}`)).status, 404);
});

onClouds("makes, changes, drops and corrects databases and users", coverage.contents, async (place) => {
  const { api, datastore, createStack, declares } = place;
  const host = datastore.userHost;
  const app = { name: "app", password: "p-of-app" };
  const stack = await createStack({
    program: declares({
      databases: [{ name: "app" }, { name: "audit" }],
      users: [
        { ...app, databases: ["app", "audit"] },
        { name: "mover", password: "p-of-mover", host: "%" },
        { name: "goner", password: "p-of-goner" },
      ],
    }),
  });
  await stack.stack.up();
  const id = await onlyId(stack);
  const databases = async () => (await databaseNames(api, id)).sort();
  const users = async () => (await userNames(api, id)).sort();
  const grantsOf = async (user: string) => (await grants(api, id, user)).sort();
  assert.deepEqual(await databases(), ["app", "audit"]);
  assert.deepEqual(await users(), ["app@%", "goner@%", "mover@%"]);

  stack.program = declares({
    databases: [{ name: "more", ...datastore.text }, { name: "app" }],
    users: [
      { name: "newcomer", password: "p-of-newcomer", databases: ["app", "more"] },
      { name: "mover", password: "p-of-mover", host },
      { ...app, password: "p-changed", databases: ["more"] },
    ],
    allow: { dropDatabases: true },
  });
  const { stdout } = await stack.stack.preview();
  assert.match(stdout, /databases\.audit: is dropped, data is lost/);
  assert.match(stdout, /users\["goner@%"\]: is dropped/);
  assert.doesNotMatch(stdout, /p-changed|p-of-/);
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  assert.deepEqual(await databases(), ["app", "more"]);
  assert.deepEqual(await users(), ["app@%", `mover@${host}`, "newcomer@%"]);
  assert.deepEqual(await grantsOf("app@%"), ["more"]);
  assert.deepEqual(await grantsOf("newcomer@%"), ["app", "more"]);
  await assertSteady(stack);

  await api.delete(`/instances/${id}/databases/app`);
  await api.put(userPath(id, `mover@${host}`), { user: { name: "moved", host: "%" } });
  await api.delete(`${userPath(id, "app@%")}/databases/more`);
  await api.post(`/instances/${id}/databases`, { databases: [{ name: "theirs" }] });
  await api.post(`/instances/${id}/users`, { users: [{ name: "them", password: "p-of-them", host: "%" }] });
  await unlisted(databases, "app");
  await listed(databases, "theirs");
  await listed(users, "moved@%", "them@%");
  const { summary } = await stack.stack.refresh();
  assert.deepEqual(summary.resourceChanges, { same: 1, update: 1 });
  const { inputs } = (await stack.resources())[0] ?? assert.fail("nothing in the state");
  assert.deepEqual(Object.keys(inputs.databases), ["more"]);
  assert.deepEqual(Object.keys(inputs.users).sort(), ["app@%", "newcomer@%"]);
  assert.deepEqual([inputs.users["app@%"].databases, inputs.users["newcomer@%"].databases], [[], ["more"]]);

  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  assert.deepEqual(await databases(), ["app", "more", "theirs"]);
  assert.deepEqual(await users(), ["app@%", "moved@%", `mover@${host}`, "newcomer@%", "them@%"]);
  assert.deepEqual(await grantsOf("app@%"), ["more"]);
  assert.deepEqual(await grantsOf("newcomer@%"), ["app", "more"]);
  await assertUnchanged(stack);
  assert.doesNotMatch(await stack.checkpoint(), /p-changed|p-of-/);
  await stack.stack.destroy();
});
