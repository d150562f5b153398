import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Context } from "../../../../../provider/resources/context.ts";
import type { InterruptedError } from "../../../../../provider/resources/errors/interrupted-error.ts";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import { at, connect, type Harness, startHarness, takeBackup, until } from "../harness.ts";
import { inputs } from "../samples.ts";

const small = (fields: InstanceInputs = {}) => inputs({ name: "db-1234567", volume: { size: 1 }, ...fields });

function posts({ cloud }: Harness): number {
  return cloud.requests.filter(
    ({ method, path, service }) => service === "trove" && method === "POST" && path.endsWith("/instances"),
  ).length;
}

/** Sets the status of the instance, which then stays. */
async function force({ cloud }: Harness, status: string, fault?: string): Promise<void> {
  const [record] = await until(
    "the instance",
    async () => cloud.instances(),
    ({ length }) => length > 0,
  );
  cloud.change(record?.id ?? "", (instance) => {
    instance.status = status;
    if (fault !== undefined) instance.fault = { message: fault, created: new Date() };
  });
}

/** The times at which create requests are sent, by the clock of the context. */
function clockOfCreates(t: TestContext, { clock, trove: { instances } }: Context): number[] {
  const times: number[] = [];
  const send = instances.create.bind(instances);
  t.mock.method(instances, "create", (...[body, options]: Parameters<typeof send>) => {
    times.push(clock.now());
    return send(body, options);
  });
  return times;
}

for (const [title, effect] of [
  ["a lost connection", { type: "reset", when: "before" }],
  ["a proxy's 502", { type: "status", status: 502, body: "<html></html>" }],
] as const) {
  test(`sends a create again a minute after ${title} kept it from Trove`, async (t) => {
    const harness = await startHarness(t);
    harness.cloud.faults.add({ method: "POST", path: "/instances$", effect });
    const started = harness.context.clock.now();
    const { id } = await create(small(), harness.context);
    assert.ok(harness.context.clock.now() - started >= 60_000);
    assert.equal(posts(harness), 2);
    assert.deepEqual(
      harness.cloud.instances().map((record) => record.id),
      [id],
    );
  });
}

test("looks for a lost create for a minute after it was sent, not after it was queued", async (t) => {
  const harness = await startHarness(t);
  const { cloud, context } = harness;
  const path = "/instances$";
  cloud.faults.add({ method: "POST", path, effect: { type: "delay", seconds: 50, when: "after" } });
  cloud.faults.add({ method: "POST", path, nth: 2, effect: { type: "reset", when: "before" } });
  const sentAt = clockOfCreates(t, context);
  const first = create(small({ name: "first" }), context);
  await until(
    "the first POST",
    async () => posts(harness),
    (count) => count > 0,
  );
  await Promise.all([first, create(small({ name: "second" }), context)]);
  const [lostAt = 0, againAt = 0] = sentAt.slice(1);
  assert.ok(againAt - lostAt >= 60_000, `sent again after ${againAt - lostAt} ms`);
  assert.equal(cloud.instances().length, 2);
});

for (const [kind, args, next] of [
  ["default", {}, /403.* The next `pulumi up` looks for it before it creates another\.$/],
  ["chosen", { name: "mine" }, /403.* set adoptId to its id.*: the next `pulumi up` creates another\.$/],
] as const) {
  test(`sends no second create of a ${kind} name if the search for the first fails`, async (t) => {
    const harness = await startHarness(t);
    const { faults } = harness.cloud;
    faults.add({ method: "POST", path: "/instances$", effect: { type: "reset", when: "after" } });
    faults.add({
      method: "GET",
      path: "/instances/detail",
      nth: 2,
      times: 0,
      effect: { type: "status", status: 403, body: {} },
    });
    await assert.rejects(create(small(args), harness.context), { code: "TROVE_UNKNOWN_OUTCOME", message: next });
    assert.equal(posts(harness), 1);
  });
}

