import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { read } from "../../../../../provider/resources/instance/read/read.ts";
import { createProcessServices } from "../../../../../provider/resources/process-services.ts";
import { startHarness, until } from "../harness.ts";
import { inputs, OTHER_ID } from "../samples.ts";

const CONTENTS: InstanceInputs = {
  databases: { app: {} },
  users: { "app@%": { password: "p-of-app", databases: ["app"] } },
};
const REPORTED: InstanceInputs = {
  name: "db",
  flavor: "m1.small",
  datastore: { type: "mysql", version: "8.0.29" },
  volume: { size: 2 },
};

async function startWith(
  t: TestContext,
  fields: InstanceInputs = CONTENTS,
  options: Parameters<typeof startHarness>[1] = {},
) {
  const harness = await startHarness(t, options);
  const { cloud, context, lines } = harness;
  const { id } = await create(inputs({ volume: { size: 2 }, ...fields }), context);
  lines.length = 0;
  cloud.requests.length = 0;
  // A list that was fetched before would still do.
  await context.clock.sleep(10_001);
  return { ...harness, id, inputsOf: async () => (await read({ id, withInputs: true }, context))?.inputs };
}

const user = (name: string, databases: string[], host = "%") => ({ name, host, password: "p-1", databases });

const listed = (body: object) => ({ type: "status" as const, status: 200, body });

test("leaves out what a program cannot declare, with one warning that names it", async (t) => {
  const { id, cloud, lines, inputsOf } = await startWith(t, {});
  const databases = ["app", "a.b", "x", "my db"].map((name) => ({ name }));
  const users = [
    user("app", ["my db", "app", "gone"]),
    user("dotted", ["a.b"]),
    user("longer-than-16-characters", []),
    user("app", [], "web-1.example.com"),
  ].map(({ databases: granted, ...one }) => ({ ...one, databases: granted.map((name) => ({ name })) }));
  cloud.faults.add({ method: "GET", path: `${id}/databases`, times: 0, effect: listed({ databases }) });
  cloud.faults.add({ method: "GET", path: `${id}/users`, times: 0, effect: listed({ users }) });
  assert.deepEqual(await inputsOf(), {
    ...REPORTED,
    databases: { app: {}, "my db": {} },
    users: { "app@%": { databases: ["app", "my db"] }, "dotted@%": {} },
  });
  const [warning = "", ...others] = lines;
  assert.deepEqual(others, []);
  const leftOut = warning
    .replace(/^.*Left out: /, "")
    .replace(/\.$/, "")
    .split(", ");
  assert.deepEqual(leftOut.sort(), [
    "database a.b",
    "database x",
    "the grants of user dotted@%",
    "user app@web-1.example.com",
    "user longer-than-16-characters@%",
  ]);
});

test("leaves out names that Trove reserves, if the cloud lists them", async (t) => {
  const { id, cloud, lines, inputsOf } = await startWith(t);
  const databases = [{ name: "app" }, { name: "sys" }];
  const users = ["app", "root", "os_admin"].map((name) => ({ name, host: "%", databases: [] }));
  cloud.faults.add({ method: "GET", path: `${id}/databases`, times: 0, effect: listed({ databases }) });
  cloud.faults.add({ method: "GET", path: `${id}/users`, times: 0, effect: listed({ users }) });
  const found = await inputsOf();
  assert.deepEqual([found?.databases, found?.users], [{ app: {} }, { "app@%": { databases: [] } }]);
  assert.match(lines.join("\n"), /Left out: database sys, user root@%, user os_admin@%\.$/);
});

test("leaves the grants of a user of PostgreSQL alone if Trove cannot list them", async (t) => {
  const fields = { datastore: { type: "postgresql" }, databases: { app: {} }, users: { "app@%": { password: "p1" } } };
  const { id, cloud, lines, inputsOf } = await startWith(t, fields, { troveRelease: 26 });
  cloud.change(id, (record) => {
    record.users = [user("my-app", []), user("app", ["app"])];
  });
  assert.deepEqual((await inputsOf())?.users, { "my-app@%": {}, "app@%": { databases: ["app"] } });
  assert.deepEqual(lines, []);
});

