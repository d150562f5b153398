import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { previewChecks } from "../../../../../provider/resources/instance/check/preview-checks.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import { prepareDiff } from "../../../../../provider/resources/instance/diff/diff.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { unknownValue } from "../../../../../provider/resources/values/unknown-value.ts";
import { at, type Harness, startHarness, takeBackup } from "../harness.ts";
import { inputs, state } from "../samples.ts";

const PASSWORD = 'users["app@%"].password';
const unknown = unknownValue as never;
const small = (fields: InstanceInputs = {}) => inputs({ name: "db-1234567", volume: { size: 1 }, ...fields });
const withPassword = (password: string) => ({ users: { "app@%": { password } } });
const quoted = withPassword("quote'1");
const colon = withPassword("a-:b1");

const preview = ({ context }: Harness, given: InstanceInputs) => previewChecks(small(given), undefined, context);
const pathsOf = async (harness: Harness, given: InstanceInputs) =>
  (await preview(harness, given)).map(({ path }) => path);
const writes = ({ cloud }: Harness) =>
  cloud.requests.filter(({ service, method }) => service === "trove" && method !== "GET").length;

/** Offers these datastores, the first of them with a default version. */
function offer(
  { cloud }: Harness,
  datastores: Readonly<Record<string, { default?: string; versions: string[] }>>,
): void {
  const body = {
    datastores: Object.entries(datastores).map(([name, { default: standard, versions }]) => ({
      id: `id-of-${name}`,
      name,
      ...(standard === undefined ? {} : { default_version: `id-of-${standard}` }),
      versions: versions.map((version) => ({ id: `id-of-${version}`, name: version })),
    })),
  };
  cloud.faults.add({ path: "/datastores$", times: 0, effect: { type: "status", status: 200, body } });
}

const MYSQL = { default: "8.0", versions: ["5.7", "8.0"] };
const POSTGRESQL = { default: "16", versions: ["16"] };

const defaults: Readonly<
  Record<string, readonly [offered: Parameters<typeof offer>[1], given: InstanceInputs, refused: boolean]>
> = {
  "the only datastore of the cloud": [{ mysql: MYSQL }, colon, true],
  "the only one with a default version": [{ mysql: MYSQL, postgresql: { versions: ["16"] } }, colon, true],
  "the only one with the declared version": [
    { mysql: MYSQL, postgresql: POSTGRESQL },
    { ...colon, datastore: { version: "8.0" } },
    true,
  ],
  "one of several that all have the rule": [{ mysql: MYSQL, postgresql: POSTGRESQL }, quoted, true],
  "one of several that have not": [{ mysql: MYSQL, postgresql: POSTGRESQL }, colon, false],
  "given by its id": [{ mysql: MYSQL, postgresql: POSTGRESQL }, { ...colon, datastore: { type: "id-of-mysql" } }, true],
  "another one by its id": [
    { mysql: MYSQL, postgresql: POSTGRESQL },
    { ...colon, datastore: { type: "id-of-postgresql" } },
    false,
  ],
  "not known yet": [{ mysql: MYSQL }, { ...colon, datastore: { type: unknown } }, false],
};

for (const [title, [offered, given, refused]] of Object.entries(defaults)) {
  test(`${refused ? "refuses" : "accepts"} a password if the datastore is ${title}`, async (t) => {
    const harness = await startHarness(t, { preview: true });
    offer(harness, offered);
    assert.deepEqual(await pathsOf(harness, given), refused ? [PASSWORD] : []);
  });
}

test("refuses the password of a new instance before the create, without a preview", async (t) => {
  const harness = await startHarness(t);
  await assert.rejects(create(small(quoted), harness.context), {
    code: "TROVE_REFUSED",
    message: /^Creating instance "db-1234567" was refused, nothing was changed\. users\["app@%"\]\.password: must not/,
  });
  assert.equal(writes(harness), 0);
});

test("creates an instance in a project that may not list datastores", async (t) => {
  const harness = await startHarness(t);
  const body = { forbidden: { code: 403, message: "Policy doesn't allow datastore:index to be performed." } };
  harness.cloud.faults.add({ path: "/datastores$", times: 0, effect: { type: "status", status: 403, body } });
  await create(small(withPassword("secret-1")), harness.context);
  await assert.rejects(create(small({ ...colon, datastore: { type: "mysql" } }), harness.context));
});

