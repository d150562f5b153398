import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Context } from "../../../../../provider/resources/context.ts";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { check } from "../../../../../provider/resources/instance/check/check.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { diff } from "../../../../../provider/resources/instance/diff/diff.ts";
import { instance } from "../../../../../provider/resources/instance/index.ts";
import { read } from "../../../../../provider/resources/instance/read/read.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { createProcessServices } from "../../../../../provider/resources/process-services.ts";
import { type Harness, startHarness } from "../harness.ts";
import { inputs } from "../samples.ts";

const CONTENTS: InstanceInputs = {
  databases: { app: {}, log: {} },
  users: {
    "app@%": { password: "p-of-app", databases: ["log", "app"] },
    "app@10.0.0.%": { password: "p-of-app", databases: ["app"] },
    "idle@%": { password: "p-of-idle" },
  },
};
const IMPORTED_CONTENTS: InstanceInputs = {
  databases: { app: {}, log: {} },
  users: {
    "app@%": { databases: ["app", "log"] },
    "app@10.0.0.%": { databases: ["app"] },
    "idle@%": { databases: [] },
  },
};
const ACCESS = { isPublic: true, allowedCidrs: ["10.0.0.0/8", "192.0.2.0/24"] };
const POSTGRESQL_CONTENTS: InstanceInputs = {
  databases: { app: {} },
  users: { "app@%": { password: "p-of-app", databases: ["app"] } },
};

interface Case {
  readonly release: 18 | 26;
  readonly made: (context: Context) => Promise<InstanceInputs>;
  /** What the import declares beside name, flavor and what `made` declares without databases and users. */
  readonly imported: InstanceInputs;
}

const CASES: Readonly<Record<string, Case>> = {
  "MySQL, with users on several hosts": {
    release: 18,
    made: async () => ({ datastore: { type: "mysql", version: "8.0.29" }, ...CONTENTS }),
    imported: IMPORTED_CONTENTS,
  },
  "MySQL on Trove 26": {
    release: 26,
    made: async () => ({ datastore: { type: "mysql", version: "8.0.29" }, ...CONTENTS }),
    imported: IMPORTED_CONTENTS,
  },
  MariaDB: {
    release: 18,
    made: async () => ({ datastore: { type: "mariadb", version: "10.4.18" }, ...CONTENTS }),
    imported: IMPORTED_CONTENTS,
  },
  PostgreSQL: {
    release: 26,
    made: async () => ({ datastore: { type: "postgresql", version: "12.18" }, ...POSTGRESQL_CONTENTS }),
    imported: { databases: { app: {} }, users: { "app@%": { databases: ["app"] } } },
  },
  "PostgreSQL on a cloud that lists none of its databases": {
    release: 18,
    made: async () => ({ datastore: { type: "postgresql", version: "12.18" }, ...POSTGRESQL_CONTENTS }),
    imported: {},
  },
  "an instance with a configuration group": {
    release: 26,
    made: async ({ trove }) => ({
      datastore: { type: "mysql", version: "8.0.29" },
      configuration: (await trove.configurations.create({ name: "group", values: { wait_timeout: 100 } })).id,
    }),
    imported: {},
  },
  "an instance with an access": {
    release: 26,
    made: async () => ({ datastore: { type: "mysql", version: "8.0.29" }, access: ACCESS }),
    imported: {},
  },
};

/** The context of a later process, on the same cloud. */
function later(context: Context, preview = false): Context {
  const services = createProcessServices({ resumeInterrupted: false, previewChecks: true });
  return { ...context, defaultName: undefined, preview, ...services };
}

/** Imports an instance: the state, in which the engine's inputs are declared, and the inputs. */
async function importOf(id: string, context: Context) {
  const found = await read({ id, withInputs: true }, context);
  assert.ok(found);
  assert.deepEqual([instance.isReadById(found.state), found.state.declared], [true, []]);
  return { inputs: found.inputs, state: { ...found.state, declared: Object.keys(found.inputs) } };
}

function changesOf({ cloud }: Pick<Harness, "cloud">): string[] {
  return cloud.requests
    .filter(({ method, service }) => service === "trove" && method !== "GET")
    .map(({ method, path }) => `${method} ${path}`);
}

/** Asserts that a program which declares the imported inputs changes nothing, in a preview, an update and a refresh. */
async function assertUnchanged(
  id: string,
  { state, inputs: declared }: { state: InstanceState; inputs: InstanceInputs },
  { cloud, context }: Harness,
): Promise<void> {
  cloud.requests.length = 0;
  const checked = await check(declared, declared, later(context, true));
  assert.deepEqual([checked.failures, checked.inputs], [[], declared]);
  for (const preview of [true, false]) {
    const found = await diff(id, state, checked.inputs, later(context, preview));
    assert.deepEqual([found.changes, found.unfinished], [[], false]);
  }
  assert.deepEqual(await read({ id, state }, later(context)), { state, inputs: declared });
  assert.deepEqual(await update(id, state, checked.inputs, later(context)), state);
  assert.deepEqual(changesOf({ cloud }), []);
}

async function startWith(t: TestContext, { release, made }: Case) {
  const harness = await startHarness(t, { troveRelease: release });
  const declared = inputs({ volume: { size: 2 }, ...(await made(harness.context)) });
  const { id } = await create(declared, harness.context);
  const { databases: _, users: __, ...reported } = declared;
  return { ...harness, id, reported };
}

