import assert from "node:assert/strict";
import { test } from "node:test";
import type { Context } from "../../../../provider/resources/context.ts";
import { create as createInstance } from "../../../../provider/resources/instance/create/create.ts";
import type { UserInputs } from "../../../../provider/resources/user/arguments.ts";
import { user } from "../../../../provider/resources/user/index.ts";
import { unknownValue } from "../../../../provider/resources/values/unknown-value.ts";
import { type Harness, type StageOptions, startHarness } from "../instance/harness.ts";
import { inputs as instanceInputs } from "../instance/samples.ts";

const PASSWORD = "s3cret";

async function startWithInstance(t: Parameters<typeof startHarness>[0], options: StageOptions = {}) {
  const harness = await startHarness(t, options);
  const databases = { app: {}, logs: {} };
  const { id } = await createInstance(instanceInputs({ databases, users: {} }), harness.context);
  const inputs: UserInputs = { instance: id, name: "app", password: PASSWORD };
  return { harness, id, inputs, record: () => harness.cloud.instance(id)?.user("app", "%") };
}

function withoutGuest({ context }: Harness): Context {
  return { ...context, deadline: { ...context.deadline, at: context.clock.now() + 1_000 } };
}

test("the state has neither a password nor grants that the program has removed", async (t) => {
  const { harness, inputs } = await startWithInstance(t);
  const { id, state } = await user.create({ ...inputs, databases: ["app"] }, harness.context);
  const { password: _, ...released } = inputs;
  const updated = await user.update(id, state, released, harness.context);
  assert.deepEqual([updated.password, updated.databases, updated.uri], [undefined, undefined, undefined]);
  assert.doesNotMatch(JSON.stringify(updated), new RegExp(PASSWORD));
  assert.deepEqual(updated.declared, ["instance", "name"]);
});

test("takes over a user with the declared password and exactly the declared grants", async (t) => {
  const { harness, id, inputs, record } = await startWithInstance(t, { resumeInterrupted: true });
  const { context } = harness;
  await context.trove.users.create(id, [{ name: "app", password: "0lder", databases: ["logs"] }]);
  await context.clock.sleep(1_000);
  await user.create({ ...inputs, databases: ["app"] }, context);
  assert.deepEqual([record()?.password, record()?.databases], [PASSWORD, ["app"]]);
});

test("an interrupted create is completed with what the program declares by then", async (t) => {
  const { harness, inputs, record } = await startWithInstance(t, { guestLag: 30 });
  const interrupted = await user
    .create({ ...inputs, databases: ["logs"] }, withoutGuest(harness))
    .catch((error) => error);
  assert.deepEqual(interrupted.state.pending, ["create"]);
  const changed = { ...inputs, password: "0ther", databases: ["app"] };
  const updated = await user.update(interrupted.id, interrupted.state, changed, harness.context);
  // The guest agent sets a password after Trove's answer.
  await harness.context.clock.sleep(60_000);
  assert.deepEqual([record()?.password, record()?.databases], ["0ther", ["app"]]);
  assert.deepEqual(updated.pending, []);
});

test("a read during an interrupted create keeps the state of a user that is not there yet", async (t) => {
  const { harness, inputs } = await startWithInstance(t, { guestLag: 30 });
  const interrupted = await user.create(inputs, withoutGuest(harness)).catch((error) => error);
  const read = await user.read({ id: interrupted.id, state: interrupted.state }, harness.context);
  assert.deepEqual(read?.state.pending, ["create"]);
});

test("an update of a user that was dropped outside says so, and sends nothing", async (t) => {
  const { harness, id, inputs } = await startWithInstance(t);
  const { context, cloud } = harness;
  const created = await user.create(inputs, context);
  cloud.change(id, (record) => {
    record.users = [];
  });
  cloud.requests.length = 0;
  await assert.rejects(user.update(created.id, created.state, { ...inputs, password: "0ther" }, context), {
    code: "TROVE_GONE",
    message: /^User "app@%" no longer exists on instance .* Run `pulumi refresh`/,
  });
  assert.deepEqual(
    cloud.requests.filter(({ method }) => method !== "GET"),
    [],
  );
});

test("a rename to a user that exists is refused by Trove, and changes nothing else", async (t) => {
  const { harness, id, inputs, record } = await startWithInstance(t);
  const { context } = harness;
  const created = await user.create(inputs, context);
  await context.trove.users.create(id, [{ name: "other", password: "0ther" }]);
  await context.clock.sleep(1_000);
  await assert.rejects(
    user.update(created.id, created.state, { ...inputs, name: "other", password: "n3w" }, context),
    /already exists/i,
  );
  assert.equal(record()?.password, PASSWORD);
});

test("unknown inline users of the instance are no conflict", async (t) => {
  const { harness, inputs } = await startWithInstance(t);
  const inline = { users: unknownValue as unknown as string[] };
  assert.deepEqual((await user.check(inputs, undefined, { ...harness.context, inline })).failures, []);
});