test("declares no empty databases and users", async (t) => {
  const { lines, inputsOf } = await startWith(t, {});
  assert.deepEqual(await inputsOf(), REPORTED);
  assert.deepEqual(lines, []);
});

const REFUSALS: Readonly<Record<string, { readonly status: number; readonly body: object }>> = {
  "is busy": {
    status: 422,
    body: { unprocessableEntity: { code: 422, message: `Instance ${OTHER_ID} is not ready. (Status is REBOOT).` } },
  },
  "does not answer": {
    status: 400,
    body: { badRequest: { code: 400, message: "An error occurred communicating with the guest: timed out." } },
  },
  "may not be asked": { status: 403, body: {} },
  fails: { status: 500, body: {} },
};

for (const [title, answer] of Object.entries(REFUSALS)) {
  test(`warns and leaves out databases and users if the guest agent ${title}`, async (t) => {
    const { id, cloud, lines, inputsOf } = await startWith(t);
    cloud.faults.add({ path: `${id}/(databases|users)`, times: 0, effect: { type: "status", ...answer } });
    assert.deepEqual(await inputsOf(), REPORTED);
    const warnings = lines.filter((line) => line.includes("could not be read"));
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /^The databases and users of instance .*takes over those that exist/);
  });
}

test("advises SQL where the cloud neither lists nor changes databases of PostgreSQL", async (t) => {
  const { lines, inputsOf } = await startWith(t, { datastore: { type: "postgresql" } }, { troveRelease: 18 });
  const found = await inputsOf();
  assert.deepEqual([found?.databases, found?.users], [undefined, undefined]);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /^The databases and users of instance .*Use SQL in the database instead\.$/);
});

test("reads the databases if only the users cannot be listed", async (t) => {
  const { id, cloud, lines, inputsOf } = await startWith(t);
  const body = { badRequest: { code: 400, message: "'10.%' is not a valid hostname." } };
  cloud.faults.add({ path: `${id}/users`, times: 0, effect: { type: "status", status: 400, body } });
  assert.deepEqual(await inputsOf(), { ...REPORTED, databases: { app: {} } });
  assert.match(lines.join("\n"), /^The users of instance .*not a valid hostname/);
});

for (const status of ["BUILD", "ERROR", "SHUTDOWN"]) {
  test(`reads an instance in ${status} without its databases and users`, async (t) => {
    const { id, cloud, context, lines } = await startWith(t);
    cloud.change(id, (record) => {
      record.status = status as typeof record.status;
    });
    const found = await read({ id, withInputs: true }, context);
    assert.deepEqual(found?.inputs, REPORTED);
    assert.deepEqual([found?.state.status, found?.state.wasActive, found?.state.pending], [status, true, []]);
    assert.match(lines.join("\n"), new RegExp(`could not be read.*the instance is in ${status}\\. Declare`));
    assert.ok(cloud.requests.every(({ path }) => !/\/(users|databases)/.test(path)));
  });
}

test("returns nothing for an instance that goes while its users are listed", async (t) => {
  const { id, cloud, inputsOf } = await startWith(t);
  cloud.faults.add({ method: "GET", path: "/users", effect: { type: "delay", seconds: 1 } });
  const reading = inputsOf();
  await until(
    "the list of users",
    async () => cloud.requests,
    (requests) => requests.some(({ path }) => path.includes("/users")),
  );
  cloud.remove(id);
  assert.equal(await reading, undefined);
});

test("asks no guest agent without the inputs, and shows a replica with its volume", async (t) => {
  const { id, cloud, context, lines } = await startWith(t);
  const replica = await create({ name: "copy", replicaOf: id }, context);
  await context.clock.sleep(10_001);
  cloud.requests.length = 0;
  lines.length = 0;
  const found = await read({ id }, context);
  assert.deepEqual(
    [found?.state.flavor, found?.state.databases, found?.state.users],
    ["m1.small", undefined, undefined],
  );
  const copy = await read({ id: replica.id }, context);
  assert.deepEqual(
    [copy?.state.replicaOf, copy?.state.volume, copy?.state.datastore],
    [id, { size: 2 }, REPORTED.datastore],
  );
  assert.ok(cloud.requests.every(({ path }) => !/\/(users|databases)/.test(path)));
  assert.deepEqual(lines, []);
});

