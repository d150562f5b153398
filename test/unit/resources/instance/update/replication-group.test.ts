import assert from "node:assert/strict";
import { test } from "node:test";
import { InterruptedError } from "../../../../../provider/resources/errors/interrupted-error.ts";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import { prepareDiff } from "../../../../../provider/resources/instance/diff/diff.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import type { Stage } from "../harness.ts";
import { OTHER_ID } from "../samples.ts";
import { because, changes, groupOf, withSource } from "./replication.ts";

const RESTART = { restart: true };

/** The paths that a preview or an update finds changed. */
async function changed(id: string, state: InstanceState, wanted: InstanceInputs, { context }: Stage) {
  const comparable = await prepareDiff(id, state, wanted, context);
  return compare(comparable.state, comparable.inputs).changes.map(({ path, kind }) => `${kind} ${path}`);
}

/** The requests that look at one instance. */
const looks = ({ cloud }: Stage, id: string) =>
  cloud.requests.filter(({ method, path }) => method === "GET" && path.endsWith(`/instances/${id}`)).length;

const restarts = (stage: Stage, id: string) =>
  changes(stage).filter((change) => change === `POST /instances/${id}/action`).length;

for (const release of [18, 26] as const) {
  test(`creates a replica with its own group without any restart (${release})`, async (t) => {
    const stage = await withSource(t, release);
    const { id } = await stage.source({ configuration: stage.groups.first });
    const before = changes(stage).length;
    const { id: replica, state } = await stage.replica(id, { configuration: stage.groups.fixed });
    assert.deepEqual([state.configuration, state.status, state.pending], [stage.groups.fixed, "ACTIVE", []]);
    assert.equal(groupOf(stage, replica), stage.groups.fixed);
    assert.deepEqual(changes(stage).slice(before), ["POST /instances"]);
  });
}

test("attaches no group twice to a replica that has it through its source", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const source = await stage.source({});
  const replica = await stage.replica(source.id);
  const before = changes(stage).length;
  await update(source.id, source.state, { ...source.wanted, configuration: groups.first }, context);
  assert.equal(groupOf(stage, replica.id), groups.first);
  const now = await update(replica.id, replica.state, { ...replica.wanted, configuration: groups.first }, context);
  assert.deepEqual([now.configuration, now.pending], [groups.first, []]);
  assert.deepEqual(changes(stage).slice(before), [`PUT /instances/${source.id}`]);
});

test("attaches a group to a source and its replica at once, in either order", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const source = await stage.source({});
  const replica = await stage.replica(source.id);
  const both = [source, replica].map(({ id, state, wanted }) =>
    update(id, state, { ...wanted, configuration: groups.first }, context),
  );
  const states = await Promise.all(both);
  assert.deepEqual(
    states.map(({ configuration }) => configuration),
    [groups.first, groups.first],
  );
  assert.deepEqual([groupOf(stage, source.id), groupOf(stage, replica.id)], [groups.first, groups.first]);
});

test("swaps the group of a source, restarting replicas that wait, with its consent", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const source = await stage.source({ configuration: groups.fixed, allow: RESTART });
  const replica = await stage.replica(source.id);
  const wanted = { ...source.wanted, configuration: groups.second };
  const swapped = await update(source.id, source.state, wanted, context);
  assert.deepEqual([swapped.configuration, swapped.status], [groups.second, "ACTIVE"]);
  assert.equal(groupOf(stage, replica.id), groups.second);
  assert.equal((await context.trove.instances.get(replica.id)).status, "ACTIVE");
  assert.equal(changes(stage).filter((change) => change === `POST /instances/${replica.id}/action`).length, 1);
});

test("restarts no replica without consent, and names the one that waits", async (t) => {
  const stage = await withSource(t);
  const { cloud, groups, context } = stage;
  const source = await stage.source({ configuration: groups.first });
  const replica = await stage.replica(source.id);
  cloud.change(replica.id, (record) => {
    record.task = "RESTART_REQUIRED";
  });
  const wanted = { ...source.wanted, configuration: groups.second };
  await assert.rejects(
    update(source.id, source.state, wanted, context),
    because(new RegExp(`configuration: replica ${replica.id} waits for a restart.*allow: \\{ restart: true \\}`)),
  );
  assert.equal(groupOf(stage, source.id), groups.first);
  assert.equal(changes(stage).filter((change) => change.endsWith("/action")).length, 0);
});

