import assert from "node:assert/strict";
import { test } from "node:test";
import { InterruptedError } from "../../../../../provider/resources/errors/interrupted-error.ts";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import { prepareDiff } from "../../../../../provider/resources/instance/diff/diff.ts";

import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import type { Harness } from "../harness.ts";
import { OTHER_ID } from "../samples.ts";
import { because, changes, groupOf, RESTART, withReplica, withSource } from "./replication.ts";

/** The paths that a preview or an update finds changed. */
async function changed(id: string, state: InstanceState, wanted: InstanceInputs, { context }: Harness) {
  const comparable = await prepareDiff(id, state, wanted, context);
  return compare(comparable.state, comparable.inputs).changes.map(({ path, kind }) => `${kind} ${path}`);
}

/** The requests that look at one instance. */
const looks = ({ cloud }: Harness, id: string) =>
  cloud.requests.filter(({ method, path }) => method === "GET" && path.endsWith(`/instances/${id}`)).length;

const restarts = (harness: Harness, id: string) =>
  changes(harness).filter((change) => change === `POST /instances/${id}/action`).length;

for (const release of [18, 26] as const) {
  test(`creates a replica with its own group without any restart (${release})`, async (t) => {
    const harness = await withSource(t, release);
    const { id } = await harness.createSource({ configuration: harness.groups.first });
    const before = changes(harness).length;
    const { id: replica, state } = await harness.createReplica(id, { configuration: harness.groups.fixed });
    assert.deepEqual([state.configuration, state.status, state.pending], [harness.groups.fixed, "ACTIVE", []]);
    assert.equal(groupOf(harness, replica), harness.groups.fixed);
    assert.deepEqual(changes(harness).slice(before), ["POST /instances"]);
  });
}

test("does not attach a group that a replica already has from its source", async (t) => {
  const harness = await withReplica(t);
  const { groups, context, source, replica, updateSource } = harness;
  const before = changes(harness).length;
  await updateSource({ configuration: groups.first });
  assert.equal(groupOf(harness, replica.id), groups.first);
  const now = await update(replica.id, replica.state, { ...replica.wanted, configuration: groups.first }, context);
  assert.deepEqual([now.configuration, now.pending], [groups.first, []]);
  assert.deepEqual(changes(harness).slice(before), [`PUT /instances/${source.id}`]);
});

test("attaches a group to a source and its replica at once, in either order", async (t) => {
  const harness = await withReplica(t);
  const { groups, context, source, replica } = harness;
  const both = [source, replica].map(({ id, state, wanted }) =>
    update(id, state, { ...wanted, configuration: groups.first }, context),
  );
  const states = await Promise.all(both);
  assert.deepEqual(
    states.map(({ configuration }) => configuration),
    [groups.first, groups.first],
  );
  assert.deepEqual([groupOf(harness, source.id), groupOf(harness, replica.id)], [groups.first, groups.first]);
});

test("swaps the group of a source and restarts its replicas, with consent", async (t) => {
  const harness = await withReplica(t, (groups) => ({ source: { configuration: groups.fixed, allow: RESTART } }));
  const { groups, context, replica, updateSource } = harness;
  const swapped = await updateSource({ configuration: groups.second });
  assert.deepEqual([swapped.configuration, swapped.status], [groups.second, "ACTIVE"]);
  assert.equal(groupOf(harness, replica.id), groups.second);
  assert.equal((await context.trove.instances.get(replica.id)).status, "ACTIVE");
  assert.equal(changes(harness).filter((change) => change === `POST /instances/${replica.id}/action`).length, 1);
});

test("names the replica that requires a restart without consent", async (t) => {
  const harness = await withReplica(t, (groups) => ({ source: { configuration: groups.first } }));
  const { cloud, groups, source, replica, updateSource } = harness;
  cloud.change(replica.id, (record) => {
    record.task = "RESTART_REQUIRED";
  });
  await assert.rejects(
    updateSource({ configuration: groups.second }),
    because(new RegExp(`configuration: replica ${replica.id} requires a restart.*allow: \\{ restart: true \\}`)),
  );
  assert.equal(groupOf(harness, source.id), groups.first);
  assert.equal(changes(harness).filter((change) => change.endsWith("/action")).length, 0);
});

