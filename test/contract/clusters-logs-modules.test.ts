import assert from "node:assert/strict";
import type { CloudApi } from "../support/cloud-api.ts";
import { contract } from "../support/cloud-contract.ts";
import { activeInstance, assertFault, show, type WireInstance } from "../support/cloud-instances.ts";

let instance: WireInstance;
const test = contract(undefined, async ({ demo }) => {
  instance = await activeInstance(demo);
});
const unknown = "11111111-1111-1111-1111-111111111111";

test("no datastore has clusters", async ({ demo }) => {
  assert.deepEqual((await demo.get("/clusters")).body, { clusters: [] });
  const cluster = (type: string, version: string) => ({
    cluster: { name: "c", datastore: { type, version }, instances: [] },
  });
  const refused = await demo.post("/clusters", cluster("mysql", "5.7.29"));
  assertFault(refused, 501, "notImplemented", "Clusters not supported for mysql-5.7.29.");
  const missing = "Datastore version 'nope' cannot be found.";
  assertFault(await demo.post("/clusters", cluster("mysql", "nope")), 400, "badRequest", missing);
  assertFault(await demo.get("/clusters/x"), 404, "itemNotFound", "Cluster 'x' cannot be found.");
  assertFault(await demo.delete("/clusters/x"), 404, "itemNotFound", "Cluster 'x' cannot be found.");
  assertFault(await demo.post("/clusters/x", { grow: [] }), 404, "itemNotFound", "Cluster 'x' cannot be found.");
  const one = "Action request should have exactly one action specified in body";
  assertFault(await demo.post("/clusters/x", { grow: [], x: 1 }), 400, "badRequest", one);
  assertFault(await demo.get("/clusters/x/root"), 404, "itemNotFound", "DBCluster Not Found");
});

test("an instance has the log of slow queries", async ({ demo }) => {
  const path = `/instances/${instance.id}/log`;
  const log = {
    name: "slow_query",
    type: "USER",
    published: 0,
    pending: 0,
    container: null,
    prefix: null,
    metafile: null,
  };
  assert.deepEqual((await demo.get(path)).body, { logs: [{ ...log, status: "Disabled" }] });
  const enabled = await demo.post(path, { name: "slow_query", enable: 1 });
  assert.deepEqual([enabled.status, enabled.body], [200, { log: { ...log, status: "Enabled" } }]);
  const both = await demo.post(path, { name: "slow_query", enable: 1, disable: 1 });
  assertFault(both, 400, "badRequest", "Cannot enable and disable log.");
  assertFault(await demo.post(path, { enable: 1 }), 500, "instanceFault", /^Internal Server Error/);
  assertFault(await demo.get("/instances/x/log"), 404, "itemNotFound", "Resource x cannot be found.");
});

interface WireModule {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly md5: string;
}

interface WireDatastore {
  readonly id: string;
  readonly name: string;
  readonly versions: readonly { readonly id: string; readonly name: string }[];
}

const fields = { name: "m1", module_type: "ping", contents: "hello" };

test("a module is made, changed, applied and deleted", async ({ demo }) => {
  const made = await demo.post<{ module: WireModule }>("/modules", { module: fields });
  assert.equal(made.status, 200, made.text);
  const { id, ...rest } = made.body.module;
  const { created, updated, ...stable } = rest as Record<string, unknown>;
  assert.deepEqual(stable, {
    name: "m1",
    type: "ping",
    description: null,
    tenant_id: demo.projectId,
    tenant: demo.projectId,
    datastore_id: null,
    datastore_version_id: null,
    datastore: "all",
    datastore_version: "all",
    auto_apply: false,
    priority_apply: false,
    apply_order: 5,
    is_admin: false,
    // md5 of "hello"
    md5: "5d41402abc4b2a76b9719d911017c592",
    visible: true,
    live_update: false,
  });
  assert.match(String(created) + String(updated), /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d){2}$/);
  const path = `/modules/${id}`;
  const changed = await demo.put<{ module: WireModule }>(path, { module: { description: "d", contents: "other" } });
  assert.deepEqual([changed.body.module.description, changed.body.module.md5.length], ["d", 32]);
  assert.notEqual(changed.body.module.md5, made.body.module.md5);

  const own = `/instances/${instance.id}/modules`;
  assert.deepEqual((await demo.post(own, { modules: [{ id }, { id: unknown }] })).body, { modules: [] });
  const { body } = await demo.get<{ instances: { id: string }[] }>(`${path}/instances`);
  assert.deepEqual(
    body.instances.map((one) => one.id),
    [instance.id],
  );
  assert.match((await demo.delete(path)).fault?.message ?? "", /^A module cannot be deleted or its contents modified/);
  assert.equal((await demo.delete(`${own}/${id}`)).status, 200);
  const gone = await demo.delete(path);
  assert.deepEqual([gone.status, gone.text], [200, ""]);
  assertFault(await demo.get(path), 404, "itemNotFound", `Module with ID ${id} could not be found.`);
});

