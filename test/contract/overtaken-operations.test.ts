import assert from "node:assert/strict";
import type { CloudApi } from "../support/cloud-api.ts";
import { until } from "../support/cloud-api.ts";
import { contract } from "../support/cloud-contract.ts";
import { action, activeInstance, assertFault, createBody, settled, show } from "../support/cloud-instances.ts";

const test = contract();
/** Its invisible rows would shorten the pages of other tests. */
const testAlone = contract({ maxInstances: 3, maxVolumes: 3 });

test("during an upgrade databases are 422", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  assert.equal((await demo.put(`/instances/${id}`, { instance: { datastore_version: "5.7.29" } })).status, 202);
  const refused = await until(
    "databases to be refused",
    () => demo.get(`/instances/${id}/databases`),
    ({ status }) => status !== 200,
  );
  assertFault(refused, 422, "unprocessableEntity", `Instance ${id} is not ready, status: restarting.`);
  await settled(demo, id);
  assert.equal((await demo.get(`/instances/${id}/databases`)).status, 200);
});

test("a volume grows while its database runs", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  const seen = new Set<number>();
  assert.equal((await action(demo, id, { resize: { volume: { size: 2 } } })).status, 202);
  await until(
    "the end of the growth",
    async () => {
      seen.add((await demo.get(`/instances/${id}/databases`)).status);
      return show(demo, id);
    },
    ({ status }) => status === "ACTIVE",
  );
  assert.deepEqual([...seen], [200]);
});

test("an instance that is deleted during its upgrade shows ACTIVE in between", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  await demo.put(`/instances/${id}`, { instance: { datastore_version: "5.7.29" } });
  assert.equal((await demo.delete(`/instances/${id}`)).status, 202);
  const seen: (string | undefined)[] = [];
  await until(
    "the instance to be gone",
    async () => {
      const { body } = await demo.get<{ instance?: { status: string } }>(`/instances/${id}`);
      if (seen.at(-1) !== body.instance?.status) seen.push(body.instance?.status);
      return body;
    },
    ({ instance }) => instance === undefined,
  );
  assert.deepEqual(seen, ["SHUTDOWN", "ACTIVE", "SHUTDOWN", undefined]);
});

test("a rename in the same request hides the server's status", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  const detached = await demo.put(`/instances/${id}`, { instance: { name: "other", replica_of: null } });
  const what = `Instance ${id} is not currently available for an action to be performed (instance status was None).`;
  assertFault(detached, 422, "unprocessableEntity", what);
  assert.equal((await show(demo, id)).name, "other");
});

test("several replicas at once are numbered, and charged like one", async ({ demo }) => {
  const source = await activeInstance(demo, { name: "source" });
  const before = await instancesInUse(demo);
  const body = { instance: { name: "rep", replica_of: source.id, replica_count: 2 } };
  const answer = await demo.post<{ instance: { name: string; password: unknown } }>("/instances", body);
  assert.deepEqual(
    [answer.status, answer.body.instance.name, answer.body.instance.password],
    [200, "rep-2", [null, null]],
  );
  const replicas = async () => (await show(demo, source.id)).replicas ?? [];
  const made = await until("both replicas", replicas, (found) => found.length === 2);
  const names = await Promise.all(made.map(async ({ id }) => (await settled(demo, id)).name));
  assert.deepEqual(names.sort(), ["rep-1", "rep-2"]);
  assert.equal(await instancesInUse(demo), before + 1);
});

async function instancesInUse(api: CloudApi): Promise<number> {
  const { body } = await api.get<{ quotas: { resource: string; in_use: number }[] }>(`/mgmt/quotas/${api.projectId}`);
  return body.quotas.find(({ resource }) => resource === "instances")?.in_use ?? Number.NaN;
}

testAlone("a create refused for its group leaves a row that no request shows", async ({ demo, other }) => {
  const group = await demo.post<{ configuration: { id: string } }>("/configurations", {
    configuration: { name: "foreign", values: {} },
  });
  const { id } = group.body.configuration;
  const before = await instancesInUse(other);
  for (const _ of [1, 2]) {
    const refused = await other.post("/instances", createBody({ configuration: id }));
    assertFault(refused, 404, "itemNotFound", `Configuration group with ID ${id} could not be found.`);
  }
  type Page = { instances: object[]; links?: { href: string }[] };
  const first = (await other.get<Page>("/instances?limit=1")).body;
  assert.deepEqual([first.instances, first.links?.length], [[], 1]);
  const marker = new URL(first.links?.[0]?.href ?? "").searchParams.get("marker");
  assert.deepEqual((await other.get(`/instances?limit=1&marker=${marker}`)).body, { instances: [] });
  assertFault(await other.get("/instances?limit=0"), 500, "instanceFault", /^Internal Server Error/);
  assert.equal(await instancesInUse(other), before);
  assert.equal((await demo.delete(`/configurations/${id}`)).status, 202);
});