for (const [title, one] of Object.entries(CASES)) {
  test(`imports ${title} so that a program with the same inputs changes nothing`, async (t) => {
    const { id, reported, ...harness } = await startWith(t, one);
    const imported = await importOf(id, later(harness.context));
    assert.deepEqual(imported.inputs, { ...reported, ...one.imported });
    await assertUnchanged(id, imported, harness);
  });

  test(`changes only the flavor and the volume of ${title} after an import`, async (t) => {
    const { id, cloud, context } = await startWith(t, one);
    const others = () => {
      const { name, databases, users, configurationId, access } = cloud.instance(id) ?? {};
      return structuredClone({ name, databases, users, configurationId, access });
    };
    const before = others();
    const { state, inputs: declared } = await importOf(id, later(context));
    const wanted = { ...declared, flavor: "m1.medium", volume: { size: 3 } };
    const updated = await update(id, state, wanted, later(context));
    assert.deepEqual([updated.pending, updated.flavor, updated.volumeSize], [[], "m1.medium", 3]);
    assert.deepEqual(others(), before);
    assert.equal(cloud.instances().length, 1);
  });
}

test("imports a replica without what it has from its source", async (t) => {
  const harness = await startHarness(t, { troveRelease: 26 });
  const { context, cloud } = harness;
  const source = await create(inputs({ volume: { size: 2 }, ...CONTENTS }), context);
  const { id } = await create({ name: "copy", flavor: "m1.small", replicaOf: source.id }, context);
  cloud.requests.length = 0;
  const imported = await importOf(id, later(context));
  assert.deepEqual(imported.inputs, { name: "copy", flavor: "m1.small", replicaOf: source.id });
  assert.ok(cloud.requests.every(({ path }) => !/\/(users|databases)/.test(path)));
  assert.deepEqual([imported.state.volumeSize, imported.state.datastoreType], [2, "mysql"]);
  await assertUnchanged(id, imported, harness);
});

test("keeps the name of an import if the program declares none", async (t) => {
  const harness = await startHarness(t);
  const { id } = await create(inputs({ volume: { size: 2 } }), harness.context);
  const { state, inputs: old } = await importOf(id, later(harness.context));
  const { name: _, ...program } = old;
  const checked = await check(program, old, later(harness.context, true));
  assert.deepEqual([checked.failures, checked.inputs], [[], old]);
  assert.deepEqual((await diff(id, state, checked.inputs, later(harness.context, true))).changes, []);
});

test("sets the password of an imported user once the program declares it", async (t) => {
  const harness = await startHarness(t);
  const { id } = await create(inputs({ volume: { size: 2 }, ...CONTENTS }), harness.context);
  const { state, inputs: old } = await importOf(id, later(harness.context));
  const wanted = { ...old, users: { ...old.users, "idle@%": { password: "new-secret", databases: [] } } };
  const { changes } = await diff(id, state, wanted, later(harness.context, true));
  assert.deepEqual(
    changes.map(({ path, kind }) => `${path} ${kind}`),
    ['users["idle@%"].password update'],
  );
  harness.cloud.requests.length = 0;
  const updated = await update(id, state, wanted, later(harness.context));
  assert.deepEqual(updated.users, wanted.users);
  const [sent = "", ...others] = changesOf(harness);
  assert.match(sent, /^PUT .*\/users\/idle/);
  assert.deepEqual(others, []);
});

test("refuses a character set that is declared for an imported database", async (t) => {
  const { context } = await startHarness(t);
  const { id } = await create(inputs({ volume: { size: 2 }, ...CONTENTS }), context);
  const { state, inputs: old } = await importOf(id, later(context));
  const wanted = { ...old, databases: { ...old.databases, app: { characterSet: "utf8mb4" } } };
  const { changes } = await diff(id, state, wanted, later(context, true));
  assert.deepEqual(
    changes.map(({ path, kind }) => `${path} ${kind}`),
    ["databases.app refuse"],
  );
});

test("never replaces an import for what Trove does not report", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { id } = await create(inputs({ volume: { size: 2, type: "ssd" }, availabilityZone: "nova" }), context);
  const { state, inputs: old } = await importOf(id, later(context));
  const unreported: InstanceInputs = {
    volume: { size: 2, type: "ssd" },
    availabilityZone: "nova",
    locality: "affinity",
    network: { networkId: "5f0c8a5e-7f4d-4a0e-9a55-0f5a3a5c9d11" },
  };
  const wanted = { ...old, ...unreported, allow: { replace: true } };
  const { changes } = await diff(id, state, wanted, later(context, true));
  assert.deepEqual([...new Set(changes.map(({ kind }) => kind))], ["stateOnly"]);
  const recorded = await update(id, state, wanted, later(context));
  assert.deepEqual((await diff(id, recorded, wanted, later(context, true))).changes, []);
  for (const other of [{ availabilityZone: "other" }, { volume: { size: 2, type: "lvmdriver-1" } }]) {
    const { changes: others } = await diff(id, recorded, { ...wanted, ...other }, later(context, true));
    assert.deepEqual(
      others.map(({ kind }) => kind),
      ["replace"],
    );
  }
  assert.equal(cloud.instances().length, 1);
});
