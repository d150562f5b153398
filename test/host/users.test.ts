import assert from "node:assert/strict";
import { test } from "node:test";
import type { Simulator } from "../../simulator/index.ts";
import { opened, type Properties } from "../support/provider-process.ts";
import { childProperties, existingInstance, grantsOf, passwordsOf } from "./children.ts";
import { asked, checked, created, failureOf, login, partialOf, pathsOf, properties, startHarness } from "./harness.ts";

const SECRET = "s3cret-of-reader";

function user(instance: string, fields: Properties = {}): Properties {
  return childProperties("User", { instance, name: "reader", password: SECRET, ...fields });
}

/** The paths of the requests with this method below the users of an instance. */
function sent(cloud: Simulator, method: string): string[] {
  return asked(cloud, method).filter((path) => path.includes("/users"));
}

test("creates a user with its grants, sees no difference, and drops it", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start }, { databases: { app: {}, logs: {} } });
  const host = await start();
  const news = user(instance, { databases: ["logs", "app"] });
  const { id, inputs, outs } = await created(host, news);
  assert.equal(id, `${instance}/reader@%`);
  assert.deepEqual(grantsOf(cloud, instance), { "reader@%": ["app", "logs"] });
  assert.deepEqual(passwordsOf(cloud, instance), { "reader@%": SECRET });
  assert.equal(outs.host, "%");
  const again = await checked(host, user(instance, { databases: ["app", "logs"] }), inputs);
  assert.equal((await host.diff(id, outs, again)).changes, 1);
  await (await start()).delete(id, outs);
  assert.deepEqual(grantsOf(cloud, instance), {});
});

test("its uri is a secret with the endpoint of the instance and the only grant", async (t) => {
  const { start } = await startHarness(t);
  const network = { networkId: "8a2f3c1e-0000-4000-8000-00000000000a" };
  const instance = await existingInstance({ start }, { databases: { app: {} }, network });
  const host = await start();
  const { outs } = await created(host, user(instance, { name: "a@b", password: "p@ss:w", databases: ["app"] }));
  assert.match(String(opened(outs).uri), /^mysql:\/\/a%40b:p%40ss%3Aw@\d+\.\d+\.\d+\.\d+:3306\/app$/);
  assert.notEqual(typeof outs.uri, "string", "the uri is marked as a secret");
});

for (const name of ["a.b", "a@b", "50%", "who?", "c#"]) {
  test(`creates, changes and drops a user named ${name}`, async (t) => {
    const { cloud, start } = await startHarness(t);
    const instance = await existingInstance({ start }, { databases: { app: {} } });
    const host = await start();
    const { id, inputs, outs } = await created(host, user(instance, { name, host: "10.0.0.%" }));
    const key = `${name}@10.0.0.%`;
    assert.deepEqual(Object.keys(grantsOf(cloud, instance)), [key]);
    const granted = await checked(host, user(instance, { name, host: "10.0.0.%", databases: ["app"] }), inputs);
    const updated = (await host.update(id, outs, granted)) as Properties;
    assert.deepEqual(grantsOf(cloud, instance), { [key]: ["app"] });
    const later = await start();
    assert.equal((await later.read(id, updated, granted)).id, id);
    await later.delete(id, updated);
    assert.deepEqual(grantsOf(cloud, instance), {});
  });
}

test("sends only what changes: the password, one grant and one revoke", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start }, { databases: { one: {}, two: {}, three: {} } });
  const host = await start();
  const { id, inputs, outs } = await created(host, user(instance, { databases: ["one", "two"] }));
  cloud.requests.length = 0;
  const password = "another-s3cret";
  const withPassword = await checked(host, user(instance, { password, databases: ["one", "two"] }), inputs);
  const first = (await host.update(id, outs, withPassword)) as Properties;
  assert.deepEqual(sent(cloud, "PUT").length, 1);
  assert.deepEqual(passwordsOf(cloud, instance), { "reader@%": password });
  cloud.requests.length = 0;
  const withGrants = await checked(host, user(instance, { password, databases: ["two", "three"] }), withPassword);
  await host.update(id, first, withGrants);
  assert.deepEqual(grantsOf(cloud, instance), { "reader@%": ["two", "three"] });
  assert.deepEqual([sent(cloud, "PUT").length, sent(cloud, "DELETE").length, sent(cloud, "POST").length], [1, 1, 0]);
});

test("renames a user in place, and keeps its id", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start }, { databases: { app: {} } });
  const host = await start();
  const { id, inputs, outs } = await created(host, user(instance, { databases: ["app"] }));
  const renamed = await checked(host, user(instance, { name: "writer", host: "10.0.0.%", databases: ["app"] }), inputs);
  const diff = await host.diff(id, outs, renamed);
  assert.deepEqual(diff.replacesList, []);
  const updated = (await host.update(id, outs, renamed)) as Properties;
  assert.deepEqual(grantsOf(cloud, instance), { "writer@10.0.0.%": ["app"] });
  assert.deepEqual(passwordsOf(cloud, instance), { "writer@10.0.0.%": SECRET });
  const later = await start();
  assert.equal((await later.read(id, updated, renamed)).id, id);
  await later.delete(id, updated);
  assert.deepEqual(grantsOf(cloud, instance), {});
});

