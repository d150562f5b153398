import assert from "node:assert/strict";
import { test } from "node:test";
import { type Instance, TroveClient, type WaitableInstances } from "../../provider/client/index.ts";
import { startSimulator } from "../../simulator/index.ts";

test("each action changes what its name says", async (t) => {
  const simulator = await startSimulator({ boot: 0.1, delete: 0.1, guestLag: 0 });
  t.after(() => simulator.stop());
  const { instances, configurations } = await TroveClient.connect({
    authUrl: simulator.authUrl,
    userName: "demo",
    password: "demo-password",
    projectName: "demo",
    region: "RegionOne",
  });
  const source = await create(instances, { name: "source" });

  const after = async (action: Promise<void>): Promise<Instance> => {
    await action;
    return instances.waitFor(source, "ACTIVE");
  };
  assert.equal((await after(instances.rename(source, "renamed"))).name, "renamed");
  assert.equal((await after(instances.growVolume(source, 2))).volumeSize, 2);
  assert.equal((await after(instances.resize(source, "2"))).flavorId, "2");
  const access = { isPublic: true, allowedCidrs: ["10.0.0.0/8"] };
  assert.deepEqual((await after(instances.setAccess(source, access))).access, access);
  await after(instances.restart(source));
  const group = await configurations.create({ name: "group", values: { max_connections: 100 } });
  assert.equal((await after(instances.attachConfiguration(source, group.id))).configurationId, group.id);
  assert.equal((await after(instances.detachConfiguration(source))).configurationId, undefined);

  const replica = await create(instances, { name: "replica", replicaOf: source });
  await instances.promote(replica);
  await instances.waitFor(replica, "ACTIVE");
  assert.equal((await instances.waitFor(source, "ACTIVE")).replicaOf, replica);
  await instances.detachReplica(source);
  assert.equal((await instances.waitFor(source, "ACTIVE")).replicaOf, undefined);

  await instances.resetStatus(source);
  await instances.delete(source);
  await instances.waitFor(source, "gone");
});

async function create(instances: WaitableInstances, more: { name: string; replicaOf?: string }): Promise<string> {
  const own = more.replicaOf === undefined ? { flavorId: "1", volume: { size: 1 } } : {};
  const { id } = await instances.create({ ...own, ...more });
  await instances.waitFor(id, "ACTIVE");
  return id;
}