test("creates databases and users after a minute if Trove did not", async (t) => {
  const harness = await startHarness(t, { boot: 1800 });
  const users = { "app@%": { password: "secret-1", databases: ["app"] } };
  const creating = create(small({ databases: { app: {}, log: {} }, users }), harness.context);
  await force(harness, "ACTIVE");
  const { id, state } = await creating;
  const record = harness.cloud.instance(id);
  assert.deepEqual(record?.databases.map(({ name }) => name).sort(), ["app", "log"]);
  assert.deepEqual(
    record?.users.map(({ name, password, databases }) => ({ name, password, databases })),
    [{ name: "app", password: "secret-1", databases: ["app"] }],
  );
  assert.deepEqual(state.pending, []);
  const lines = harness.lines.join("\n");
  assert.match(lines, /^ACTIVE, creating databases and users$/m);
  assert.match(lines, /did not create app, log, app@%/);
});

test("fails with the id, the progress so far and Trove's reason for ERROR", async (t) => {
  const harness = await startHarness(t, { boot: 1800 });
  const creating = create(small(), harness.context).catch((error: unknown) => error);
  await force(harness, "ERROR", "No valid host was found.");
  const failure = (await creating) as InterruptedError<InstanceState>;
  assert.equal(failure.code, "TROVE_INSTANCE_FAILED");
  assert.equal(failure.id, harness.cloud.instances()[0]?.id);
  assert.match(failure.message, /No valid host was found/);
  assert.deepEqual(
    { built: failure.state.wasActive, status: failure.state.status, pending: failure.state.pending },
    { built: false, status: "ERROR", pending: ["create"] },
  );
});

test("only warns of an instance that has the name that the program chose", async (t) => {
  const harness = await startHarness(t);
  const first = await create(small({ name: "mine" }), harness.context);
  const later = await startHarness(t);
  const beside = at(later.context, harness.context);
  const second = await create(small({ name: "mine" }), beside);
  assert.notEqual(second.id, first.id);
  assert.ok(later.lines.some((line) => line.includes(first.id)));
});

test("refuses several orphans of the default name, even with resumeInterrupted", async (t) => {
  const harness = await startHarness(t);
  await create(small(), harness.context);
  await create(small(), harness.context);
  const later = await startHarness(t, { resumeInterrupted: true });
  await assert.rejects(create(small(), at(later.context, harness.context)), { code: "TROVE_LEFTOVER" });
  assert.equal(posts(harness), 2);
});

test("suggests trove:resumeInterrupted for a single orphaned instance only", async (t) => {
  const harness = await startHarness(t);
  const refusal = async () => {
    const { context } = await startHarness(t);
    return create(small(), at(context, harness.context)).then(
      () => assert.fail("nothing was refused"),
      ({ message }: Error) => message,
    );
  };
  await create(small(), harness.context);
  assert.match(await refusal(), /set adoptId to its id, or run once with .*trove:resumeInterrupted true/);
  await create(small(), harness.context);
  const several = await refusal();
  assert.match(several, /set adoptId to its id\. /);
  assert.doesNotMatch(several, /resumeInterrupted/);
});

test("updates an adopted orphan to the inputs of the program", async (t) => {
  const harness = await startHarness(t);
  const first = await create(small(), harness.context);
  const later = await startHarness(t, { resumeInterrupted: true });
  const beside = at(later.context, harness.context);
  const { id, state } = await create(
    small({ volume: { size: 2 }, flavor: "m1.medium", databases: { app: {} } }),
    beside,
  );
  assert.equal(id, first.id);
  const record = harness.cloud.instance(id);
  assert.deepEqual([record?.volume.size, record?.flavor, record?.databases.map(({ name }) => name)], [2, "3", ["app"]]);
  assert.deepEqual(state.pending, []);
  assert.equal(posts(harness), 1);
});