test("warns of a replica that loses its group together with its source", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const source = await stage.source({ configuration: groups.first });
  const [replica, own] = [
    await stage.replica(source.id, { configuration: groups.first }),
    await stage.replica(source.id, { name: "own", configuration: groups.second }),
  ];
  const { configuration: _, ...without } = source.wanted;
  await update(source.id, source.state, without, context);
  assert.deepEqual([groupOf(stage, replica.id), groupOf(stage, own.id)], [undefined, groups.second]);
  const warnings = stage.lines.filter((line) => line.includes("has detached configuration group"));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", new RegExp(`${groups.first} from replica ${replica.id}\\. `));
});

test("keeps a replica's own group, and detaches it alone", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const source = await stage.source({ configuration: groups.first });
  const replica = await stage.replica(source.id, { configuration: groups.first });
  const { configuration: _, ...without } = replica.wanted;
  const now = await update(replica.id, replica.state, without, context);
  assert.deepEqual([now.configuration, groupOf(stage, replica.id)], [undefined, undefined]);
  assert.equal(groupOf(stage, source.id), groups.first);
});

test("does not restart a replica without consent when its source makes that due meanwhile", async (t) => {
  const stage = await withSource(t);
  const { cloud, groups, context } = stage;
  const source = await stage.source({});
  const replica = await stage.replica(source.id);
  cloud.faults.add({
    method: "PUT",
    path: `/instances/${source.id}$`,
    effect: { type: "delay", seconds: 3, when: "before" },
  });
  const sending = () => changes(stage).includes(`PUT /instances/${source.id}`);
  const first = update(source.id, source.state, { ...source.wanted, configuration: groups.fixed }, context);
  while (!sending()) await context.clock.sleep(1000);
  const second = update(replica.id, replica.state, { ...replica.wanted, configuration: groups.first }, context);
  await assert.rejects(second, because(/configuration: .*Set allow: \{ restart: true \}/));
  assert.equal((await first).status, "RESTART_REQUIRED");
  assert.equal(groupOf(stage, replica.id), groups.fixed);
  assert.equal(changes(stage).filter((change) => change.endsWith("/action")).length, 0);
});

test("restores a replica's declared group in the run that changes that of its source", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const source = await stage.source({ configuration: groups.first });
  const replica = await stage.replica(source.id, { configuration: groups.first });
  await update(source.id, source.state, { ...source.wanted, configuration: groups.second }, context);
  assert.equal(groupOf(stage, replica.id), groups.second);
  assert.deepEqual(await changed(replica.id, replica.state, replica.wanted, stage), ["update configuration"]);
  const { state, inputs: compared } = await prepareDiff(replica.id, replica.state, replica.wanted, context);
  assert.equal(compare(state, compared).unfinished, true, "the host does not compare inputs alone");
  const now = await update(replica.id, replica.state, replica.wanted, context);
  assert.deepEqual([now.configuration, now.pending], [groups.first, []]);
  assert.deepEqual([groupOf(stage, source.id), groupOf(stage, replica.id)], [groups.second, groups.first]);
  assert.deepEqual(await changed(replica.id, now, replica.wanted, stage), []);
});

test("attaches a declared group again that a replica lost with its source", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const source = await stage.source({ configuration: groups.first });
  const replica = await stage.replica(source.id, { configuration: groups.first });
  const { configuration: _, ...without } = source.wanted;
  await update(source.id, source.state, without, context);
  assert.deepEqual(await changed(replica.id, replica.state, replica.wanted, stage), ["update configuration"]);
  await update(replica.id, replica.state, replica.wanted, context);
  assert.deepEqual([groupOf(stage, source.id), groupOf(stage, replica.id)], [undefined, groups.first]);
});

test("restores a replica's group also where the update of its source stops halfway", async (t) => {
  const stage = await withSource(t);
  const { cloud, groups, context } = stage;
  const source = await stage.source({ configuration: groups.first });
  const replica = await stage.replica(source.id, { configuration: groups.first });
  const body = { badRequest: { code: 400, message: "no" } };
  cloud.faults.add({ method: "POST", path: "/action$", effect: { type: "status", status: 400, body } });
  const wanted = { ...source.wanted, configuration: groups.second, volume: { size: 2 } };
  await assert.rejects(update(source.id, source.state, wanted, context));
  assert.deepEqual([groupOf(stage, source.id), groupOf(stage, replica.id)], [undefined, undefined]);
  assert.deepEqual(await changed(replica.id, replica.state, replica.wanted, stage), ["update configuration"]);
});