const changes: Readonly<Record<string, readonly [was: InstanceInputs, is: InstanceInputs, path: string]>> = {
  "a password": [withPassword("secret-1"), quoted, PASSWORD],
  "a password with a colon": [withPassword("secret-1"), colon, PASSWORD],
  "a new user": [
    { users: {} },
    { users: { "a-very-long-name1@%": { password: "secret-1" } } },
    'users["a-very-long-name1@%"]',
  ],
  "a new database": [{ databases: {} }, { databases: { "a.b": {} } }, 'databases["a.b"]'],
  "its character set": [
    { databases: {} },
    { databases: { app: { characterSet: "utf9" } } },
    "databases.app.characterSet",
  ],
};

for (const [title, [was, is, path]] of Object.entries(changes)) {
  test(`refuses ${title} that the instance's datastore does not accept`, () => {
    const { changes: rows } = compare(state(inputs(was)), inputs(is));
    assert.deepEqual(
      rows.filter(({ kind }) => kind === "refuse").map((row) => row.path),
      [path],
    );
    const elsewhere = compare(state(inputs(was), { datastoreType: "cassandra" }), inputs(is));
    assert.deepEqual(
      elsewhere.changes.filter(({ kind }) => kind === "refuse"),
      [],
    );
  });
}

test("refuses a changed password in the update without a request", async (t) => {
  const harness = await startHarness(t);
  const { id, state: before } = await create(small(withPassword("secret-1")), harness.context);
  const sent = writes(harness);
  await assert.rejects(update(id, before, small(quoted), harness.context), { code: "TROVE_REFUSED" });
  assert.equal(writes(harness), sent);
});

test("warns once of an unchanged password, and refuses nothing", async (t) => {
  const harness = await startHarness(t, { preview: true });
  const before = state(inputs(quoted));
  assert.deepEqual(compare(before, inputs(quoted)).changes, []);
  for (let index = 0; index < 2; index += 1) {
    const { refused } = await prepareDiff("id-1", before, inputs(quoted), harness.context);
    assert.deepEqual(refused, []);
  }
  assert.equal(harness.lines.length, 1);
  assert.match(harness.lines[0] ?? "", /^users\["app@%"\]\.password must not hold .*: correct it\.$/);
  assert.doesNotMatch(harness.lines[0] ?? "", /quote'1/);
});

test("refuses to adopt with a password that the datastore does not accept", async (t) => {
  const maker = await startHarness(t);
  const { id } = await create(small(withPassword("secret-1")), maker.context);
  const { context } = await startHarness(t, { preview: true });
  const harness = { ...maker, context: at(context, maker.context) };
  assert.deepEqual(await pathsOf(harness, { adoptId: id, ...quoted }), [PASSWORD]);
  const sent = writes(harness);
  await assert.rejects(create({ adoptId: id, ...colon }, harness.context), { code: "TROVE_REFUSED" });
  assert.equal(writes(harness), sent);
});

test("adopts with an existing database, but not with one that the guest refuses", async (t) => {
  const maker = await startHarness(t);
  const { id } = await create(small(), maker.context);
  maker.cloud.change(id, (record) => {
    record.databases.push({ name: "a.b", characterSet: undefined, collate: undefined });
  });
  const { context } = await startHarness(t, { preview: true });
  const harness = { ...maker, context: at(context, maker.context) };
  const databases = { "a.b": {} };
  assert.deepEqual(await pathsOf(harness, { adoptId: id, databases }), []);
  const adopting = create({ adoptId: id, databases: { ...databases, "c.d": {} } }, harness.context);
  await assert.rejects(adopting, { code: "TROVE_REFUSED", message: /databases\["c\.d"\]: must be of A-Z/ });
  const { state: adopted } = await create(
    { adoptId: id, databases },
    at((await startHarness(t)).context, maker.context),
  );
  assert.deepEqual(adopted.databases, databases);
});

test("refuses a password that the datastore of the restored backup does not accept", async (t) => {
  const maker = await startHarness(t, { backup: 6 });
  const { id } = await create(small(), maker.context);
  const backup = await takeBackup(maker, id, "b1");
  const { context } = await startHarness(t, { preview: true });
  const harness = { ...maker, context: at(context, maker.context) };
  const restorePoint = { backupId: backup.id };
  assert.deepEqual(await pathsOf(harness, { restorePoint, ...colon }), [PASSWORD]);
  const sent = writes(harness);
  await assert.rejects(create(small({ restorePoint, ...colon }), harness.context), { code: "TROVE_REFUSED" });
  assert.equal(writes(harness), sent);
});
