import assert from "node:assert/strict";
import { TroveInstance } from "pulumi-trove";
import { databaseNames, grants, listed, unlisted, userNames, userPath } from "../support/cloud-guest.ts";
import { action, settled, show } from "../support/cloud-instances.ts";
import { assertUnchanged, idOf, onBothClouds } from "./both-clouds.ts";
import { declares, failureOf, onlyId } from "./world.ts";

const ACCESS = { isPublic: false, allowedCidrs: ["10.0.0.0/8"] };
const DATABASES = [{ name: "app" }, { name: "audit" }];
const USERS = [
  { name: "app", password: "p-of-app", databases: ["app", "audit"] },
  { name: "reader", password: "p-of-reader", host: "10.0.0.%" },
];
const SMALL = { flavor: "m1.small", volume: { size: 1 } };

onBothClouds("what was changed outside shows at refresh, and the next up mends it in place", async (place) => {
  const { api, createStack } = place;
  const stack = await createStack({ program: declares({ name: "db-one", access: ACCESS }) });
  await stack.stack.up();
  const id = await onlyId(stack);
  await api.put(`/instances/${id}`, {
    instance: { name: "db-else", access: { is_public: false, allowed_cidrs: ["192.168.0.0/16"] } },
  });
  await settled(api, id);
  await action(api, id, { resize: { flavorRef: "3" } });
  await settled(api, id);

  const { summary } = await stack.stack.refresh();
  assert.deepEqual(summary.resourceChanges, { same: 1, update: 1 });
  const { inputs, outputs } = (await stack.resources())[0] ?? assert.fail("nothing in the state");
  assert.deepEqual([inputs.name, inputs.flavor, inputs.access.allowedCidrs], ["db-else", "3", ["192.168.0.0/16"]]);
  assert.deepEqual([outputs.name, outputs.flavorId], ["db-else", "3"]);

  const preview = await stack.stack.preview();
  assert.match(preview.stdout, /\[diff: ~access,flavor,name\]/);
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  const now = await show(api, id);
  assert.deepEqual([now.name, now.flavor.id, now.access.allowed_cidrs], ["db-one", "2", ["10.0.0.0/8"]]);
  await assertUnchanged(stack);
  await stack.stack.destroy();
});

onBothClouds(
  "vanished databases, users, hosts and grants show at refresh, and the next up brings them back",
  async (p) => {
    const { api, createStack } = p;
    const stack = await createStack({ program: declares({ databases: DATABASES, users: USERS }) });
    await stack.stack.up();
    const id = await onlyId(stack);
    const databases = () => databaseNames(api, id);
    const users = () => userNames(api, id);
    await api.delete(`/instances/${id}/databases/audit`);
    await api.put(userPath(id, "reader@10.0.0.%"), { user: { host: "%" } });
    await api.delete(`${userPath(id, "app@%")}/databases/app`);
    await api.post(`/instances/${id}/databases`, { databases: [{ name: "theirs" }] });
    await api.post(`/instances/${id}/users`, { users: [{ name: "them", password: "p-of-them", host: "%" }] });
    await unlisted(databases, "audit");
    await listed(databases, "theirs");
    await listed(users, "reader@%", "them@%");

    const { summary } = await stack.stack.refresh();
    assert.deepEqual(summary.resourceChanges, { same: 1, update: 1 });
    const { inputs } = (await stack.resources())[0] ?? assert.fail("nothing in the state");
    assert.deepEqual(Object.keys(inputs.databases), ["app"]);
    assert.deepEqual(Object.keys(inputs.users), ["app@%"]);
    assert.deepEqual(inputs.users["app@%"].databases, []);
    assert.doesNotMatch(await stack.checkpoint(), /p-of-/);

    await stack.stack.up();
    assert.equal(await onlyId(stack), id);
    assert.deepEqual((await databases()).sort(), ["app", "audit", "theirs"]);
    assert.deepEqual((await users()).sort(), ["app@%", "reader@%", "reader@10.0.0.%", "them@%"]);
    assert.deepEqual((await grants(api, id, "app@%")).sort(), ["app", "audit"]);
    await assertUnchanged(stack);
    await stack.stack.destroy();
  },
);

onBothClouds(
  "after a fail-over outside, preview names both instances and the edit, which is then steady",
  async (place) => {
    const { api, createStack } = place;
    const stack = await createStack({
      program: async () => {
        const first = new TroveInstance("first", SMALL);
        new TroveInstance("second", { replicaOf: first.id });
      },
    });
    await stack.stack.up();
    const [first, second] = [await idOf(stack, "first"), await idOf(stack, "second")];
    await action(api, second, { promote_to_replica_source: {} });
    await settled(api, first);
    await settled(api, second);
    await stack.stack.refresh();

    const message = await failureOf(stack.stack.preview());
    assert.match(
      message,
      new RegExp(`replicaOf: the instance has become a replica of ${second}.*write replicaOf: "${second}"`),
    );
    await failureOf(stack.stack.up());

    stack.program = async () => {
      const source = new TroveInstance("second", { flavor: "m1.small" });
      new TroveInstance("first", { flavor: "m1.small", replicaOf: source.id });
    };
    await stack.stack.up();
    assert.deepEqual([await idOf(stack, "first"), await idOf(stack, "second")], [first, second]);
    assert.equal((await show(api, first)).replica_of?.id, second);
    assert.equal((await show(api, second)).replica_of, undefined);
    await assertUnchanged(stack);
    await stack.stack.destroy();
  },
);
