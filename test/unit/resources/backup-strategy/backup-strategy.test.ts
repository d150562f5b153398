import assert from "node:assert/strict";
import { test } from "node:test";
import type { BackupStrategyInputs } from "../../../../provider/resources/backup-strategy/arguments.ts";
import { backupStrategy } from "../../../../provider/resources/backup-strategy/index.ts";
import { unknownValue } from "../../../../provider/resources/values/unknown-value.ts";
import { cloudless } from "../instance/cloudless.ts";
import { lostAnswers } from "../instance/create/lost-answers.ts";
import { type Harness, type StageOptions, startHarness } from "../instance/harness.ts";
import { ID, OTHER_ID } from "../instance/samples.ts";

const { check, create, diff, read, update, delete: deleteStrategy } = backupStrategy;

async function start(t: Parameters<typeof startHarness>[0], options: StageOptions = {}) {
  const harness = await startHarness(t, options);
  const { projectId, region } = await harness.context.trove.cloud();
  return { ...harness, projectId, region };
}

/** The strategies in the cloud: the container by instance. */
async function strategies({ context }: Pick<Harness, "context">): Promise<Record<string, string>> {
  const all = await context.trove.backupStrategies.list();
  return Object.fromEntries(all.map(({ instanceId = "project", swiftContainer }) => [instanceId, swiftContainer]));
}

const posts = ({ cloud }: Pick<Harness, "cloud">) =>
  cloud.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/backup_strategies")).length;

test("creates, changes and deletes the strategies of the project and of an instance", async (t) => {
  const harness = await start(t);
  const { context, projectId, region } = harness;
  const ofProject = await create({ swiftContainer: "all" }, context);
  const ofInstance = await create({ swiftContainer: "one", instance: ID }, context);
  assert.deepEqual([ofProject.id, ofInstance.id], [projectId, `${projectId}/${ID}`]);
  const { cloud, ...state } = ofInstance.state;
  assert.deepEqual(state, {
    ...{ swiftContainer: "one", instance: ID, projectId, region },
    ...{ declared: ["swiftContainer", "instance"], pending: [], adoptionToken: undefined },
  });
  assert.equal(cloud.projectId, projectId);
  assert.deepEqual(await strategies(harness), { project: "all", [ID]: "one" });
  const changed = await update(ofInstance.id, ofInstance.state, { swiftContainer: "two", instance: ID }, context);
  assert.equal(changed.swiftContainer, "two");
  assert.deepEqual(await strategies(harness), { project: "all", [ID]: "two" });
  await deleteStrategy(ofProject.id, ofProject.state, context);
  assert.deepEqual(await strategies(harness), { [ID]: "two" });
  await deleteStrategy(ofInstance.id, changed, context);
  await deleteStrategy(ofInstance.id, changed, context);
  assert.deepEqual(await strategies(harness), {});
});

test("an update without a change only reads", async (t) => {
  const harness = await start(t);
  const inputs = { swiftContainer: "one", instance: ID };
  const { id, state } = await create(inputs, harness.context);
  assert.deepEqual(await update(id, state, inputs, harness.context), state);
  assert.equal(posts(harness), 1);
});

test("a refresh shows another container, and nothing of a strategy that is gone", async (t) => {
  const { context } = await start(t);
  const inputs = { swiftContainer: "one", instance: ID };
  const { id, state } = await create(inputs, context);
  assert.deepEqual(await read({ id, state }, context), { state, inputs });
  await context.trove.backupStrategies.set({ swiftContainer: "other", instanceId: ID });
  const drifted = await read({ id, state }, context);
  assert.deepEqual([drifted?.state.swiftContainer, drifted?.inputs.swiftContainer], ["other", "other"]);
  await context.trove.backupStrategies.delete(ID);
  assert.equal(await read({ id, state }, context), undefined);
});

test("keeps a strategy that exists, and says how to proceed", async (t) => {
  const harness = await start(t);
  const { context } = harness;
  await context.trove.backupStrategies.set({ swiftContainer: "foreign", instanceId: ID });
  await context.trove.backupStrategies.set({ swiftContainer: "foreign" });
  await assert.rejects(create({ swiftContainer: "one", instance: ID }, context), {
    code: "TROVE_REFUSED",
    message:
      `Creating the backup strategy of instance ${ID} was refused, nothing was changed. instance: it already exists, with ` +
      'the container "foreign". Import it, which needs the plugin, or delete it first; for a renamed resource, set the ' +
      "resource option `aliases`.",
  });
  await assert.rejects(create({ swiftContainer: "one" }, context), /strategy of the project was refused/);
  assert.deepEqual(await strategies(harness), { project: "foreign", [ID]: "foreign" });
});

