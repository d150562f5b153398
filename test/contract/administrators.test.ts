import assert from "node:assert/strict";
import { openApi } from "../support/cloud-api.ts";
import { endedBackup } from "../support/cloud-backups.ts";
import { contract } from "../support/cloud-contract.ts";
import { activeInstance, show } from "../support/cloud-instances.ts";

const test = contract();

interface Lists {
  readonly instances: { readonly id: string }[];
  readonly configurations: { readonly id: string }[];
  readonly backups: { readonly id: string }[];
}

interface Instance {
  readonly instance: { readonly tenant_id?: string };
}

test("an administrator sees all projects' groups in lists, and everything by id", async ({ cloud, demo }) => {
  const admin = await openApi(cloud, "admin", "admin", "secret");
  const { id } = await activeInstance(demo);
  const backup = await endedBackup(demo, id);
  const made = await demo.post<{ configuration: { id: string } }>("/configurations", {
    configuration: { name: "group", values: {} },
  });
  const group = made.body.configuration.id;
  const list = async (path: string) => (await admin.get<Lists>(path)).body;

  assert.equal((await show(admin, id)).id, id);
  assert.equal((await admin.get<Instance>(`/instances/${id}`)).body.instance.tenant_id, demo.projectId);
  assert.deepEqual((await list("/instances")).instances, []);
  assert.ok((await list("/configurations")).configurations.some((one) => one.id === group));
  assert.equal((await admin.get(`/configurations/${group}`)).status, 200);
  assert.equal((await admin.get(`/backups/${backup.id}`)).status, 200);
  assert.deepEqual((await list("/backups")).backups, []);
  for (const query of ["all_projects=true", `project_id=${demo.projectId}`]) {
    assert.ok(
      (await list(`/backups?${query}`)).backups.some((one) => one.id === backup.id),
      query,
    );
  }
  assert.ok((await list(`/instances/${id}/backups`)).backups.some((one) => one.id === backup.id));
  assert.equal((await admin.get(`/mgmt/quotas/${demo.projectId}`)).status, 200);
  assert.equal((await admin.get(`/backup_strategies?project_id=${demo.projectId}`)).status, 200);

  assert.equal((await admin.delete(`/configurations/${group}`)).status, 202);
  assert.equal((await admin.delete(`/backups/${backup.id}`)).status, 202);
  assert.equal((await demo.get(`/configurations/${group}`)).status, 404);
});
