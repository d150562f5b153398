import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { inputsForCreate, toCreateBody } from "../../../../../provider/resources/instance/create/create-body.ts";
import { cloudless } from "../cloudless.ts";
import { startHarness } from "../harness.ts";
import { ID, inputs, OTHER_ID } from "../samples.ts";

const databases = { app: {} };
const users = { "app@%": { password: "secret-1", databases: ["app"] } };
const open = { isPublic: true, allowedCidrs: ["10.0.0.0/8"] };
const nobody = { isPublic: false, allowedCidrs: [] };
const NOWHERE = { isPublic: false, allowedCidrs: ["127.255.255.255/32"] };

/** The inputs of a program, and those that its create request applies. */
const cases: Readonly<Record<string, readonly [inputs: InstanceInputs, applied: InstanceInputs]>> = {
  "applies all inputs of an instance that is no replica and not restored": [
    { flavor: "2", databases, users, access: open, configuration: ID },
    { flavor: "2", databases, users, access: open, configuration: ID },
  ],
  "leaves flavor and access of a replica to an update": [
    { replicaOf: ID, name: "replica", flavor: "3", configuration: OTHER_ID, access: open, availabilityZone: "a" },
    { replicaOf: ID, name: "replica", configuration: OTHER_ID, availabilityZone: "a" },
  ],
  "leaves a closed access of a replica to an update": [{ replicaOf: ID, access: nobody }, { replicaOf: ID }],
  "leaves databases and users of a restored instance to an update": [
    { flavor: "2", restorePoint: { backupId: ID }, databases, users, configuration: OTHER_ID, access: open },
    { flavor: "2", restorePoint: { backupId: ID }, configuration: OTHER_ID, access: open },
  ],
  "closes the access of a new instance with a range without hosts": [
    { flavor: "2", access: nobody },
    { flavor: "2", access: NOWHERE },
  ],
  "closes the access of a restored instance with a range without hosts": [
    { flavor: "2", restorePoint: { backupId: ID }, access: nobody },
    { flavor: "2", restorePoint: { backupId: ID }, access: NOWHERE },
  ],
  "keeps arguments that only the state records": [
    { flavor: "2", allow: { replace: true }, finalBackup: {} },
    { flavor: "2", allow: { replace: true }, finalBackup: {} },
  ],
};

for (const [title, [declared, applied]] of Object.entries(cases)) {
  test(title, () => {
    const given = structuredClone(declared);
    assert.deepEqual(inputsForCreate(given), applied);
    assert.deepEqual(given, declared);
  });
}

test("sends every argument that Trove accepts, with the names of the client", async (t) => {
  const { context } = await startHarness(t);
  const network = { subnetId: "s1", ipAddress: "10.0.0.5" };
  const body = await toCreateBody(
    inputs({
      datastore: { type: "mysql", version: "8.0.29" },
      databases: { app: { characterSet: "utf8mb4" } },
      users: { ...users, "at@x@10.0.0.%": { password: "secret-2" }, bare: { password: "secret-3" } },
      configuration: ID,
      network,
      availabilityZone: "a",
      locality: "affinity",
      access: open,
      restorePoint: { backupId: OTHER_ID },
      allow: { replace: true },
      finalBackup: {},
    }),
    context,
  );
  assert.deepEqual(body, {
    name: "db",
    flavorId: "2",
    volume: { size: 5 },
    datastore: { type: "mysql", version: "8.0.29" },
    databases: [{ name: "app", characterSet: "utf8mb4" }],
    users: [
      { name: "app", host: "%", password: "secret-1", databases: ["app"] },
      { name: "at@x", host: "10.0.0.%", password: "secret-2" },
      { name: "bare", host: "%", password: "secret-3" },
    ],
    configurationId: ID,
    replicaOf: undefined,
    network,
    availabilityZone: "a",
    locality: "affinity",
    access: open,
    backupId: OTHER_ID,
  });
});

test("sends the create of a replica without any lookup, with the default name", async () => {
  const { name, replicaOf, flavorId } = await toCreateBody({ replicaOf: ID }, cloudless());
  assert.deepEqual({ name, replicaOf, flavorId }, { name: "db-1234567", replicaOf: ID, flavorId: undefined });
});

test("refuses a flavor or datastore that the cloud does not have, by its path", async (t) => {
  const { context } = await startHarness(t);
  await assert.rejects(toCreateBody(inputs({ flavor: "m1.huge" }), context), { code: "TROVE_UNKNOWN_FLAVOR" });
  await assert.rejects(toCreateBody(inputs({ datastore: { type: "mysql", version: "9.9" } }), context), {
    code: "TROVE_UNKNOWN_DATASTORE",
    message: /^datastore\.version: /,
  });
});