test("warns of a declared group that a replica has lost after it was compared", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const source = await stage.source({ configuration: groups.first });
  const replica = await stage.replica(source.id, { configuration: groups.first });
  assert.deepEqual(await changed(replica.id, replica.state, replica.wanted, stage), []);
  await update(source.id, source.state, { ...source.wanted, configuration: groups.second }, context);
  const warnings = stage.lines.filter((line) => line.includes("has detached configuration group"));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", new RegExp(`${groups.first} from replica ${replica.id}\\. `));
});

test("does not warn of a replica that follows its source to another group", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const source = await stage.source({ configuration: groups.first });
  const replica = await stage.replica(source.id);
  await update(source.id, source.state, { ...source.wanted, configuration: groups.second }, context);
  assert.equal(groupOf(stage, replica.id), groups.second);
  assert.deepEqual(
    stage.lines.filter((line) => line.includes("has detached")),
    [],
  );
});

test("restarts a replica that the new group of its source makes wait, with consent", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const source = await stage.source({});
  const replica = await stage.replica(source.id);
  const wanted = { ...source.wanted, configuration: groups.fixed, allow: RESTART };
  assert.equal((await update(source.id, source.state, wanted, context)).status, "ACTIVE");
  assert.equal((await context.trove.instances.get(replica.id)).status, "ACTIVE");
  assert.equal(restarts(stage, replica.id), 1);
});

test("restarts that replica also when the update of its source is resumed", async (t) => {
  const stage = await withSource(t);
  const { cloud, groups, context } = stage;
  const source = await stage.source({});
  const replica = await stage.replica(source.id);
  const body = { badRequest: { code: 400, message: "no" } };
  cloud.faults.add({
    method: "POST",
    path: `/instances/${replica.id}/action$`,
    effect: { type: "status", status: 400, body },
  });
  const wanted = { ...source.wanted, configuration: groups.fixed, allow: RESTART };
  const interrupted = await update(source.id, source.state, wanted, context).catch((error: unknown) => error);
  assert.ok(interrupted instanceof InterruptedError);
  assert.equal((await context.trove.instances.get(replica.id)).status, "RESTART_REQUIRED");
  await update(source.id, interrupted.state as InstanceState, wanted, context);
  assert.equal((await context.trove.instances.get(replica.id)).status, "ACTIVE");
});

test("warns of a replica that the new group of its source makes wait, without consent", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const source = await stage.source({});
  const replica = await stage.replica(source.id);
  await update(source.id, source.state, { ...source.wanted, configuration: groups.fixed }, context);
  assert.equal(restarts(stage, replica.id), 0);
  const warnings = stage.lines.filter((line) => line.startsWith(`Replica ${replica.id} has to be restarted`));
  assert.equal(warnings.length, 1);
});

test("refuses to restart a replica that waits for a reason of its own, and names it", async (t) => {
  const stage = await withSource(t);
  const { cloud, groups, context } = stage;
  const source = await stage.source({ configuration: groups.first });
  const replica = await stage.replica(source.id, { configuration: groups.fixed });
  cloud.change(replica.id, (record) => {
    record.task = "RESTART_REQUIRED";
  });
  const wanted = { ...source.wanted, configuration: groups.second, allow: RESTART };
  await assert.rejects(
    update(source.id, source.state, wanted, context),
    because(new RegExp(`configuration: replica ${replica.id} waits for a restart.*allow here does not cover it`)),
  );
  assert.equal(restarts(stage, replica.id), 0);
  assert.equal(groupOf(stage, source.id), groups.first);
});

test("changes the group of a source whose replica has a foreign group (18)", async (t) => {
  const stage = await withSource(t, 18);
  const { cloud, groups, context } = stage;
  const source = await stage.source({ configuration: groups.first });
  const replica = await stage.replica(source.id);
  cloud.change(replica.id, (record) => {
    record.configurationId = OTHER_ID;
  });
  await update(source.id, source.state, { ...source.wanted, configuration: groups.second }, context);
  assert.deepEqual([groupOf(stage, source.id), groupOf(stage, replica.id)], [groups.second, OTHER_ID]);
});

for (const release of [18, 26] as const) {
  test(`swaps the group of an instance without replicas in nine looks at most (${release})`, async (t) => {
    const stage = await withSource(t, release);
    const source = await stage.source({ configuration: stage.groups.first });
    const before = looks(stage, source.id);
    await update(source.id, source.state, { ...source.wanted, configuration: stage.groups.second }, stage.context);
    assert.ok(looks(stage, source.id) - before <= 9, `${looks(stage, source.id) - before} looks`);
  });
}
