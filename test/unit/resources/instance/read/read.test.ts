import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { read } from "../../../../../provider/resources/instance/read/read.ts";
import { type Harness, startHarness, until } from "../harness.ts";
import { inputs, OTHER_ID } from "../samples.ts";

const SMALL = { volume: { size: 1 } };
const WITH_USERS: InstanceInputs = inputs({
  ...SMALL,
  databases: { app: {}, log: {} },
  users: { "app@%": { password: "secret-1", databases: ["app"] }, "free@%": { password: "secret-2" } },
});

/** Creates, lets something happen outside, and gives what a read then finds in the declared inputs. */
async function afterwards(
  { cloud, context }: Harness,
  declared: InstanceInputs,
  change: Parameters<typeof cloud.change>[1],
) {
  const { id, state } = await create(declared, context);
  cloud.change(id, change);
  const found = await read({ id, state }, context);
  assert.ok(found);
  return { id, created: state, ...found };
}

test("reads an unchanged instance as it was declared", async (t) => {
  const { state, inputs: live } = await afterwards(await startHarness(t), WITH_USERS, () => {});
  assert.deepEqual(live, WITH_USERS);
  assert.deepEqual(state.pending, []);
});

test("reads an unchanged flavor by its name, and another one by its id", async (t) => {
  const harness = await startHarness(t);
  const { id, created, inputs: same } = await afterwards(harness, inputs(SMALL), () => {});
  assert.equal(same.flavor, "m1.small");
  harness.cloud.change(id, (record) => {
    record.flavor = "3";
  });
  assert.equal((await read({ id, state: created }, harness.context))?.inputs.flavor, "3");
});

test("reads dropped databases and users as missing, and ignores undeclared ones", async (t) => {
  const { inputs: live } = await afterwards(await startHarness(t), WITH_USERS, (record) => {
    record.databases = [
      { name: "other", characterSet: undefined, collate: undefined },
      ...record.databases.slice(0, 1),
    ];
    record.users = record.users.filter(({ name }) => name !== "free");
    record.users.push({ name: "stranger", host: "%", password: "x", databases: [] });
  });
  assert.deepEqual(Object.keys(live.databases ?? {}), ["app"]);
  assert.deepEqual(Object.keys(live.users ?? {}), ["app@%"]);
});

test("reads declared grants, and only those on existing databases", async (t) => {
  const { inputs: live } = await afterwards(await startHarness(t), WITH_USERS, (record) => {
    for (const user of record.users) user.databases = ["log", "gone", "app"];
  });
  assert.deepEqual(live.users?.["app@%"]?.databases, ["app", "log"]);
  assert.ok(!("databases" in (live.users?.["free@%"] ?? {})));
});

test("asks the guest agent only for what is declared", async (t) => {
  const harness = await startHarness(t);
  const { id, inputs: live } = await afterwards(harness, { flavor: "2", ...SMALL }, (record) => {
    record.databases.push({ name: "other", characterSet: undefined, collate: undefined });
    record.name = "renamed";
    record.access = { is_public: true };
  });
  assert.deepEqual(live, { flavor: "2", ...SMALL });
  assert.deepEqual(
    harness.cloud.requests.filter(({ path }) => path.includes(`${id}/`)),
    [],
  );
});

const UNREADABLE = {
  "a guest that does not answer": {
    status: 400,
    body: { badRequest: { code: 400, message: "An error occurred communicating with the guest: timed out." } },
  },
  "an instance that is busy": {
    status: 422,
    body: { unprocessableEntity: { code: 422, message: `Instance ${OTHER_ID} is not ready. (Status is REBOOT).` } },
  },
};

for (const [title, answer] of Object.entries(UNREADABLE)) {
  test(`warns and keeps databases and users if ${title}`, async (t) => {
    const harness = await startHarness(t);
    const { id, state } = await create(WITH_USERS, harness.context);
    harness.cloud.faults.add({ path: `${id}/databases`, times: 0, effect: { type: "status", ...answer } });
    const found = await read({ id, state }, harness.context);
    assert.deepEqual(found?.inputs.users, WITH_USERS.users);
    assert.deepEqual(found?.inputs.databases, WITH_USERS.databases);
    assert.match(harness.lines.at(-1) ?? "", /could not be read/);
  });
}

test("fails if the databases cannot be listed for another reason", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { id, state } = await create(WITH_USERS, context);
  cloud.faults.add({ path: `${id}/databases`, times: 0, effect: { type: "status", status: 403, body: {} } });
  await assert.rejects(read({ id, state }, context), { code: "TROVE_FORBIDDEN" });
});

test("warns of a volume that was grown outside, and shows no change", async (t) => {
  const harness = await startHarness(t);
  const { inputs: live, state } = await afterwards(harness, inputs(SMALL), (record) => {
    record.volume.size = 7;
  });
  assert.deepEqual(live.volume, { size: 1 });
  assert.match(harness.lines.at(-1) ?? "", /was grown to 7 GiB outside .*volume: \{ size: 7 \}/);
  assert.equal(state.volumeSize, 7);
});

test("reads the reported access, and keeps the rest as it was declared", async (t) => {
  const access = { isPublic: false, allowedCidrs: ["10.0.0.0/8"] };
  const { inputs: live } = await afterwards(await startHarness(t), inputs({ ...SMALL, access }), (record) => {
    record.access = { is_public: true };
  });
  assert.deepEqual(live.access, { isPublic: true, allowedCidrs: ["10.0.0.0/8"] });
});

test("returns nothing for an instance that no longer exists", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { id, state } = await create(inputs(SMALL), context);
  cloud.remove(id);
  assert.equal(await read({ id, state }, context), undefined);
});

test("claims nothing in a lookup", async (t) => {
  const { context } = await startHarness(t);
  const { id } = await create(WITH_USERS, context);
  const found = await read({ id }, context);
  assert.deepEqual(found?.state.declared, []);
  assert.equal(found?.state.status, "ACTIVE");
  assert.equal(found?.state.users, undefined);
});

test("shows in a refresh what has changed since the lookup", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { id } = await create(WITH_USERS, context);
  const first = await read({ id }, context);
  assert.deepEqual(await read({ id, state: first?.state }, context), first);
  cloud.change(id, (record) => {
    record.flavor = "3";
    record.volume.size = 7;
  });
  // Until then a list that was fetched before would do.
  await context.clock.sleep(10_001);
  const again = await read({ id, state: first?.state }, context);
  assert.deepEqual([again?.state.flavor, again?.state.volume, again?.state.declared], ["m1.medium", { size: 7 }, []]);
});

test("reads a replica that was detached outside as managed", async (t) => {
  const harness = await startHarness(t);
  const source = await create(inputs(SMALL), harness.context);
  const {
    id,
    state,
    inputs: live,
  } = await afterwards(harness, { replicaOf: source.id }, (record) => {
    record.replicaOf = undefined;
  });
  assert.deepEqual([state.declared, state.flavor, live], [[], undefined, {}]);
  assert.equal((await read({ id, state }, harness.context))?.state.flavor, undefined);
});

test("returns nothing for an instance that goes before its users are listed", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { id, state } = await create(WITH_USERS, context);
  cloud.requests.length = 0;
  cloud.faults.add({ method: "GET", path: "/users", effect: { type: "delay", seconds: 1 } });
  const reading = read({ id, state }, context);
  await until(
    "the look at its users",
    async () => cloud.requests,
    (requests) => requests.some(({ path }) => path.includes("/users")),
  );
  cloud.remove(id);
  assert.equal(await reading, undefined);
});
