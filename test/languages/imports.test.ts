import assert from "node:assert/strict";
import { test } from "node:test";
import { NOBODYS } from "../engine/errors/row.ts";
import { during, writes } from "../engine/harness.ts";
import { checkpointOf, resourcesOf } from "../support/checkpoint.ts";
import { openApi } from "../support/cloud-api.ts";
import { createGroup } from "../support/cloud-configurations.ts";
import { userPath } from "../support/cloud-guest.ts";
import { activeInstance, createInstance } from "../support/cloud-instances.ts";
import { assertChangesNothing, emptyProject, INSTANCE, imported, importedAll, problemsIn } from "./importing.ts";
import { pulumi, rewrite } from "./program.ts";
import { shownBy } from "./steps.ts";
import { type YamlProgram, yamlProgram } from "./yaml.ts";

const MYSQL = { type: "mysql", version: "8.0.29" };
const SMALL = { flavor: "m1.small", volume: { size: 1 } };
const DATABASES = [{ name: "app" }];
const APP = { name: "app", password: "p-of-app", databases: DATABASES };
const PROTECTED = { type: "trove:Instance", options: { protect: true } } as const;

test("pulumi import generates a program that changes nothing, and a password is set in place", async (t) => {
  const project = await emptyProject(t);
  const { api, stack, cloud } = project;
  const users = [APP, { ...APP, host: "10.0.0.%" }, { name: "idle", password: "p-of-idle" }];
  const { id } = await activeInstance(api, { flavorRef: "2", databases: [...DATABASES, { name: "log" }], users });

  const { program, problems } = await imported(project, INSTANCE, "db", id);
  assert.deepEqual(problems, []);
  const properties = {
    ...{ ...SMALL, name: "db", datastore: MYSQL, databases: { app: {}, log: {} } },
    users: { "app@%": { databases: ["app"] }, "app@10.0.0.%": { databases: ["app"] }, "idle@%": { databases: [] } },
  };
  assert.deepEqual(program, { resources: { db: { ...PROTECTED, properties } } });
  await assertChangesNothing(project, program);

  const declared = {
    ...properties,
    users: { ...properties.users, "app@%": { password: "p-new", databases: ["app"] } },
  };
  await rewrite(stack, yamlProgram({ resources: { db: { ...PROTECTED, properties: declared } } }));
  assert.deepEqual((await shownBy(stack, "preview")).diffs, { db: { 'users["app@%"].password': "add" } });
  const requests = await during(cloud, () => stack.up());
  assert.deepEqual(writes(requests), [`PUT ${userPath(id, "app@%")}`]);
  assert.equal(cloud.instance(id)?.user("app", "%")?.password, "p-new");
  assert.equal(cloud.instance(id)?.user("app", "10.0.0.%")?.password, "p-of-app");
  await stack.preview({ expectNoChanges: true });
  const [state] = await resourcesOf(stack);
  for (const found of [state?.inputs, state?.outputs]) {
    assert.equal(found.users["app@%"].password.ciphertext, "encrypted");
    assert.deepEqual(found.users["idle@%"], { databases: [] });
  }
  assert.doesNotMatch(await checkpointOf(stack), /p-new/);
});

test("pulumi import declares of each kind of instance what changes nothing", async (t) => {
  const project = await emptyProject(t);
  const { api } = project;
  const { id: source } = await activeInstance(api, { name: "source", flavorRef: "2" });
  const group = await createGroup(api, { wait_timeout: 100 });
  const postgresql = { type: "postgresql", version: "12.18" };
  const access = { is_public: false, allowed_cidrs: ["10.0.0.0/8"] };
  const cases: Readonly<Record<string, { readonly fields: object; readonly declares: object }>> = {
    replica: {
      fields: { replica_of: source, flavorRef: undefined, volume: undefined },
      declares: { replicaOf: source },
    },
    grouped: {
      fields: { configuration: group.id },
      declares: { datastore: MYSQL, volume: { size: 1 }, configuration: group.id },
    },
    postgresql: {
      fields: { datastore: postgresql, databases: DATABASES, users: [APP] },
      declares: {
        ...{ datastore: postgresql, volume: { size: 1 }, databases: { app: {} } },
        users: { "app@%": { databases: ["app"] } },
      },
    },
    limited: {
      fields: { access },
      declares: { datastore: MYSQL, volume: { size: 1 }, access: { isPublic: false, allowedCidrs: ["10.0.0.0/8"] } },
    },
  };
  const ids: Record<string, string> = {};
  for (const [name, { fields }] of Object.entries(cases)) {
    ids[name] = (await activeInstance(api, { name, flavorRef: "2", ...fields })).id;
  }

  const { program, problems } = await importedAll(project, ids);
  assert.deepEqual(problems, []);
  const expected = Object.entries(cases).map(([name, { declares }]) => [
    name,
    { ...PROTECTED, properties: { name, flavor: "m1.small", ...declares } },
  ]);
  assert.deepEqual(program.resources, Object.fromEntries(expected));
  await assertChangesNothing(project, program);
});

test("pulumi import of an id that the project does not have names the id and the project", async (t) => {
  const { cloud, stack } = await emptyProject(t);
  const { id } = await activeInstance(await openApi(cloud, "other"));
  for (const unknown of [NOBODYS, id, "db"]) {
    const { code, output } = await pulumi(stack, "import", INSTANCE, "db", unknown, "--yes", "--skip-preview");
    assert.equal(code, 1, output);
    const says = `Instance ${unknown} does not exist in project ${cloud.projects.demo}, region RegionOne`;
    assert.match(problemsIn(output).join("\n"), new RegExp(says));
  }
  assert.deepEqual(await resourcesOf(stack), []);
});

test("pulumi import of an instance in BUILD or ERROR warns that its contents are not read", async (t) => {
  const project = await emptyProject(t);
  const { api, cloud } = project;
  const { id: failed } = await activeInstance(api, { name: "failed", flavorRef: "2", databases: DATABASES });
  cloud.change(failed, (record) => {
    record.status = "ERROR";
  });
  cloud.pause();
  const { id: building } = await createInstance(api, { name: "building", flavorRef: "2", databases: DATABASES });

  const { program, problems } = await importedAll(project, { failed, building });
  const says = (id: string, status: string) =>
    new RegExp(`${id}\\) could not be read.*: the instance is in ${status}\\.`);
  assert.equal(problems.length, 2, problems.join("\n"));
  for (const warning of [says(failed, "ERROR"), says(building, "BUILD")]) assert.match(problems.join("\n"), warning);
  const properties = { ...SMALL, datastore: MYSQL };
  const expected: YamlProgram["resources"] = {
    building: { ...PROTECTED, properties: { ...properties, name: "building" } },
    failed: { ...PROTECTED, properties: { ...properties, name: "failed" } },
  };
  assert.deepEqual(program.resources, expected);

  cloud.change(failed, (record) => {
    record.status = "ACTIVE";
  });
  cloud.resume();
  await assertChangesNothing(project, program);
});
