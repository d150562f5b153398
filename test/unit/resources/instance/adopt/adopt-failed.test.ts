import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { TroveError } from "../../../../../provider/core/trove-error.ts";
import type { Context } from "../../../../../provider/resources/context.ts";
import { InterruptedError } from "../../../../../provider/resources/errors/interrupted-error.ts";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { deleteInstance } from "../../../../../provider/resources/instance/delete/delete.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import type { Simulator } from "../../../../../simulator/index.ts";
import { at, connect, startHarness, until } from "../harness.ts";
import { inputs, OTHER_ID } from "../samples.ts";

const USERS = { "app@%": { password: "new-secret" } };

/** An instance that another stack made, and a process that has never met it. */
async function startWithExisting(t: TestContext) {
  const maker = await startHarness(t);
  const { id, state } = await create(inputs({ name: "theirs", volume: { size: 1 } }), maker.context);
  const { context } = await startHarness(t);
  return { id, state, cloud: maker.cloud, context: at(context, maker.context) };
}

/** What an adoption fails with. */
async function failureOf(adoption: InstanceInputs, context: Context): Promise<TroveError> {
  const failure = await create(adoption, context).then(
    () => undefined,
    (error: TroveError) => error,
  );
  return failure ?? assert.fail("the adoption succeeded");
}

function changesAskedFor({ requests }: Simulator): string[] {
  return requests
    .filter(({ service, method }) => service === "trove" && method !== "GET")
    .map(({ method, path }) => `${method} ${path.split("/").at(-1)}`);
}

/** Creates a group, and lets Trove refuse the PUT that attaches it, which comes after `putsBefore` others. */
async function refuseGroup(cloud: Simulator, { trove }: Context, id: string, putsBefore: number): Promise<string> {
  const group = await trove.configurations.create({ name: "g", values: { wait_timeout: 100 } });
  const body = { badRequest: { code: 400, message: "Not this group." } };
  const nth = putsBefore + 1;
  cloud.faults.add({ method: "PUT", path: `/instances/${id}$`, nth, effect: { type: "status", status: 400, body } });
  return group.id;
}

test("lists what a failed adoption has changed, and saves no state", async (t) => {
  const { id, cloud, context } = await startWithExisting(t);
  const configuration = await refuseGroup(cloud, context, id, 1);
  const adoption = { adoptId: id, name: "ours", volume: { size: 2 }, configuration };
  const failure = await failureOf(adoption, context);
  assert.ok(!(failure instanceof InterruptedError));
  assert.match(failure.message, new RegExp(`^adoptId: instance ${id} was not adopted, and is not in the state: .*`));
  assert.match(
    failure.message,
    /Already changed: name, volume\.size\. The next `pulumi up` adopts the instance and continues\.$/,
  );
  const record = cloud.instance(id);
  assert.deepEqual([record?.name, record?.volume.size, record?.configurationId], ["ours", 2, undefined]);
});

test("says that a failed adoption has changed nothing", async (t) => {
  const { id, cloud, context } = await startWithExisting(t);
  const configuration = await refuseGroup(cloud, context, id, 0);
  cloud.requests.length = 0;
  const { message } = await failureOf({ adoptId: id, flavor: "2", configuration }, context);
  assert.match(message, /Nothing was changed\. /);
  // Trove refused the group.
  assert.deepEqual(changesAskedFor(cloud), [`PUT ${id}`]);
});

test("changes nothing if the group of an adoption does not exist", async (t) => {
  const { id, cloud, context } = await startWithExisting(t);
  cloud.requests.length = 0;
  const { message } = await failureOf({ adoptId: id, name: "ours", configuration: OTHER_ID }, context);
  assert.match(message, new RegExp(`is not in the state: .* configuration: .* ${OTHER_ID}`));
  assert.deepEqual(changesAskedFor(cloud), []);
});