for (const isRenamed of [true, false]) {
  test(`an interrupted rename that Trove ${isRenamed ? "has" : "has not"} made is completed`, async (t) => {
    const { cloud, start } = await startHarness(t);
    const instance = await existingInstance({ start });
    const host = await start();
    const { id, inputs, outs } = await created(host, user(instance));
    cloud.faults.add({ method: "PUT", path: "/users/", effect: { type: "reset", when: "before" }, times: 100 });
    const renamed = await checked(host, user(instance, { name: "writer" }), inputs);
    const updating = partialOf(host.update(id, outs, renamed));
    while (!asked(cloud, "PUT").some((path) => path.includes("/users/"))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await host.stop();
    const { properties: state } = await updating;
    cloud.faults.clear();
    if (isRenamed) {
      cloud.change(instance, (record) => {
        for (const one of record.users) one.name = "writer";
      });
    }
    const next = await start();
    const again = await checked(next, user(instance, { name: "writer" }), inputs);
    assert.equal((await next.diff(id, state, again)).changes, 2);
    await next.update(id, state, again);
    assert.deepEqual(Object.keys(grantsOf(cloud, instance)), ["writer@%"]);
  });
}

test("a refresh shows grants that changed outside, and the next update restores them", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start }, { databases: { app: {}, logs: {} } });
  const host = await start();
  const { id, inputs, outs } = await created(host, user(instance, { databases: ["app"] }));
  cloud.change(instance, (record) => {
    for (const one of record.users) one.databases = ["logs"];
  });
  const later = await start();
  const read = await later.read(id, outs, inputs);
  assert.deepEqual(read.inputs?.databases, ["logs"]);
  await later.update(id, read.props ?? {}, await checked(later, user(instance, { databases: ["app"] }), inputs));
  assert.deepEqual(grantsOf(cloud, instance), { "reader@%": ["app"] });
});

test("a user without declared grants keeps those that it has", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start }, { databases: { app: {} } });
  const host = await start();
  const { id, inputs, outs } = await created(host, user(instance, { databases: ["app"] }));
  const released = await checked(host, user(instance), inputs);
  const updated = (await host.update(id, outs, released)) as Properties;
  assert.deepEqual(grantsOf(cloud, instance), { "reader@%": ["app"] });
  const none = await checked(host, user(instance, { databases: [] }), released);
  await host.update(id, updated, none);
  assert.deepEqual(grantsOf(cloud, instance), { "reader@%": [] });
});

test("a user that was dropped outside is gone", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start });
  const host = await start();
  const { id, inputs, outs } = await created(host, user(instance));
  cloud.change(instance, (record) => {
    record.users = [];
  });
  assert.equal((await (await start()).read(id, outs, inputs)).id, "");
});

test("refuses a user that exists already, and takes it over with trove:resumeInterrupted", async (t) => {
  const harness = await startHarness(t);
  const { cloud } = harness;
  const users = { "reader@%": { password: "older-s3cret", databases: [] } };
  const instance = await existingInstance(harness, { users });
  const { message } = await failureOf(created(await harness.start(), user(instance)));
  assert.match(message, /Creating user "reader@%" was refused, nothing was changed\./);
  assert.deepEqual(passwordsOf(cloud, instance), { "reader@%": "older-s3cret" });
  const resuming = await harness.start({ config: { ...login(cloud), "trove:resumeInterrupted": "true" } });
  await created(resuming, user(instance));
  assert.deepEqual(passwordsOf(cloud, instance), { "reader@%": SECRET });
});

test("refuses invalid arguments by path", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const instance = "8a2f3c1e-0000-4000-8000-000000000001";
  const failing = { name: "root", host: "a-b", password: "!!!", databases: "app" };
  for (const [path, value] of Object.entries(failing)) {
    const { failures } = await host.check({}, user(instance, { [path]: value }));
    assert.deepEqual(pathsOf(failures), [path]);
  }
});

test("a user that the instance declares inline is refused", async (t) => {
  const { start } = await startHarness(t);
  const users = { "reader@%": { password: SECRET } };
  const host = await start();
  const instance = await created(host, properties({ users }));
  const { failures } = await host.check({}, user(instance.id));
  assert.deepEqual(pathsOf(failures), ["name"]);
});

test("no error has the password in it", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start });
  const host = await start();
  const body = { badRequest: { code: 400, message: `bad ${SECRET}` } };
  cloud.faults.add({ method: "POST", path: "/users", effect: { type: "status", status: 400, body } });
  const { message } = await failureOf(created(host, user(instance)));
  assert.doesNotMatch(message, new RegExp(SECRET));
});