test("warns of a replica that loses its group together with its source", async (t) => {
  const harness = await withReplica(t, ({ first }) => ({
    source: { configuration: first },
    replica: { configuration: first },
  }));
  const { groups, source, replica, updateSource } = harness;
  const own = await harness.createReplica(source.id, { name: "own", configuration: groups.second });
  await updateSource({ configuration: undefined });
  assert.deepEqual([groupOf(harness, replica.id), groupOf(harness, own.id)], [undefined, groups.second]);
  const warnings = harness.lines.filter((line) => line.includes("has detached configuration group"));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", new RegExp(`${groups.first} from replica ${replica.id}\\. `));
});

test("keeps a replica's own group, and detaches it alone", async (t) => {
  const harness = await withReplica(t, (groups) => ({
    source: { configuration: groups.first },
    replica: { configuration: groups.first },
  }));
  const { groups, context, source, replica } = harness;
  const { configuration: _, ...without } = replica.wanted;
  const now = await update(replica.id, replica.state, without, context);
  assert.deepEqual([now.configuration, groupOf(harness, replica.id)], [undefined, undefined]);
  assert.equal(groupOf(harness, source.id), groups.first);
});

test("does not restart a replica without consent because of its source", async (t) => {
  const harness = await withReplica(t);
  const { cloud, groups, context, source, replica, updateSource } = harness;
  cloud.faults.add({
    method: "PUT",
    path: `/instances/${source.id}$`,
    effect: { type: "delay", seconds: 3, when: "before" },
  });
  const sending = () => changes(harness).includes(`PUT /instances/${source.id}`);
  const first = updateSource({ configuration: groups.fixed });
  while (!sending()) await context.clock.sleep(1000);
  const second = update(replica.id, replica.state, { ...replica.wanted, configuration: groups.first }, context);
  await assert.rejects(second, because(/configuration: .*Set allow: \{ restart: true \}/));
  assert.equal((await first).status, "RESTART_REQUIRED");
  assert.equal(groupOf(harness, replica.id), groups.fixed);
  assert.equal(changes(harness).filter((change) => change.endsWith("/action")).length, 0);
});

test("restores a replica's declared group in the run that changes that of its source", async (t) => {
  const harness = await withReplica(t, (groups) => ({
    source: { configuration: groups.first },
    replica: { configuration: groups.first },
  }));
  const { groups, context, source, replica, updateSource } = harness;
  await updateSource({ configuration: groups.second });
  assert.equal(groupOf(harness, replica.id), groups.second);
  assert.deepEqual(await changed(replica.id, replica.state, replica.wanted, harness), ["update configuration"]);
  const { state, inputs: compared } = await prepareDiff(replica.id, replica.state, replica.wanted, context);
  assert.equal(compare(state, compared).unfinished, true, "the host does not compare inputs alone");
  const now = await update(replica.id, replica.state, replica.wanted, context);
  assert.deepEqual([now.configuration, now.pending], [groups.first, []]);
  assert.deepEqual([groupOf(harness, source.id), groupOf(harness, replica.id)], [groups.second, groups.first]);
  assert.deepEqual(await changed(replica.id, now, replica.wanted, harness), []);
});

test("attaches a declared group again that a replica lost with its source", async (t) => {
  const harness = await withReplica(t, (groups) => ({
    source: { configuration: groups.first },
    replica: { configuration: groups.first },
  }));
  const { groups, context, source, replica, updateSource } = harness;
  await updateSource({ configuration: undefined });
  assert.deepEqual(await changed(replica.id, replica.state, replica.wanted, harness), ["update configuration"]);
  await update(replica.id, replica.state, replica.wanted, context);
  assert.deepEqual([groupOf(harness, source.id), groupOf(harness, replica.id)], [undefined, groups.first]);
});