test("refuses an orphan that it cannot update, with the path of the difference", async (t) => {
  const harness = await startHarness(t);
  await create(small(), harness.context);
  const later = await startHarness(t, { resumeInterrupted: true });
  const beside = at(later.context, harness.context);
  const mariadb = small({ datastore: { type: "mariadb" }, flavor: "m1.medium" });
  await assert.rejects(create(mariadb, beside), {
    code: "TROVE_REFUSED",
    message: /^Adopting the orphaned instance .* was refused, nothing was changed\. .*datastore\.type: /,
  });
  assert.equal(harness.cloud.instances()[0]?.flavor, "2");
  assert.equal(posts(harness), 1);
});

test("adopts an orphan in BUILD and waits until it is ACTIVE", async (t) => {
  const harness = await startHarness(t, { boot: 30 });
  const { instances } = harness.context.trove;
  const { id } = await instances.create({ name: "db-1234567", flavorId: "2", volume: { size: 1 } });
  const later = await startHarness(t, { resumeInterrupted: true });
  const taken = await create(small(), at(later.context, harness.context));
  assert.equal(taken.id, id);
  assert.equal(taken.state.status, "ACTIVE");
  assert.ok(
    later.context.knownIds.isClaimedByAnother(id, undefined),
    "the state that had it before must not delete it",
  );
});

test("never opens an instance that allows nobody", async (t) => {
  const harness = await startHarness(t, { boot: 1800 });
  const creating = create(small({ access: { isPublic: false, allowedCidrs: [] } }), harness.context);
  const [record] = await until(
    "the instance",
    async () => harness.cloud.instances(),
    ({ length }) => length > 0,
  );
  assert.deepEqual(record?.access, { is_public: false, allowed_cidrs: ["127.255.255.255/32"] });
  await force(harness, "ACTIVE");
  const { id } = await creating;
  assert.deepEqual(harness.cloud.instance(id)?.access, { is_public: false, allowed_cidrs: [] });
});

test("finds a lost replica by its source, not a namesake", async (t) => {
  const harness = await startHarness(t);
  const { cloud, context } = harness;
  const source = await create(small({ name: "source" }), context);
  const { instances } = connect(cloud);
  // Created after the process has listed the instances.
  const namesake = await instances.create({ name: "db-1234567", flavorId: "2", volume: { size: 1 } });
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "reset", when: "after" } });
  const { id, state } = await create({ replicaOf: source.id }, context);
  assert.notEqual(id, namesake.id);
  assert.equal(state.source, source.id);
  assert.equal(cloud.instances().length, 3);
});

test("updates flavor, group and access of a replica once it is ACTIVE", async (t) => {
  const harness = await startHarness(t);
  const { trove } = harness.context;
  const group = await trove.configurations.create({ name: "g", values: { wait_timeout: 100 } });
  const source = await create(small({ databases: { app: {} } }), harness.context);
  const access = { isPublic: false, allowedCidrs: ["10.0.0.0/8"] };
  const own = { replicaOf: source.id, name: "replica", flavor: "m1.medium", configuration: group.id, access };
  const { id, state } = await create(own, harness.context);
  const record = harness.cloud.instance(id);
  assert.deepEqual([record?.flavor, record?.configurationId, record?.replicaOf], ["3", group.id, source.id]);
  assert.deepEqual(record?.access, { is_public: false, allowed_cidrs: ["10.0.0.0/8"] });
  assert.equal(harness.cloud.instance(source.id)?.flavor, "2");
  assert.deepEqual([state.source, state.pending, state.flavor], [source.id, [], "m1.medium"]);
});

