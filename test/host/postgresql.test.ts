import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Simulator } from "../../simulator/index.ts";
import { until } from "../support/cloud-api.ts";
import type { DynamicHost } from "../support/dynamic-host.ts";
import { opened, type Properties } from "../support/provider-process.ts";
import {
  asked,
  CHANGED,
  checked,
  created,
  failureOf,
  login,
  partialOf,
  pathsOf,
  properties,
  startHarness,
  testOnDynamic,
} from "./harness.ts";

const DATASTORE = { type: "postgresql" };
const DATABASES = { shop: {} };
const USERS = { "app@%": { password: "p-of-app", databases: ["shop"] } };
const contents = { datastore: DATASTORE, databases: DATABASES, users: USERS };
const postgresql = (fields: Properties = {}) => properties({ ...contents, ...fields });
const preview = (fields: Properties = {}) => postgresql({ __preview: true, ...fields });

/** A cloud whose Trove neither lists nor changes the contents of PostgreSQL instances, and one such instance. */
async function withInstance(t: TestContext) {
  const harness = await startHarness(t, { troveRelease: 18 });
  const host = await harness.start();
  const instance = await created(host, postgresql());
  return { ...harness, host, ...instance, outs: opened(instance.outs) };
}

/** The requests about databases, users and grants of an instance. */
function guestRequests(cloud: Simulator): string[] {
  return ["GET", "POST", "PUT", "DELETE"].flatMap((method) =>
    asked(cloud, method)
      .filter((path) => /^\/instances\/[^/]+\/(databases|users)/.test(path))
      .map((path) => `${method} ${path.replace(/^\/instances\/[^/]+/, "")}`),
  );
}

async function refusalOf(host: DynamicHost, id: string, outs: Properties, news: Properties): Promise<string> {
  return (await failureOf(host.diff(id, outs, news))).message;
}

function pendingOf(outs: Properties | undefined): readonly string[] {
  return (outs?.__state as { pending: string[] } | undefined)?.pending ?? [];
}