test("lists a change whose answer was lost as made by a failed adoption", async (t) => {
  const { id, cloud, context } = await startWithExisting(t);
  cloud.faults.add({ method: "PUT", path: `/instances/${id}$`, times: 0, effect: { type: "reset", when: "after" } });
  cloud.faults.add({
    method: "GET",
    path: `/instances/${id}$`,
    nth: 4,
    times: 0,
    effect: { type: "reset", when: "before" },
  });
  const short = { ...context, deadline: deadlineIn(context.clock, 60_000) };
  const { message } = await failureOf({ adoptId: id, name: "ours" }, short);
  assert.match(message, /Already changed: name\. /);
});

test("names the user that a failed adoption has created", async (t) => {
  const { id, cloud, context } = await startWithExisting(t);
  cloud.faults.add({
    method: "GET",
    path: `/instances/${id}/users`,
    nth: 2,
    times: 0,
    effect: { type: "status", status: 403, body: { forbidden: { code: 403, message: "Not now." } } },
  });
  const { code, message } = await failureOf({ adoptId: id, users: USERS }, context);
  assert.equal(code, "TROVE_FORBIDDEN");
  assert.match(message, /Already changed: users\["app@%"\]\. /);
  assert.doesNotMatch(message, /new-secret/);
});

test("completes the adoption after one that failed", async (t) => {
  const { id, cloud, context } = await startWithExisting(t);
  const adoption = { adoptId: id, name: "ours", users: USERS };
  await failureOf({ ...adoption, configuration: OTHER_ID }, context);
  const { state } = await create(adoption, context);
  assert.deepEqual([state.pending, state.declared.sort()], [[], ["adoptId", "name", "users"]]);
  assert.equal(cloud.instance(id)?.name, "ours");
});

test("saves no state of a cancelled adoption", async (t) => {
  const { id, cloud, context } = await startWithExisting(t);
  const cancel = new AbortController();
  cloud.pause();
  const failing = failureOf({ adoptId: id, volume: { size: 2 } }, { ...context, signal: cancel.signal });
  await until(
    "the growth",
    async () => changesAskedFor(cloud),
    (changes) => changes.includes("POST action"),
  );
  cancel.abort();
  const failure = await failing;
  assert.ok(!(failure instanceof InterruptedError));
  assert.match(failure.message, /Already changed: volume\.size\. /);
});

test("does not delete an instance whose adoption failed in the same process", async (t) => {
  const { id, state, cloud, context } = await startWithExisting(t);
  await failureOf({ adoptId: id, configuration: OTHER_ID }, context);
  await assert.rejects(deleteInstance(id, state, context), {
    code: "TROVE_ADOPT",
    message: new RegExp(`^Instance ${id} was not deleted: .* remove that resource first\\.$`),
  });
  assert.equal(cloud.instance(id)?.status, "ACTIVE");
});

test("keeps an instance whose second adoption succeeded", async (t) => {
  const { id, state, cloud, context } = await startWithExisting(t);
  await failureOf({ adoptId: id, configuration: OTHER_ID }, context);
  await create({ adoptId: id }, context);
  await deleteInstance(id, state, context);
  assert.equal(cloud.instance(id)?.status, "ACTIVE");
});

test("does not delete an instance that two resources tried to adopt", async (t) => {
  const { id, state, cloud, context } = await startWithExisting(t);
  context.knownIds.claim(id);
  const { code, message } = await failureOf({ adoptId: id }, context);
  assert.equal(code, "TROVE_ADOPT");
  assert.match(message, /already manages it/);
  await assert.rejects(deleteInstance(id, state, context), { code: "TROVE_ADOPT", message: /was not deleted/ });
  // The other resource owns it still.
  await assert.rejects(create({ adoptId: id }, context), /already manages it/);
  assert.equal(cloud.instance(id)?.status, "ACTIVE");
});

test("does not delete an instance whose adoption failed before the login", async (t) => {
  const { id, state, cloud, context } = await startWithExisting(t);
  cloud.faults.add({ service: "keystone", effect: { type: "status", status: 503, body: {} } });
  const { code } = await failureOf({ adoptId: id }, { ...context, trove: connect(cloud) });
  assert.equal(code, "TROVE_CONNECTION");
  await assert.rejects(deleteInstance(id, state, context), { code: "TROVE_ADOPT", message: /was not deleted/ });
  assert.equal(cloud.instance(id)?.status, "ACTIVE");
});