test("adds databases and users to a restored instance, and sets all passwords", async (t) => {
  const harness = await startHarness(t, { backup: 6 });
  const users = { "app@%": { password: "secret-1", databases: ["app"] } };
  const source = await create(small({ databases: { app: {}, old: {} }, users }), harness.context);
  const backup = await takeBackup(harness, source.id, "b");
  const { id, state } = await create(
    small({
      name: "restored",
      restorePoint: { backupId: backup.id },
      databases: { app: {}, log: {} },
      users: { "app@%": { password: "secret-2", databases: ["app", "log"] }, "new@%": { password: "secret-3" } },
    }),
    harness.context,
  );
  const record = harness.cloud.instance(id);
  // The guest agent sets a password after Trove has answered.
  await until(
    "the new password",
    async () => record?.user("app", "%")?.password,
    (password) => password === "secret-2",
  );
  assert.deepEqual(record?.databases.map(({ name }) => name).sort(), ["app", "log", "old"]);
  assert.deepEqual(record?.user("app", "%")?.databases.toSorted(), ["app", "log"]);
  assert.deepEqual([record?.user("app", "%")?.password, record?.user("new", "%")?.password], ["secret-2", "secret-3"]);
  assert.deepEqual(state.pending, []);
});

test("attaches a configuration group with the create request", async (t) => {
  const harness = await startHarness(t);
  const group = await harness.context.trove.configurations.create({ name: "g", values: { wait_timeout: 100 } });
  const { id, state } = await create(small({ configuration: group.id }), harness.context);
  assert.equal(harness.cloud.instance(id)?.configurationId, group.id);
  assert.equal(state.configuration, group.id);
  assert.deepEqual(
    harness.cloud.requests.filter(({ method }) => method === "PUT"),
    [],
  );
});

test("neither adopts nor replaces an orphan in ERROR, which may hold data", async (t) => {
  const harness = await startHarness(t);
  const { id } = await create(small(), harness.context);
  await force(harness, "ERROR", "its disk is full");
  const later = await startHarness(t, { resumeInterrupted: true });
  await assert.rejects(create(small(), at(later.context, harness.context)), {
    code: "TROVE_LEFTOVER",
    message: new RegExp(`${id}.* is in ERROR\\. Trove says: its disk is full.* neither adopted nor replaced`),
  });
  assert.equal(posts(harness), 1);
});

for (const [status, built] of [
  ["SHUTDOWN", true],
  ["BUILD", false],
] as const) {
  test(`records whether an orphan in ${status} that goes to ERROR was in service: ${built}`, async (t) => {
    const harness = await startHarness(t);
    await create(small(), harness.context);
    await force(harness, status);
    const later = await startHarness(t, { resumeInterrupted: true });
    const { requests } = harness.cloud;
    const from = requests.length;
    const taking = create(small(), at(later.context, harness.context));
    await until(
      "a look at it",
      async () => requests.slice(from).map(({ path }) => path),
      (paths) => paths.some((path) => /instances\/[^/]+-[^/]+$/.test(path)),
    );
    await force(harness, "ERROR", "broken");
    await assert.rejects(taking, ({ state }: InterruptedError<InstanceState>) => {
      assert.deepEqual([state.status, state.wasActive], ["ERROR", built]);
      return true;
    });
  });
}

for (const [title, change] of [
  ["never becomes healthy", { operatingStatus: "FAILED" }],
  ["is in ERROR", { status: "ERROR" }],
] as const) {
  test(`fails to create a replica whose source ${title} with Trove's reason`, async (t) => {
    const harness = await startHarness(t);
    const { cloud, context } = harness;
    const source = await create(small({ name: "source" }), context);
    cloud.change(source.id, (record) => Object.assign(record, change));
    const body = { unprocessableEntity: { code: 422, message: `Instance ${source.id} is not ready.` } };
    cloud.faults.add({ method: "POST", path: "/instances$", times: 0, effect: { type: "status", status: 422, body } });
    const hurried = { ...context, deadline: deadlineIn(context.clock, 60_000) };
    await assert.rejects(create({ name: "replica", replicaOf: source.id }, hurried), { code: "TROVE_BUSY" });
    assert.ok(posts(harness) < 40, `${posts(harness)} creates`);
  });
}
