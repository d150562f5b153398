import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "../../../../provider/resources/backup/check.ts";
import { create } from "../../../../provider/resources/backup/create/create.ts";
import { unknownValue } from "../../../../provider/resources/values/unknown-value.ts";
import { cloudless } from "../instance/cloudless.ts";
import { ID, OTHER_ID } from "../instance/samples.ts";
import { addInstance, interruptedCreate, PARENT_ID, startWithInstance } from "./fixture.ts";

const A_UUID = "must be an id (a UUID such as 8a2f3c1e-…)";
const NO_SHELL = "must consist of letters (a-z, A-Z), digits and the characters _ @ % + = : , . -";

const refused: readonly (readonly [inputs: object, path: string, reason: string])[] = [
  [{ instance: undefined }, "instance", "is required"],
  [{ instance: "db" }, "instance", A_UUID],
  [{ name: "" }, "name", "must not be empty"],
  [{ name: "n".repeat(256) }, "name", "must have at most 255 characters"],
  [{ description: "" }, "description", "must not be empty"],
  [{ incremental: 1 }, "incremental", "must be true or false"],
  [
    { incremental: false, parent: PARENT_ID },
    "incremental",
    "cannot be combined with parent, which makes the backup incremental",
  ],
  [{ parent: "full" }, "parent", A_UUID],
  [{ swiftContainer: "a;b" }, "swiftContainer", NO_SHELL],
  [{ swiftContainer: "a/b" }, "swiftContainer", NO_SHELL],
  [{ swiftContainer: "ä" }, "swiftContainer", "must contain a letter or a digit (a-z, A-Z, 0-9)"],
  [{ triggers: ["1"] }, "triggers", "must be an object"],
  [{ triggers: { version: 1 } }, "triggers.version", "must be a string"],
  [{ instance_id: ID }, "instance_id", 'unknown argument; did you mean "instance"?'],
  [{ parent_id: ID }, "parent_id", 'unknown argument; did you mean "parent"?'],
  [{ keepers: {} }, "keepers", 'unknown argument; did you mean "triggers"?'],
];

for (const [inputs, path, reason] of refused) {
  test(`refuses ${JSON.stringify(inputs).slice(0, 60)}`, async () => {
    const { failures } = await check({ instance: ID, ...inputs }, undefined, cloudless());
    assert.deepEqual(failures[0], { path, reason });
  });
}

test("accepts every argument, and values that are not known yet", async () => {
  const inputs = {
    instance: ID,
    name: "nightly",
    description: "before 2.0",
    parent: PARENT_ID,
    swiftContainer: "my_container-1.0",
    triggers: { version: "2.0" },
  };
  assert.deepEqual(await check(inputs, undefined, cloudless()), { inputs, failures: [], defaultName: undefined });
  const unknown = Object.fromEntries(Object.keys(inputs).map((name) => [name, unknownValue]));
  assert.deepEqual((await check({ ...unknown, incremental: undefined }, undefined, cloudless())).failures, []);
});

test("gives a new backup the default name, and keeps the name of an existing one", async () => {
  const context = cloudless({ defaultName: "dump-1234567" });
  const { inputs, defaultName } = await check({ instance: ID }, undefined, context);
  assert.deepEqual([inputs.name, defaultName], ["dump-1234567", "dump-1234567"]);
  const chosen = await check(
    { instance: ID },
    { instance: ID, name: "nightly" },
    cloudless({ defaultName: undefined }),
  );
  assert.deepEqual([chosen.inputs.name, chosen.defaultName], ["nightly", undefined]);
});

test("a preview refuses an instance and a parent that do not exist", async (t) => {
  const { context } = await startWithInstance(t, { preview: true });
  const { failures } = await check({ instance: OTHER_ID, parent: PARENT_ID }, undefined, context);
  assert.deepEqual(
    failures.map(({ path, reason }) => [path, reason.split(".")[0]]),
    [
      ["instance", `this project has no instance ${OTHER_ID}`],
      ["parent", `this project has no backup ${PARENT_ID}`],
    ],
  );
});

test("a preview refuses a parent that failed, or is of another instance", async (t) => {
  const { context, instanceId } = await startWithInstance(t);
  const preview = { ...context, preview: true };
  const other = await addInstance(context, "other");
  const full = await create({ instance: instanceId, name: "full" }, context);
  const failed = await interruptedCreate({ instance: instanceId, name: "BACKUP_ERROR" }, context);
  const reasonOf = async (inputs: object) => (await check(inputs, undefined, preview)).failures[0]?.reason;
  assert.equal(await reasonOf({ instance: instanceId, parent: full.id }), undefined);
  assert.equal(
    await reasonOf({ instance: other, parent: full.id }),
    `backup ${full.id} is of instance ${instanceId}, but the new one is of ${other}`,
  );
  assert.equal(
    await reasonOf({ instance: instanceId, parent: failed.id }),
    `backup ${failed.id} cannot be continued: its status is FAILED, not COMPLETED`,
  );
});

test("a preview does not look for the instance of a backup that exists", async (t) => {
  const { cloud, context } = await startWithInstance(t, { preview: true });
  const inputs = { instance: OTHER_ID, name: "nightly", parent: PARENT_ID };
  cloud.requests.length = 0;
  assert.deepEqual((await check(inputs, inputs, context)).failures, []);
  assert.deepEqual(cloud.requests, []);
});

test("a preview warns once if its backups would exceed the quota", async (t) => {
  const { cloud, context, instanceId, lines } = await startWithInstance(t);
  await create({ instance: instanceId, name: "first" }, context);
  const limits = [{ verb: "ABSOLUTE", max_instances: 10, max_backups: 2, max_volumes: 40 }];
  cloud.faults.add({ method: "GET", path: "/limits$", effect: { type: "status", status: 200, body: { limits } } });
  const preview = { ...context, preview: true };
  const texts = () => lines.filter((line) => line.startsWith("Quota"));
  await check({ instance: instanceId, name: "a" }, undefined, preview);
  assert.deepEqual(texts(), []);
  await check({ instance: instanceId, name: "b" }, undefined, preview);
  await check({ instance: instanceId, name: "c" }, undefined, preview);
  assert.deepEqual(texts(), ["Quota would be exceeded: 2 backups allowed, 1 in use, this preview adds at least 2."]);
});
