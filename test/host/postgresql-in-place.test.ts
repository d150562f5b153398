import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { opened, type Properties } from "../support/provider-process.ts";
import { checked, created, failureOf, properties, startHarness } from "./harness.ts";

const DATASTORE = { type: "postgresql" };
const user = (databases: readonly string[], password = "p-of-app") => ({ password, databases });
const postgresql = (fields: Properties = {}) =>
  properties({
    datastore: DATASTORE,
    databases: { shop: {}, news: {} },
    users: { "app@%": user(["shop"]), "reader@%": user(["news"]) },
    ...fields,
  });

/** A cloud whose Trove manages the contents of PostgreSQL instances, and one such instance with contents. */
async function withInstance(t: TestContext) {
  const harness = await startHarness(t, { troveRelease: 26, guestLag: 0.1 });
  const host = await harness.start();
  const { id, inputs, outs } = await created(host, postgresql());
  const contents = () => {
    const { databases, users } = harness.cloud.instance(id)?.contents ?? { databases: [], users: [] };
    return {
      databases: databases.map(({ name }) => name).sort(),
      users: Object.fromEntries(users.map(({ name, password, databases }) => [name, [password, ...databases.sort()]])),
    };
  };
  return { ...harness, host, id, inputs, outs: opened(outs), contents };
}

test("databases, users, passwords and grants of PostgreSQL change in place", async (t) => {
  const { host, id, inputs, outs, contents } = await withInstance(t);
  assert.equal(host.stderr().includes("neither lists nor changes"), false);
  const change = {
    databases: { shop: {}, late: {} },
    users: { "app@%": user(["late"], "p-other"), "late@%": user(["shop", "late"]) },
    allow: { dropDatabases: true },
  };
  const news = await checked(host, postgresql(change), inputs);
  const now = opened(await host.update(id, outs, news));
  assert.deepEqual(contents(), {
    databases: ["late", "shop"],
    users: { app: ["p-other", "late"], late: ["p-of-app", "late", "shop"] },
  });
  const { inputs: live = {} } = await host.read(id, now, news);
  const { databases, users } = opened(live);
  assert.deepEqual({ databases, users }, { databases: change.databases, users: sorted(change.users) });
});

test("shows and corrects drift of PostgreSQL databases, users and grants", async (t) => {
  const { cloud, host, id, inputs, outs, contents } = await withInstance(t);
  const before = contents();
  cloud.change(id, ({ contents: there }) => {
    there.databases = there.databases.filter(({ name }) => name !== "shop");
    there.users = there.users.filter(({ name }) => name !== "reader");
    for (const one of there.users) one.databases = [];
  });
  const { props = {}, inputs: live = {} } = await host.read(id, outs, inputs);
  assert.deepEqual([opened(live).databases, opened(live).users], [{ news: {} }, { "app@%": user([]) }]);
  await host.update(id, opened(props), await checked(host, postgresql(), inputs));
  assert.deepEqual(contents(), before);
});

test("a recreated PostgreSQL database gets its grants again", async (t) => {
  const { cloud, host, id, inputs, outs, contents } = await withInstance(t);
  const { users } = contents();
  // Dropped with SQL: PostgreSQL drops the grants on it, and no refresh has shown it.
  cloud.change(id, ({ contents: there }) => {
    there.databases = there.databases.filter(({ name }) => name !== "shop");
    for (const one of there.users) one.databases = one.databases.filter((name) => name !== "shop");
  });
  const databases = { shop: {}, news: {}, late: {} };
  await host.update(id, outs, await checked(host, postgresql({ databases }), inputs));
  assert.deepEqual(contents(), { databases: ["late", "news", "shop"], users });
});

test("refuses a grant on a database that PostgreSQL does not have, by path", async (t) => {
  const { cloud, start, id } = await withInstance(t);
  const host = await start();
  const adoption = (users: Properties) =>
    properties({
      __urn: "urn:pulumi:test::test::pulumi-nodejs:dynamic/trove:Instance::rescued",
      __defaultName: "rescued-1",
      adoptId: id,
      users,
    });
  for (const key of ["app@%", "late@%"]) {
    const inputs = await checked(host, adoption({ [key]: user(["nowhere"]) }));
    const { message } = await failureOf(host.create(inputs));
    assert.match(
      message,
      /users: Granting "nowhere" to user .* cannot be found on the instance.*\[TROVE_BAD_REQUEST\]$/s,
    );
  }
  assert.deepEqual(cloud.instance(id)?.contents.users.find(({ name }) => name === "late")?.databases, []);
});

function sorted(users: Readonly<Record<string, { readonly databases: readonly string[] }>>) {
  return Object.fromEntries(
    Object.entries(users).map(([key, one]) => [key, { ...one, databases: one.databases.toSorted() }]),
  );
}
