import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { InstanceInputs } from "../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../provider/resources/instance/create/create.ts";
import type { InstanceState } from "../../../../provider/resources/instance/state.ts";
import { update } from "../../../../provider/resources/instance/update/update.ts";
import { startHarness } from "../instance/harness.ts";
import { inputs } from "../instance/samples.ts";

const user = (...databases: string[]) => ({ password: "secret-1", databases });
const postgresql = (declared: Partial<InstanceInputs>) =>
  inputs({ volume: { size: 1 }, datastore: { type: "postgresql" }, ...declared });
const DECLARED = { databases: { news: {}, shop: {} }, users: { "app@%": user("shop"), "reader@%": user("news") } };

async function withInstance(t: TestContext) {
  const harness = await startHarness(t, { troveRelease: 26 });
  const { id, state } = await create(postgresql(DECLARED), harness.context);
  const own = (database: string, owner: string) =>
    harness.cloud.change(id, ({ contents }) => {
      for (const one of contents.databases) if (one.name === database) one.owner = owner;
    });
  const grants = () =>
    Object.fromEntries(harness.cloud.instance(id)?.contents.users.map((one) => [one.name, one.databases]) ?? []);
  const updated = (declared: Partial<InstanceInputs>, from: InstanceState = state) =>
    update(id, from, postgresql({ ...DECLARED, ...declared }), harness.context);
  return { ...harness, id, own, grants, updated };
}

test("drops a user together with the database that it owns", async (t) => {
  const { cloud, id, own, grants, updated } = await withInstance(t);
  own("shop", "app");
  const users = { "reader@%": user("news") };
  await updated({ databases: { news: {} }, users, allow: { dropDatabases: true } });
  assert.deepEqual(grants(), { reader: ["news"] });
  assert.deepEqual(
    cloud.instance(id)?.contents.databases.map(({ name }) => name),
    ["news"],
  );
});

test("lists the databases once when several users lose grants", async (t) => {
  const { cloud, grants, updated } = await withInstance(t);
  cloud.requests.length = 0;
  await updated({ users: { "app@%": user(), "reader@%": user() } });
  assert.deepEqual(grants(), { app: [], reader: [] });
  const lists = cloud.requests.filter(({ method, path }) => method === "GET" && /\/databases$/.test(path));
  assert.equal(lists.length, 1);
});

for (const [what, key] of [
  ["an existing user", "reader@%"],
  ["a new user", "late@%"],
] as const) {
  test(`names the path of a grant to ${what} that Trove does not list`, async (t) => {
    const { own, grants, updated } = await withInstance(t);
    own("shop", "app");
    const users = { ...DECLARED.users, [key]: user("news", "shop") };
    let saved: InstanceState | undefined;
    await assert.rejects(updated({ users }), (error: Error & { code?: string; state: InstanceState }) => {
      const name = key.replace("@%", "");
      assert.match(
        error.message,
        new RegExp(`^users\\["${name}@%"\\]\\.databases: Trove does not list the grant on shop`),
      );
      assert.equal(error.code, "TROVE_CHANGE_FAILED");
      saved = error.state;
      return true;
    });
    assert.deepEqual(saved?.pending, ["update"]);
    own("shop", "postgres");
    const after = await updated({ users }, saved);
    assert.deepEqual([after.users, after.pending], [users, []]);
    assert.deepEqual(grants()[key.replace("@%", "")]?.toSorted(), ["news", "shop"]);
  });
}

test("lists users of PostgreSQL once after grants", async (t) => {
  const { cloud, updated } = await withInstance(t);
  cloud.requests.length = 0;
  await updated({ users: { "app@%": user("news", "shop"), "reader@%": user("news", "shop") } });
  const calls = cloud.requests.filter(({ path }) => /\/users\b/.test(path)).map(({ method }) => method);
  assert.deepEqual(calls, ["GET", "PUT", "PUT", "GET"]);
});

test("forgets passwords of removed users if Trove changes users", async (t) => {
  const { id, state, ...harness } = await withReleasable(t, 26);
  for (const databases of [DECLARED.databases, undefined]) {
    const now = await update(id, state, postgresql({ databases }), harness.context);
    assert.equal(now.users, undefined);
    assert.doesNotMatch(JSON.stringify(now), /secret-1/);
  }
  const bare = { ...DECLARED, users: { "app@%": { password: "secret-1" } } };
  const now = await update(id, state, postgresql(bare), harness.context);
  assert.equal(now.released, undefined);
});

test("keeps passwords of removed users if Trove does not change users", async (t) => {
  const { id, state, ...harness } = await withReleasable(t, 18);
  const now = await update(id, state, postgresql({}), harness.context);
  assert.deepEqual(now.released?.users, DECLARED.users);
});

async function withReleasable(t: TestContext, troveRelease: 18 | 26) {
  const harness = await startHarness(t, { troveRelease });
  return { ...harness, ...(await create(postgresql(DECLARED), harness.context)) };
}