const NAMED = /(?:databases|users)(?:\.\w+|\["[^"]+"\])(?:\.\w+)?(?=: can)/g;
const namesIn = (message: string) => message.match(NAMED) ?? [];

test("what the create carried counts as applied, with one warning", async (t) => {
  const { cloud, start, host, id, inputs, outs } = await withInstance(t);
  assert.deepEqual([outs.databases, outs.users, pendingOf(outs)], [DATABASES, USERS, []]);
  assert.deepEqual(guestRequests(cloud), ["GET /users"]);
  assert.equal(host.stderr().match(/Later changes/g)?.length, 1, host.stderr());
  assert.match(
    host.stderr(),
    /declared shop, app@%.*neither lists nor changes.*Operation not supported for datastore postgresql/s,
  );
  assert.deepEqual(
    cloud.instance(id)?.contents.users.map(({ name }) => name),
    ["app"],
  );

  const next = await start();
  assert.equal((await next.diff(id, outs, await checked(next, preview(), inputs))).changes, 1);
  const read = await next.read(id, outs, inputs);
  assert.deepEqual([opened(read.props ?? {}).users, read.inputs?.databases], [USERS, DATABASES]);
  assert.equal(next.stderr(), "");
});

testOnDynamic(
  "only its preview of an update asks Trove about the guest",
  "a change of databases, users, passwords or grants is refused at preview",
  async (t) => {
    const { cloud, start, id, inputs, outs } = await withInstance(t);
    const host = await start();
    cloud.requests.length = 0;
    const changes: readonly (readonly [path: string, fields: Properties])[] = [
      ["databases.late", { databases: { ...DATABASES, late: {} } }],
      ["databases.shop", { databases: { shop: { characterSet: "UTF8" } } }],
      ["databases.shop", { databases: {}, users: { "app@%": { password: "p-of-app" } } }],
      [
        "databases.shop",
        { databases: {}, users: { "app@%": { password: "p-of-app" } }, allow: { dropDatabases: true } },
      ],
      ['users["late@%"]', { users: { ...USERS, "late@%": { password: "p-late" } } }],
      ['users["app@%"]', { users: {} }],
      ['users["app@%"].password', { users: { "app@%": { password: "p-other", databases: ["shop"] } } }],
      ['users["app@%"].databases', { users: { "app@%": { password: "p-of-app", databases: [] } } }],
    ];
    for (const [path, fields] of changes) {
      const message = await refusalOf(host, id, outs, await checked(host, preview(fields), inputs));
      assert.deepEqual(namesIn(message), [path], message);
      assert.match(message, /neither lists nor changes them later.*SQL.*root.*\[TROVE_REFUSED\]$/s);
    }
    assert.deepEqual(guestRequests(cloud), ["GET /databases?limit=1"]);
  },
);

test("an update without a preview refuses the same before it changes anything", async (t) => {
  const { cloud, start, id, inputs, outs } = await withInstance(t);
  const host = await start();
  const change = { flavor: "m1.medium", name: "renamed", users: { ...USERS, "late@%": { password: "p-late" } } };
  cloud.requests.length = 0;
  const { message, partial } = await failureOf(host.update(id, outs, await checked(host, postgresql(change), inputs)));
  assert.deepEqual([namesIn(message), partial], [['users["late@%"]'], undefined]);
  assert.deepEqual([asked(cloud, "PUT"), asked(cloud, "POST"), cloud.instance(id)?.flavor], [[], [], "2"]);
});

test("refuses a change even if the first request about it fails", async (t) => {
  const { cloud, start, id, inputs, outs } = await withInstance(t);
  const host = await start();
  cloud.faults.add({ method: "GET", path: "/databases", times: 1, effect: { type: "status", status: 403 } });
  const change = { name: "renamed", databases: { ...DATABASES, late: {} } };
  const { message, partial } = await failureOf(host.update(id, outs, await checked(host, postgresql(change), inputs)));
  assert.deepEqual(namesIn(message), ["databases.late"]);
  assert.deepEqual(asked(cloud, "PUT"), []);
  // The next update has the same program.
  assert.deepEqual(pendingOf(partial?.properties), ["update"]);
  const next = await start();
  const outcome = await next.update(
    id,
    partial?.properties ?? {},
    await checked(next, postgresql({ name: "renamed" }), inputs),
  );
  assert.deepEqual([outcome.name, opened(outcome).databases], ["renamed", DATABASES]);
});

test("changes every other argument and keeps databases and users", async (t) => {
  const { cloud, start, id, inputs, outs } = await withInstance(t);
  const host = await start();
  cloud.requests.length = 0;
  const change = {
    ...{ name: "renamed", flavor: "m1.medium", volume: { size: 2 }, allow: { restart: true } },
    access: { isPublic: false, allowedCidrs: ["10.0.0.0/8"] },
  };
  const news = await checked(host, postgresql(change), inputs);
  assert.notEqual((await host.diff(id, outs, news)).changes, 1);
  const now = opened(await host.update(id, outs, news));
  assert.deepEqual([now.name, now.flavorId, now.volumeSize, now.users], ["renamed", "3", 2, USERS]);
  assert.deepEqual(guestRequests(cloud), []);
});

test("databases and users that are removed as a whole are released, and declared again", async (t) => {
  const { cloud, start, id, inputs, outs } = await withInstance(t);
  const host = await start();
  cloud.requests.length = 0;
  const released = await checked(host, properties({ datastore: DATASTORE, name: "renamed" }), inputs);
  await host.diff(id, outs, released);
  const now = opened(await host.update(id, outs, released));
  // One request: whether Trove will ever read the passwords of the removed users.
  assert.deepEqual([now.databases, now.users, guestRequests(cloud)], [null, null, ["GET /databases?limit=1"]]);

  const again = await checked(
    host,
    properties({ datastore: DATASTORE, name: "renamed", databases: DATABASES }),
    released,
  );
  await host.diff(id, now, again);
  assert.deepEqual(opened(await host.update(id, now, again)).databases, DATABASES);
  assert.deepEqual(
    cloud.instance(id)?.contents.databases.map(({ name }) => name),
    ["shop"],
  );
});

test("users and grants that are removed can be declared again as they were", async (t) => {
  const { cloud, start, id, inputs, outs } = await withInstance(t);
  const bare = { datastore: DATASTORE, databases: DATABASES };
  for (const fields of [bare, { ...bare, users: { "app@%": { password: "p-of-app" } } }]) {
    const host = await start();
    const removed = await checked(host, properties(fields), inputs);
    const now = await host.update(id, outs, removed);
    const next = await start();
    const message = await refusalOf(
      next,
      id,
      opened(now),
      await checked(next, preview({ users: { ...USERS, "late@%": { password: "p-late" } } }), removed),
    );
    assert.deepEqual(namesIn(message), ['users["late@%"]']);
    const again = await checked(next, preview(), removed);
    await next.diff(id, opened(now), again);
    const back = opened(await next.update(id, opened(now), again));
    assert.deepEqual([back.users, pendingOf(back)], [USERS, []]);
    assert.equal((back.__state as Properties).released, undefined);
  }
  assert.deepEqual(
    guestRequests(cloud).filter((line) => !line.startsWith("GET")),
    [],
  );
});

test("databases are released while users keep their grants on them", async (t) => {
  const { start, id, inputs, outs } = await withInstance(t);
  const host = await start();
  const released = await checked(host, properties({ datastore: DATASTORE, users: USERS, __preview: true }), inputs);
  await host.diff(id, outs, released);
  const now = opened(await host.update(id, outs, released));
  assert.deepEqual([now.databases, now.users], [null, USERS]);
});

test("resumes an interrupted update and keeps databases and users", async (t) => {
  const { cloud, start, id, inputs, outs } = await withInstance(t);
  const host = await start();
  const news = await checked(host, postgresql({ flavor: "m1.medium" }), inputs);
  cloud.pause();
  cloud.requests.length = 0;
  const updating = partialOf(host.update(id, outs, news));
  await until(
    "the resize",
    async () => asked(cloud, "POST").length,
    (count) => count > 0,
  );
  await host.cancel();
  const { properties: olds } = await updating;
  assert.deepEqual(pendingOf(olds), ["update"]);
  cloud.resume();
  const next = await start();
  const now = opened(await next.update(id, opened(olds), await checked(next, news, news)));
  assert.deepEqual([now.flavorId, now.users, pendingOf(now)], ["3", USERS, []]);
});

test("an update completes a create that an earlier version interrupted", async (t) => {
  const { cloud, start, id, inputs, outs } = await withInstance(t);
  // As version 0.1 saved it: everything was applied, and listing the users failed.
  const halfMade = { ...outs, __state: { ...(outs.__state as object), pending: ["create"] } };
  const host = await start();
  const same = await checked(host, postgresql(), inputs);
  assert.equal((await host.diff(id, halfMade, same)).changes, 2);
  const previewing = await start();
  const changed = await checked(previewing, preview({ databases: { ...DATABASES, late: {} } }), inputs);
  assert.deepEqual(namesIn(await refusalOf(previewing, id, halfMade, changed)), ["databases.late"]);
  const now = opened(await host.update(id, halfMade, same));
  assert.deepEqual([now.users, pendingOf(now)], [USERS, []]);
  assert.equal(host.stderr().match(/Later changes/g)?.length, 1, host.stderr());
  assert.equal(cloud.instances().length, 1);
});

testOnDynamic(
  "a check does not know that it is a preview",
  "adoption with databases or users is refused at preview and at create",
  async (t) => {
    const { cloud, start } = await startHarness(t, { troveRelease: 18 });
    const { id } = await created(await start(), properties({ datastore: DATASTORE }));
    const adoption = (fields: Properties) =>
      properties({
        __urn: "urn:pulumi:test::test::pulumi-nodejs:dynamic/trove:Instance::rescued",
        __defaultName: "rescued-1",
        adoptId: id,
        name: "renamed",
        ...fields,
      });
    const both = { databases: DATABASES, users: USERS };
    const host = await start();
    const { failures } = await host.check({}, adoption({ ...both, __preview: true }));
    assert.deepEqual(pathsOf(failures), ["databases.shop", 'users["app@%"]']);

    cloud.requests.length = 0;
    const other = await start();
    const refused = await failureOf(other.create(await checked(other, adoption(both))));
    assert.deepEqual([namesIn(refused.message), refused.partial], [["databases.shop", 'users["app@%"]'], undefined]);
    assert.match(refused.message, /Leave the arguments databases and users out.*\[TROVE_REFUSED\]$/s);
    assert.deepEqual([asked(cloud, "PUT"), asked(cloud, "POST")], [[], []]);
    assert.equal((await other.create(await checked(other, adoption({})))).id, id);
  },
);

test("completes an instance in BUILD as it was created if the program has changed", async (t) => {
  const { cloud, start } = await startHarness(t, { troveRelease: 18 });
  const first = await start();
  cloud.pause();
  const inputs = await checked(first, postgresql());
  const creating = partialOf(first.create(inputs));
  await until(
    "the create",
    async () => asked(cloud, "POST").length,
    (count) => count > 0,
  );
  await first.cancel();
  const { id, properties: olds } = await creating;
  const host = await start();
  const changed = await checked(host, postgresql({ users: { ...USERS, "late@%": { password: "p-late" } } }), inputs);
  cloud.requests.length = 0;
  const updating = partialOf(host.update(id, opened(olds), changed));
  await until(
    "the question about the guest",
    async () => guestRequests(cloud).length,
    (count) => count > 0,
  );
  cloud.resume();
  const { properties: outs, reasons } = await updating;
  assert.deepEqual(namesIn(reasons[0] ?? ""), ['users["late@%"]']);
  assert.deepEqual([opened(outs).users, pendingOf(outs)], [USERS, ["update"]]);
  const next = await start();
  const now = opened(await next.update(id, opened(outs), await checked(next, postgresql(), inputs)));
  assert.deepEqual([now.users, pendingOf(now)], [USERS, []]);
});

test("a preview that cannot ask about the guest does not fail", async (t) => {
  const { cloud, start, id, inputs, outs } = await withInstance(t);
  const news = (host: DynamicHost) => checked(host, preview({ databases: { ...DATABASES, late: {} } }), inputs);
  const away = await start({ config: { ...login(cloud), "trove:authUrl": "http://127.0.0.1:9/v3" } });
  assert.equal((await away.diff(id, outs, await news(away))).changes, CHANGED);
  const quiet = await start({ config: { ...login(cloud), "trove:previewChecks": "off" } });
  assert.equal((await quiet.diff(id, outs, await news(quiet))).changes, CHANGED);
});
