import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, checked, created, failureOf, login, properties, startHarness } from "./harness.ts";

test("with credentials for another project, no instance is read, changed or gone", async (t) => {
  const { cloud, start } = await startHarness(t);
  const { id, inputs, outs } = await created(await start());
  const other = await start({ config: login(cloud, "other") });
  const calls = {
    read: () => other.read(id, outs),
    diff: () => other.diff(id, outs, inputs),
    update: () => other.update(id, outs, inputs),
    delete: () => other.delete(id, outs),
  };
  cloud.requests.length = 0;
  for (const [name, call] of Object.entries(calls)) {
    const { message } = await failureOf(call());
    assert.match(message, /\[TROVE_WRONG_CLOUD\]$/, name);
    assert.match(message, new RegExp(cloud.projects.demo), name);
    assert.match(message, new RegExp(cloud.projects.other), name);
  }
  assert.deepEqual(asked(cloud, "DELETE"), []);
  assert.deepEqual(asked(cloud, "GET"), []);
  assert.equal(cloud.instance(id)?.status, "ACTIVE");
});

test("refuses credentials for another region of the same project", async (t) => {
  const { cloud, start } = await startHarness(t);
  const { id, outs } = await created(await start());
  const two = await start({ config: { ...login(cloud), "trove:region": "RegionTwo" } });
  const { message } = await failureOf(two.read(id, outs));
  assert.match(message, /RegionOne.*RegionTwo.*\[TROVE_WRONG_CLOUD\]$/s);
});

test("accepts another endpoint of the same project and region", async (t) => {
  const { cloud, start } = await startHarness(t);
  const { id, inputs, outs } = await created(await start());
  const { endpoint: recorded } = (outs.__state as { cloud: { endpoint: string } }).cloud;
  const path = new URL(recorded);
  path.hostname = "localhost";
  assert.notEqual(path.href, recorded);
  const elsewhere = await start({ config: { ...login(cloud), "trove:endpointOverrides": { database: path.href } } });
  assert.equal((await elsewhere.read(id, outs)).id, id);
  assert.equal((await elsewhere.diff(id, outs, inputs)).changes, 1);
  await elsewhere.delete(id, outs);
  assert.deepEqual(cloud.instances(), []);
});

test("a 404 that does not come from Trove never means that an instance is gone", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { id, outs } = await created(host);
  const notTroves = { type: "status", status: 404, body: "<html><title>404 Not Found</title></html>" } as const;
  cloud.faults.add({ method: "GET", path: id, times: 0, effect: notTroves });
  assert.match((await failureOf(host.read(id, outs))).message, /\[TROVE_API\]$/);
  assert.match((await failureOf(host.delete(id, outs))).message, /\[TROVE_API\]$/);
});

test("an instance that the credentials may not read is an error, not gone", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { id, outs } = await created(host);
  const body = { forbidden: { code: 403, message: "User does not have admin privileges." } };
  cloud.faults.add({ method: "GET", path: id, effect: { type: "status", status: 403, body } });
  assert.match((await failureOf(host.read(id, outs))).message, /\[TROVE_FORBIDDEN\]$/);
});

test("get returns the outputs of an instance, and a state that declares nothing", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id } = await created(host);
  const { __provider, __urn } = properties();
  const looked = { __provider, __urn };
  const { id: found, props = {} } = await (await start()).read(id, looked, looked);
  assert.equal(found, id);
  assert.equal(props.status, "ACTIVE");
  assert.equal(props.name, "db-1234567");
  assert.equal(props.users, null);
});

test("get of a missing instance fails, naming project and region", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const missing = "00000000-0000-4000-8000-000000000000";
  const { message } = await failureOf(host.read(missing, { __provider: properties().__provider }));
  assert.match(
    message,
    new RegExp(
      `^Instance ${missing} does not exist in project ${cloud.projects.demo}, region RegionOne.*\\[TROVE_LOOKUP\\]$`,
    ),
  );
});

test("refuses a state of another provider before it sends any request", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host);
  const { __state: _, ...foreign } = outs;
  cloud.requests.length = 0;
  for (const call of [
    () => host.diff(id, foreign, inputs),
    () => host.update(id, foreign, inputs),
    () => host.delete(id, foreign),
  ]) {
    assert.match((await failureOf(call())).message, /\[TROVE_STATE\]$/);
  }
  assert.deepEqual(cloud.requests, []);
});

test("refuses an orphaned instance, and adopts it with trove:resumeInterrupted", async (t) => {
  const { cloud, start } = await startHarness(t);
  const { id } = await created(await start());
  const { message, partial } = await failureOf(created(await start()));
  assert.match(message, new RegExp(`${id}.*\\[TROVE_LEFTOVER\\]$`, "s"));
  assert.equal(partial, undefined);
  const resuming = await start({ config: { ...login(cloud), "trove:resumeInterrupted": "true" } });
  const taken = await created(resuming);
  assert.equal(taken.id, id);
  assert.equal(asked(cloud, "POST").length, 1);
  await resuming.delete(id, taken.outs);
  assert.equal(cloud.instance(id)?.status, "ACTIVE", "what this process took over it does not delete");
});

test("refuses to adopt an instance that this process manages", async (t) => {
  const { start } = await startHarness(t);
  const { id, outs } = await created(await start());
  const host = await start();
  await host.read(id, outs);
  const inputs = await checked(host, properties({ adoptId: id }));
  assert.match((await failureOf(host.create(inputs))).message, /aliases.*\[TROVE_ADOPT\]$/s);
});