test("repeats in a refresh what a read with inputs found", async (t) => {
  const { id, context } = await startWith(t);
  const first = await read({ id, withInputs: true }, context);
  assert.deepEqual(first?.state.users, { "app@%": { databases: ["app"] } });
  assert.deepEqual(await read({ id, state: first?.state, withInputs: true }, context), first);
});

const FLAVORS = [
  { id: 2, str_id: "2", name: "m1.small", ram: 2048, links: [] },
  { id: 3, str_id: "3", name: "m1.medium", ram: 4096, links: [] },
];
const AMBIGUOUS: Readonly<Record<string, { readonly status: number; readonly body: object }>> = {
  "another flavor has its name": {
    status: 200,
    body: { flavors: FLAVORS.map((flavor) => ({ ...flavor, name: "m1.small" })) },
  },
  "its name is the id of another flavor": {
    status: 200,
    body: { flavors: FLAVORS.map((flavor) => ({ ...flavor, name: "3" })) },
  },
  "the cloud no longer offers it": { status: 200, body: { flavors: FLAVORS.slice(1) } },
  "the flavors cannot be listed": { status: 403, body: {} },
};

for (const [title, answer] of Object.entries(AMBIGUOUS)) {
  test(`reads the flavor as its id if ${title}`, async (t) => {
    const { cloud, context, lines, id } = await startWith(t, { flavor: "2" });
    cloud.faults.add({ path: "/flavors", times: 0, effect: { type: "status", ...answer } });
    const later = { ...context, ...createProcessServices({ resumeInterrupted: false, previewChecks: true }) };
    assert.equal((await read({ id, withInputs: true }, later))?.inputs.flavor, "2");
    assert.deepEqual(lines, []);
  });
}

for (const [title, access] of [
  ["nothing", {}],
  ["a part", { is_public: true }],
  ["a range that a program cannot declare", { is_public: true, allowed_cidrs: ["fd00::/8"] }],
] as const) {
  test(`declares no access of which Trove reports ${title}`, async (t) => {
    const { id, cloud, inputsOf } = await startWith(t);
    cloud.change(id, (record) => {
      record.access = { ...access, ...("allowed_cidrs" in access && { allowed_cidrs: [...access.allowed_cidrs] }) };
    });
    assert.equal((await inputsOf())?.access, undefined);
  });
}

test("keeps in a refresh what the guest agent cannot list then", async (t) => {
  const { id, cloud, context, lines } = await startWith(t);
  const first = await read({ id, withInputs: true }, context);
  const refresh = () => read({ id, state: first?.state, withInputs: true }, context);
  for (const path of [`${id}/users`, `${id}/databases`]) {
    cloud.faults.add({ path, times: 0, effect: { type: "status", status: 403, body: {} } });
    assert.deepEqual(await refresh(), first);
    assert.match(lines.at(-1) ?? "", /could not be read, so they stay as they were/);
  }
});

test("keeps the name of the flavor in a refresh that cannot list flavors", async (t) => {
  const { id, cloud, context } = await startWith(t);
  const first = await read({ id }, context);
  cloud.faults.add({ path: "/flavors", times: 0, effect: { type: "status", status: 403, body: {} } });
  const later = { ...context, ...createProcessServices({ resumeInterrupted: false, previewChecks: true }) };
  assert.equal((await read({ id, state: first?.state }, later))?.state.flavor, "m1.small");
  cloud.change(id, (record) => {
    record.flavor = "3";
  });
  await context.clock.sleep(10_001);
  assert.equal((await read({ id, state: first?.state }, later))?.state.flavor, "3");
});