test("takes over the strategy of an interrupted create if told to, and if it is as declared", async (t) => {
  const harness = await start(t, { resumeInterrupted: true });
  const { context } = harness;
  await context.trove.backupStrategies.set({ swiftContainer: "one", instanceId: ID });
  await assert.rejects(create({ swiftContainer: "two", instance: ID }, context), { code: "TROVE_REFUSED" });
  const { id, state } = await create({ swiftContainer: "one", instance: ID }, context);
  await deleteStrategy(id, { ...state, adoptionToken: undefined }, context);
  assert.deepEqual(await strategies(harness), { [ID]: "one" }, "an older state of the same strategy keeps it");
});

test("creates only one of two resources for the same strategy", async (t) => {
  const harness = await start(t);
  const both = ["one", "two"].map((swiftContainer) => create({ swiftContainer }, harness.context));
  const outcomes = (await Promise.allSettled(both)).map(({ status }) => status);
  assert.deepEqual(outcomes, ["fulfilled", "rejected"]);
  assert.deepEqual(await strategies(harness), { project: "one" });
});

for (const [title, effect] of lostAnswers) {
  test(`repeats a request whose answer ${title}`, async (t) => {
    const harness = await start(t);
    harness.cloud.faults.add({ method: "POST", path: "/backup_strategies$", effect });
    const { id, state } = await create({ swiftContainer: "one" }, harness.context);
    harness.cloud.faults.add({ method: "DELETE", path: "/backup_strategies$", effect });
    await deleteStrategy(id, state, harness.context);
    assert.deepEqual(await strategies(harness), {});
  });
}

test("imports by the id of the project, and of the instance", async (t) => {
  const { context, projectId } = await start(t);
  await context.trove.backupStrategies.set({ swiftContainer: "one", instanceId: ID });
  const found = await read({ id: `${projectId}/${ID}`, withInputs: true }, context);
  assert.deepEqual(found?.inputs, { swiftContainer: "one", instance: ID });
  assert.equal(found && backupStrategy.isReadById(found.state), true);
  for (const id of [projectId, `${projectId}/${OTHER_ID}`, `other/${ID}`, ID, `${projectId}/`]) {
    assert.equal(await read({ id, withInputs: true }, context), undefined, id);
  }
});

const changes: readonly (readonly [
  title: string,
  after: Partial<BackupStrategyInputs>,
  changes: readonly (readonly [path: string, kind: string])[],
])[] = [
  ["the same inputs are no change", {}, []],
  ["another container changes in place", { swiftContainer: "two" }, [["swiftContainer", "update"]]],
  ["another instance replaces", { instance: OTHER_ID }, [["instance", "replace"]]],
  ["no instance replaces by the strategy of the project", { instance: undefined }, [["instance", "replace"]]],
  ["an instance that is replaced replaces", { instance: unknownValue as never }, [["instance", "replace"]]],
];

for (const [title, after, expected] of changes) {
  test(title, async (t) => {
    const { context } = await start(t);
    const before = { swiftContainer: "one", instance: ID };
    const { id, state } = await create(before, context);
    const { changes: found } = await diff(id, state, { ...before, ...after }, cloudless());
    assert.deepEqual(
      found.map(({ path, kind }) => [path, kind]),
      expected,
    );
  });
}

const refused: readonly (readonly [inputs: object, path: string, reason: string])[] = [
  [{ instance: ID }, "swiftContainer", "is required"],
  [
    { swiftContainer: "a b" },
    "swiftContainer",
    "must consist of letters (a-z, A-Z), digits and the characters _ @ % + = : , . -",
  ],
  [{ swiftContainer: "one", instance: "db" }, "instance", "must be an id (a UUID such as 8a2f3c1e-…)"],
  [{ swiftContainer: "one", container: "two" }, "container", 'unknown argument; did you mean "swiftContainer"?'],
];

for (const [inputs, path, reason] of refused) {
  test(`refuses ${JSON.stringify(inputs).slice(0, 60)}`, async () => {
    assert.deepEqual((await check(inputs, undefined, cloudless())).failures[0], { path, reason });
  });
}

test("a preview refuses an instance that does not exist, unless the strategy exists", async (t) => {
  const { context } = await start(t, { preview: true });
  const inputs = { swiftContainer: "one", instance: ID };
  const { failures } = await check(inputs, undefined, context);
  assert.match(failures[0]?.reason ?? "", new RegExp(`^this project has no instance ${ID}`));
  assert.deepEqual((await check(inputs, inputs, context)).failures, []);
  assert.deepEqual((await check({ swiftContainer: "one" }, undefined, context)).failures, []);
});