async function createModule(api: CloudApi, more: object): Promise<WireModule> {
  const made = await api.post<{ module: WireModule }>("/modules", { module: { ...fields, ...more } });
  assert.equal(made.status, 200, made.text);
  return made.body.module;
}

test("a module of another datastore or version is refused with all of its request", async ({ demo }) => {
  const own = `/instances/${instance.id}/modules`;
  const { body } = await demo.get<{ datastores: WireDatastore[] }>("/datastores");
  const idOf = (datastore: string, version?: string) => {
    const found = body.datastores.find(({ name }) => name === datastore);
    return version === undefined ? found?.id : found?.versions.find(({ name }) => name === version)?.id;
  };
  const { version } = (await show(demo, instance.id)).datastore;
  const cases = [
    [{ type: "mariadb" }, `datastore '${idOf("mariadb")}' - expected '${idOf("mysql")}'`],
    [
      { type: "mysql", version: "5.7.29" },
      `datastore version '${idOf("mysql", "5.7.29")}' - expected '${idOf("mysql", version)}'`,
    ],
  ] as const;
  const free = await createModule(demo, { name: "free" });
  for (const [datastore, why] of cases) {
    const { id } = await createModule(demo, { name: "bound", datastore });
    const refused = await demo.post(own, { modules: [{ id: free.id }, { id }] });
    const message = `The module is invalid: Module 'bound' cannot be applied  (Wrong ${why})`;
    assertFault(refused, 400, "badRequest", message);
    for (const one of [free.id, id]) {
      assert.deepEqual((await demo.get(`/modules/${one}/instances`)).body, { instances: [] });
    }
    assert.equal((await demo.delete(`/modules/${id}`)).status, 200);
  }
  assert.equal((await demo.delete(`/modules/${free.id}`)).status, 200);
});

test("a refused DELETE of an instance removes its modules", async ({ demo }) => {
  const replica = await activeInstance(demo, {
    name: "replica",
    replica_of: instance.id,
    flavorRef: undefined,
    volume: undefined,
  });
  const { id } = await createModule(demo, { name: "removed" });
  assert.equal((await demo.post(`/instances/${instance.id}/modules`, { modules: [{ id }] })).status, 200);
  const inUse = /^A module cannot be deleted or its contents modified/;
  assertFault(await demo.put(`/modules/${id}`, { module: { contents: "c" } }), 403, "forbidden", inUse);
  const refused = await demo.delete(`/instances/${instance.id}`);
  assertFault(refused, 403, "forbidden", "Detach replicas before deleting replica source.");
  assert.deepEqual((await demo.get(`/modules/${id}/instances`)).body, { instances: [] });
  assert.equal((await demo.put(`/modules/${id}`, { module: { contents: "c" } })).status, 200);
  assert.equal((await demo.delete(`/modules/${id}`)).status, 200);
  assert.equal((await demo.delete(`/instances/${replica.id}`)).status, 202);
});

test("a module with new contents is no longer in use, though still applied", async ({ demo }) => {
  const { id } = await createModule(demo, { name: "live", live_update: 1 });
  const path = `/modules/${id}`;
  assert.equal((await demo.post(`/instances/${instance.id}/modules`, { modules: [{ id }] })).status, 200);
  assert.equal((await demo.put(path, { module: { contents: "c", live_update: 0 } })).status, 200);
  const { body } = await demo.get<{ instances: { id: string }[] }>(`${path}/instances`);
  assert.deepEqual(
    body.instances.map((one) => one.id),
    [instance.id],
  );
  assert.equal((await demo.delete(path)).status, 200);
});

test("refuses an unknown type, a second module of a name, and what only administrators may set", async ({
  demo,
  other,
}) => {
  const post = (more: object) => demo.post("/modules", { module: { ...fields, name: "taken", ...more } });
  assertFault(await post({ module_type: "nope" }), 404, "itemNotFound", "Module type 'nope' was not found.");
  const made = await demo.post<{ module: WireModule }>("/modules", { module: { ...fields, name: "taken" } });
  const twin = "A module with the name 'taken' already exists for datastore 'all' and datastore version 'all'";
  assertFault(await post({}), 400, "badRequest", twin);
  const admin = (options: string) => `You must be admin to create a module with these options. (${options})`;
  assertFault(await post({ auto_apply: 1, visible: 0 }), 403, "forbidden", admin("Auto: 1, Visible: 0"));
  assertFault(await post({ all_tenants: 1 }), 403, "forbidden", admin("Tenant: all"));
  const versionAlone = await post({ datastore: { version: "5.7.29" } });
  assertFault(versionAlone, 400, "badRequest", "Datastore 'None' has no version '5.7.29'.");
  assert.deepEqual((await other.get("/modules")).body, { modules: [] });
  await demo.delete(`/modules/${made.body.module.id}`);
});
