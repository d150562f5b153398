import assert from "node:assert/strict";
import { test } from "node:test";
import { type Properties, UNKNOWN } from "../support/provider-process.ts";
import { childProperties, databasesOf, existingInstance } from "./children.ts";
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

function database(instance: string, fields: Properties = {}): Properties {
  return childProperties("Database", { instance, name: "reports", ...fields });
}

test("creates a database, sees no difference, and drops it", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start });
  const host = await start();
  const { id, inputs, outs } = await created(host, database(instance, { characterSet: "utf8mb4" }));
  assert.equal(id, `${instance}/reports`);
  assert.deepEqual(databasesOf(cloud, instance), ["reports"]);
  const again = await checked(host, database(instance, { characterSet: "utf8mb4" }), inputs);
  assert.equal((await host.diff(id, outs, again)).changes, 1);
  const later = await start();
  assert.deepEqual((await later.read(id, outs, inputs)).props?.name, "reports");
  await later.delete(id, outs);
  assert.deepEqual(databasesOf(cloud, instance), []);
});

test("a database that was dropped outside is gone", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start });
  const { id, inputs, outs } = await created(await start(), database(instance));
  cloud.change(instance, (record) => {
    record.databases = [];
  });
  assert.equal((await (await start()).read(id, outs, inputs)).id, "");
});

test("a database is gone together with its instance, and needs no request to delete", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start });
  const { id, inputs, outs } = await created(await start(), database(instance));
  cloud.remove(instance);
  const host = await start();
  assert.equal((await host.read(id, outs, inputs)).id, "");
  await host.delete(id, outs);
});

test("finds a database past the twentieth", async (t) => {
  const { start } = await startHarness(t);
  const names = Array.from({ length: 45 }, (_, index) => `db${String(index).padStart(2, "0")}`);
  const databases = Object.fromEntries(names.map((name) => [name, {}]));
  const instance = await existingInstance({ start }, { databases });
  const host = await start();
  const { id, inputs, outs } = await created(host, database(instance, { name: "zz" }));
  assert.equal((await (await start()).read(id, outs, inputs)).id, id);
});

test("refuses a database that exists already, and names the ways out", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start }, { databases: { reports: {} } });
  const host = await start();
  const { message } = await failureOf(created(host, database(instance)));
  assert.match(
    message,
    /^Creating database "reports" was refused, nothing was changed\. name: instance "db-1234567" \(/,
  );
  assert.match(message, new RegExp(`inline.*import it as ${instance}/reports .*trove:resumeInterrupted`));
  assert.deepEqual(asked(cloud, "POST"), ["/instances"]);
});

test("takes over an existing database with trove:resumeInterrupted", async (t) => {
  const harness = await startHarness(t);
  const instance = await existingInstance(harness, { databases: { reports: {} } });
  const host = await harness.start({ config: { ...login(harness.cloud), "trove:resumeInterrupted": "true" } });
  const { id } = await created(host, database(instance));
  assert.equal(id, `${instance}/reports`);
});

test("refuses names that Trove could not drop, by path", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const instance = "8a2f3c1e-0000-4000-8000-000000000001";
  for (const name of ["a.b", "a/b", "mysql", ""]) {
    const { failures } = await host.check({}, database(instance, { name }));
    assert.deepEqual(pathsOf(failures), ["name"], name);
  }
  const { failures } = await host.check({}, childProperties("Database", { name: "reports", nam: "x" }));
  assert.deepEqual(pathsOf(failures), ["instance", "nam"]);
});

test("a preview refuses what the datastore of the instance refuses", async (t) => {
  const { start } = await startHarness(t);
  const instance = await existingInstance({ start });
  const host = await start();
  const news = database(instance, { name: "x", characterSet: "klingon", __preview: true });
  const refused = await host.check({}, news).then(
    ({ failures }) => pathsOf(failures),
    ({ message }: Error) => [...message.matchAll(/^(name|characterSet): /gm)].map(([, path]) => path ?? ""),
  );
  assert.deepEqual(refused.sort(), ["characterSet", "name"]);
});

