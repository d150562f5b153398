import assert from "node:assert/strict";
import { type CloudApi, openApi } from "../support/cloud-api.ts";
import { createGroup, setGroup } from "../support/cloud-configurations.ts";
import { contract } from "../support/cloud-contract.ts";
import { activeInstance, assertFault, gone, settled, show, type WireInstance } from "../support/cloud-instances.ts";

// Uses a separate cloud: while an instance has such a group, its project's detail list is 404 for all tests.
const test = contract({ maxInstances: 12 });

const missing = (group: string) => `Configuration group with ID ${group} could not be found.`;

async function listed(api: CloudApi, path: string): Promise<string[]> {
  const answer = await api.get<{ instances: readonly WireInstance[] }>(path);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.instances.map(({ id }) => id);
}

test("an instance with a foreign group is 404 in detail and can be deleted", async (contract) => {
  const { cloud, demo, other } = contract;
  const admin = await openApi(cloud, "admin", "admin", "secret");
  const { id } = await activeInstance(demo);
  const neighbour = await activeInstance(demo);
  const group = await createGroup(other, { wait_timeout: 60 });
  const attached = await setGroup(admin, id, group.id);
  assert.equal(attached.status, 202, attached.text);

  assertFault(await demo.get(`/instances/${id}`), 404, "itemNotFound", missing(group.id));
  assertFault(await demo.get("/instances/detail"), 404, "itemNotFound", missing(group.id));
  assertFault(await setGroup(demo, id, null), 404, "itemNotFound", missing(group.id));
  const plain = await listed(demo, "/instances");
  assert.ok(plain.includes(id) && plain.includes(neighbour.id));
  assert.equal((await show(demo, neighbour.id)).status, "ACTIVE");
  assert.equal((await demo.put(`/instances/${id}`, { instance: { name: "renamed" } })).status, 202);

  assert.equal((await demo.delete(`/instances/${id}`)).status, 202);
  await gone(demo, id);
  assertFault(await demo.get(`/instances/${id}`), 404, "itemNotFound", `Resource ${id} cannot be found.`);
  assert.ok((await listed(demo, "/instances/detail")).includes(neighbour.id));
});

test("an administrator detaches another project's group", async ({ cloud, demo, other }) => {
  const admin = await openApi(cloud, "admin", "admin", "secret");
  const { id } = await activeInstance(demo);
  const group = await createGroup(other, { wait_timeout: 60 });
  assert.equal((await setGroup(admin, id, group.id)).status, 202);
  assert.equal((await setGroup(admin, id, null)).status, 202);
  await settled(demo, id);
});
