import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../provider/resources/instance/create.ts";
import type { InstanceInputs } from "../../../../provider/resources/instance/inputs.ts";
import type { InstanceState } from "../../../../provider/resources/instance/state.ts";
import type { InterruptedError } from "../../../../provider/resources/interrupted-error.ts";
import { until } from "../../../support/cloud-api.ts";
import { inputs } from "./samples.ts";
import { type Stage, startStage } from "./stage.ts";

const small = (fields: InstanceInputs = {}) => inputs({ name: "db-1234567", volume: { size: 1 }, ...fields });

function posts({ cloud }: Stage): number {
  return cloud.requests.filter(
    ({ method, path, service }) => service === "trove" && method === "POST" && path.endsWith("/instances"),
  ).length;
}

/** Lets an instance that is being built be in another status from now on. */
async function force({ cloud }: Stage, status: string, fault?: string): Promise<void> {
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

for (const [title, effect] of [
  ["a connection that broke", { type: "reset", when: "before" }],
  ["a proxy's 502", { type: "status", status: 502, body: "<html></html>" }],
] as const) {
  test(`after ${title} before Trove saw the create it is sent again, once the request time-out has passed`, async (t) => {
    const stage = await startStage(t);
    stage.cloud.faults.add({ method: "POST", path: "/instances$", effect });
    const started = stage.context.clock.now();
    const { id } = await create(small(), stage.context);
    assert.ok(stage.context.clock.now() - started >= 60_000);
    assert.equal(posts(stage), 2);
    assert.deepEqual(
      stage.cloud.instances().map((record) => record.id),
      [id],
    );
  });
}

test("while the search for a lost create fails, another is never sent", async (t) => {
  const stage = await startStage(t);
  const { faults } = stage.cloud;
  faults.add({ method: "POST", path: "/instances$", effect: { type: "reset", when: "after" } });
  faults.add({
    method: "GET",
    path: "/instances/detail",
    nth: 2,
    times: 0,
    effect: { type: "status", status: 403, body: {} },
  });
  await assert.rejects(create(small(), stage.context), { code: "TROVE_UNKNOWN_OUTCOME" });
  assert.equal(posts(stage), 1);
});

test("databases and users that Trove did not make with the instance are made after a minute", async (t) => {
  const stage = await startStage(t, { boot: 30 });
  const users = { "app@%": { password: "secret-1", databases: ["app"] } };
  const creating = create(small({ databases: { app: {}, log: {} }, users }), stage.context);
  await force(stage, "ACTIVE");
  const { id, state } = await creating;
  const record = stage.cloud.instance(id);
  assert.deepEqual(record?.databases.map(({ name }) => name).sort(), ["app", "log"]);
  assert.deepEqual(
    record?.users.map(({ name, password, databases }) => ({ name, password, databases })),
    [{ name: "app", password: "secret-1", databases: ["app"] }],
  );
  assert.deepEqual(state.pending, []);
  assert.ok(
    stage.lines.some((line) => /did not make app, log, app@%/.test(line)),
    stage.lines.join("\n"),
  );
});

test("an instance that fails carries its id, what was reached, and Trove's reason", async (t) => {
  const stage = await startStage(t, { boot: 30 });
  const creating = create(small(), stage.context).catch((error: unknown) => error);
  await force(stage, "ERROR", "No valid host was found.");
  const failure = (await creating) as InterruptedError<InstanceState>;
  assert.equal(failure.code, "TROVE_INSTANCE_FAILED");
  assert.equal(failure.id, stage.cloud.instances()[0]?.id);
  assert.match(failure.message, /No valid host was found/);
  assert.deepEqual(
    { built: failure.state.built, status: failure.state.status, pending: failure.state.pending },
    { built: false, status: "ERROR", pending: ["create"] },
  );
});

test("an instance of the program's own name is only warned of", async (t) => {
  const stage = await startStage(t);
  const first = await create(small({ name: "mine" }), stage.context);
  const later = await startStage(t);
  const beside = { ...later.context, trove: stage.context.trove };
  const second = await create(small({ name: "mine" }), beside);
  assert.notEqual(second.id, first.id);
  assert.ok(later.lines.some((line) => line.includes(first.id)));
});

test("several leftovers of the default name are refused, even where they are to be taken over", async (t) => {
  const stage = await startStage(t);
  await create(small(), stage.context);
  await create(small(), stage.context);
  const later = await startStage(t, { resumeInterrupted: true });
  await assert.rejects(create(small(), { ...later.context, trove: stage.context.trove }), { code: "TROVE_LEFTOVER" });
  assert.equal(posts(stage), 2);
});

test("a leftover that is not as the program says is refused by the path of the difference", async (t) => {
  const stage = await startStage(t);
  await create(small(), stage.context);
  const later = await startStage(t, { resumeInterrupted: true });
  const beside = { ...later.context, trove: stage.context.trove };
  await assert.rejects(create(small({ volume: { size: 2 } }), beside), /volume\.size.*says 2, the instance has 1/s);
});

test("a leftover that is still being built is carried into service", async (t) => {
  const stage = await startStage(t, { boot: 0.5 });
  const { instances } = stage.context.trove;
  const { id } = await instances.create({ name: "db-1234567", flavorId: "2", volume: { size: 1 } });
  const later = await startStage(t, { resumeInterrupted: true });
  const taken = await create(small(), { ...later.context, trove: stage.context.trove });
  assert.equal(taken.id, id);
  assert.equal(taken.state.status, "ACTIVE");
  assert.equal(later.context.run.takenOver.has(id), true);
});

test("access for nobody is never open, and is nobody's in the end", async (t) => {
  const stage = await startStage(t, { boot: 30 });
  const creating = create(small({ access: { isPublic: false, allowedCidrs: [] } }), stage.context);
  const [record] = await until(
    "the instance",
    async () => stage.cloud.instances(),
    ({ length }) => length > 0,
  );
  assert.deepEqual(record?.access, { is_public: false, allowed_cidrs: ["127.0.0.1/32"] });
  await force(stage, "ACTIVE");
  const { id } = await creating;
  assert.deepEqual(stage.cloud.instance(id)?.access, { is_public: false, allowed_cidrs: [] });
});