test("restores a replica's group if the update of its source is interrupted", async (t) => {
  const harness = await withReplica(t, (groups) => ({
    source: { configuration: groups.first },
    replica: { configuration: groups.first },
  }));
  const { cloud, groups, context, source, replica } = harness;
  const body = { badRequest: { code: 400, message: "no" } };
  cloud.faults.add({ method: "POST", path: "/action$", effect: { type: "status", status: 400, body } });
  const wanted = { ...source.wanted, configuration: groups.second, volume: { size: 2 } };
  await assert.rejects(update(source.id, source.state, wanted, context));
  assert.deepEqual([groupOf(harness, source.id), groupOf(harness, replica.id)], [undefined, undefined]);
  assert.deepEqual(await changed(replica.id, replica.state, replica.wanted, harness), ["update configuration"]);
});

test("warns of a declared group that a replica has lost after it was compared", async (t) => {
  const harness = await withReplica(t, (groups) => ({
    source: { configuration: groups.first },
    replica: { configuration: groups.first },
  }));
  const { groups, replica, updateSource } = harness;
  assert.deepEqual(await changed(replica.id, replica.state, replica.wanted, harness), []);
  await updateSource({ configuration: groups.second });
  const warnings = harness.lines.filter((line) => line.includes("has detached configuration group"));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", new RegExp(`${groups.first} from replica ${replica.id}\\. `));
});

test("does not warn of a replica that follows its source to another group", async (t) => {
  const harness = await withReplica(t, (groups) => ({ source: { configuration: groups.first } }));
  const { groups, replica, updateSource } = harness;
  await updateSource({ configuration: groups.second });
  assert.equal(groupOf(harness, replica.id), groups.second);
  assert.deepEqual(
    harness.lines.filter((line) => line.includes("has detached")),
    [],
  );
});

test("restarts a replica that requires it because of its source, with consent", async (t) => {
  const harness = await withReplica(t);
  const { groups, context, replica, updateSource } = harness;
  assert.equal((await updateSource({ configuration: groups.fixed, allow: RESTART })).status, "ACTIVE");
  assert.equal((await context.trove.instances.get(replica.id)).status, "ACTIVE");
  assert.equal(restarts(harness, replica.id), 1);
});

test("restarts such a replica when the update of its source is resumed", async (t) => {
  const harness = await withReplica(t);
  const { cloud, groups, context, source, replica } = harness;
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

test("warns of a replica that requires a restart because of its source", async (t) => {
  const harness = await withReplica(t);
  const { groups, replica, updateSource } = harness;
  await updateSource({ configuration: groups.fixed });
  assert.equal(restarts(harness, replica.id), 0);
  const warnings = harness.lines.filter((line) => line.startsWith(`Replica ${replica.id} requires a restart`));
  assert.equal(warnings.length, 1);
});

test("refuses to restart a replica that requires it for another reason", async (t) => {
  const harness = await withReplica(t, (groups) => ({
    source: { configuration: groups.first },
    replica: { configuration: groups.fixed },
  }));
  const { cloud, groups, source, replica, updateSource } = harness;
  cloud.change(replica.id, (record) => {
    record.task = "RESTART_REQUIRED";
  });
  await assert.rejects(
    updateSource({ configuration: groups.second, allow: RESTART }),
    because(new RegExp(`configuration: replica ${replica.id} requires a restart.*allow here does not cover it`)),
  );
  assert.equal(restarts(harness, replica.id), 0);
  assert.equal(groupOf(harness, source.id), groups.first);
});

test("changes the group of a source whose replica has a foreign group (18)", async (t) => {
  const harness = await withReplica(t, (groups) => ({ source: { configuration: groups.first }, release: 18 }));
  const { cloud, groups, source, replica, updateSource } = harness;
  cloud.change(replica.id, (record) => {
    record.configurationId = OTHER_ID;
  });
  await updateSource({ configuration: groups.second });
  assert.deepEqual([groupOf(harness, source.id), groupOf(harness, replica.id)], [groups.second, OTHER_ID]);
});

for (const release of [18, 26] as const) {
  test(`swaps the group of an instance without replicas in at most 9 reads (${release})`, async (t) => {
    const harness = await withSource(t, release);
    const source = await harness.createSource({ configuration: harness.groups.first });
    const before = looks(harness, source.id);
    await update(source.id, source.state, { ...source.wanted, configuration: harness.groups.second }, harness.context);
    assert.ok(looks(harness, source.id) - before <= 9, `${looks(harness, source.id) - before} looks`);
  });
}