test("refuses another name without allow.replace, and replaces with it", async (t) => {
  const { start } = await startHarness(t);
  const instance = await existingInstance({ start });
  const host = await start();
  const { id, inputs, outs } = await created(host, database(instance));
  const renamed = await checked(host, database(instance, { name: "other" }), inputs);
  const { message } = await failureOf(host.diff(id, outs, renamed));
  assert.match(message, /name: changes; this needs a replacement, which drops the database with all its data/);
  const allowed = await checked(host, database(instance, { name: "other", allow: { replace: true } }), inputs);
  const diff = await host.diff(id, outs, allowed);
  assert.deepEqual([diff.replacesList, diff.deletebeforereplace], [["name"], false]);
  const recoded = database(instance, { characterSet: "latin1", allow: { replace: true } });
  const other = await host.diff(id, outs, await checked(host, recoded, inputs));
  assert.deepEqual([other.replacesList, other.deletebeforereplace], [["characterSet"], true]);
});

test("another instance replaces the database without further consent", async (t) => {
  const { start } = await startHarness(t);
  const first = await existingInstance({ start });
  const host = await start();
  const { id, inputs, outs } = await created(host, database(first));
  const { id: second } = await created(host, properties({ name: "second" }));
  const diff = await host.diff(id, outs, await checked(host, database(second), inputs));
  assert.deepEqual([diff.replacesList, diff.deletebeforereplace], [["instance"], false]);
});

test("only records a change of allow", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start });
  const host = await start();
  const { id, inputs, outs } = await created(host, database(instance));
  const allowed = await checked(host, database(instance, { allow: { replace: true } }), inputs);
  assert.equal((await host.diff(id, outs, allowed)).changes, CHANGED);
  cloud.requests.length = 0;
  const updated = await host.update(id, outs, allowed);
  assert.deepEqual(updated.allow, { replace: true });
  assert.deepEqual(asked(cloud, "POST"), []);
});

test("a create that is cancelled while the guest agent works is resumed by the next update", async (t) => {
  const { cloud, start } = await startHarness(t, { guestLag: 30 });
  const instance = await existingInstance({ start });
  const host = await start();
  const inputs = await checked(host, database(instance));
  const creating = partialOf(host.create(inputs));
  while (!asked(cloud, "POST").includes(`/instances/${instance}/databases`)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await host.stop();
  const { id, properties: outs } = await creating;
  assert.equal(id, `${instance}/reports`);
  const next = await start();
  const again = await checked(next, database(instance), inputs);
  assert.equal((await next.diff(id, outs, again)).changes, 2);
});

test("a database that the instance declares inline is refused in both places", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const inline = properties({ databases: { reports: {} } });
  const instance = await created(host, inline);
  const checkedChild = await host.check({}, database(instance.id));
  assert.deepEqual(pathsOf(checkedChild.failures), ["name"]);
  assert.match(
    checkedChild.failures[0]?.reason ?? "",
    /declares the database "reports" inline, in its argument databases/,
  );
  const other = await start();
  await checked(other, database(instance.id));
  const again = await checked(other, properties({ databases: { reports: {}, more: {} } }), instance.inputs);
  const { message } = await failureOf(other.diff(instance.id, instance.outs, again));
  assert.match(message, /databases\.reports: is declared by a TroveDatabase too/);
  assert.deepEqual(databasesOf(cloud, instance.id), ["reports"]);
});

testOnDynamic(
  "the engine's check does not know the phase",
  "the SDK's list of inline databases is enough to refuse a database of a new instance",
  async (t) => {
    const { start } = await startHarness(t);
    const host = await start();
    const news = database(UNKNOWN, { __inline: { databases: ["reports"] } });
    assert.deepEqual(pathsOf((await host.check({}, news)).failures), ["name"]);
    const others = database(UNKNOWN, { __inline: { databases: ["other"] } });
    assert.deepEqual((await host.check({}, others)).failures, []);
  },
);

test("45 databases of one instance are created, read and dropped with shared lists", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start });
  const host = await start();
  const names = Array.from({ length: 45 }, (_, index) => `db${String(index).padStart(2, "0")}`);
  const all = await Promise.all(
    names.map((name) => created(host, childProperties("Database", { instance, name }, name))),
  );
  assert.deepEqual(databasesOf(cloud, instance), names);
  cloud.requests.length = 0;
  const later = await start();
  const read = await Promise.all(all.map(({ id, outs, inputs }) => later.read(id, outs, inputs)));
  assert.deepEqual(
    read.map(({ id }) => id),
    all.map(({ id }) => id),
  );
  assert.equal(asked(cloud, "GET").filter((path) => path.includes("/databases")).length, 3);
  await Promise.all(all.map(({ id, outs }) => later.delete(id, outs)));
  assert.deepEqual(databasesOf(cloud, instance), []);
});
