import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../support/cloud-api.ts";
import { INSTANCE_PROVIDER, opened, secret } from "../support/provider-process.ts";
import {
  asked,
  checked,
  created,
  failureOf,
  PASSWORD,
  partialOf,
  properties,
  startHarness,
  withUser,
} from "./harness.ts";

test("a create that times out saves id, inputs, provider, state and reason", async (t) => {
  const { cloud, start } = await startHarness(t, { boot: 30 });
  const host = await start();
  const inputs = await checked(host, withUser({ __timeouts: { create: "1s" } }));
  const partial = await partialOf(host.create(inputs));
  assert.equal(partial.id, cloud.instances()[0]?.id);
  for (const [key, value] of Object.entries(inputs)) assert.deepEqual(partial.properties[key], value, key);
  assert.equal(partial.properties.__provider, INSTANCE_PROVIDER);
  assert.ok(partial.properties.__state);
  assert.equal(partial.properties.status, "BUILD");
  assert.equal(partial.reasons.length, 1);
  assert.match(partial.reasons[0] ?? "", /BUILD.*\[TROVE_WAIT_TIMEOUT\]$/s);
});

test("the next update resumes an interrupted create on the same instance", async (t) => {
  const { cloud, start } = await startHarness(t, { boot: 5 });
  const first = await start();
  const inputs = await checked(first, withUser({ __timeouts: { create: "1s" } }));
  const partial = await partialOf(first.create(inputs));
  const next = await start();
  const news = await checked(next, withUser({ __timeouts: { create: "1s" } }), inputs);
  const difference = await next.diff(partial.id, partial.properties, news);
  assert.equal(difference.changes, 2);
  assert.deepEqual(difference.replacesList, []);
  const outs = await next.update(partial.id, partial.properties, news);
  assert.equal(outs.status, "ACTIVE");
  assert.equal((await next.diff(partial.id, outs, news)).changes, 1);
  assert.deepEqual(
    cloud.instances().map(({ id }) => id),
    [partial.id],
  );
  assert.deepEqual(cloud.instance(partial.id)?.users[0]?.password, PASSWORD);
});

test("an interrupted update is a partial failure too, and can be resumed", async (t) => {
  const { cloud, start } = await startHarness(t, { boot: 30 });
  const host = await start();
  const inputs = await checked(host, properties({ __timeouts: { create: "1s", update: "1s" } }));
  const { id, properties: olds } = await partialOf(host.create(inputs));
  const again = await partialOf(host.update(id, olds, inputs));
  assert.equal(again.id, id);
  assert.equal(again.properties.__provider, INSTANCE_PROVIDER);
  cloud.change(id, (record) => {
    record.status = "ACTIVE";
  });
  assert.equal((await host.update(id, again.properties, inputs)).status, "ACTIVE");
});

for (const [when, nth] of [
  ["the first read", 1],
  ["a read between two steps", 2],
] as const) {
  test(`an update without an answer to ${when} times out; the next one completes it`, async (t) => {
    const { cloud, start } = await startHarness(t);
    const host = await start();
    const { id, inputs, outs } = await created(host);
    const change = properties({ name: "renamed", __timeouts: { update: "2s" } });
    const news = await checked(host, change, inputs);
    cloud.faults.add({ method: "GET", path: `/instances/${id}$`, nth, times: 0, effect: { type: "hang" } });
    const { message } = await failureOf(host.update(id, outs, news));
    assert.match(message, /an answer about instance .* took longer than its timeout of 2 s .*\[TROVE_WAIT_TIMEOUT\]$/s);
    cloud.faults.clear();
    const next = await start();
    assert.equal((await next.update(id, outs, await checked(next, change, inputs))).name, "renamed");
    assert.equal(cloud.instance(id)?.name, "renamed");
  });
}

test("an update that fails halfway saves its progress, and the next one completes it", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, withUser());
  const users = { "app@%": { password: "p-after", databases: ["app"] } };
  const change = withUser({ name: "renamed", flavor: "m1.medium", volume: { size: 2 }, users });
  const news = await checked(host, change, inputs);
  const refusal = { forbidden: { code: 403, message: "Not allowed to resize." } };
  const effect = { type: "status", status: 403, body: refusal } as const;
  // The volume's growth is the first action, the resize the second.
  cloud.faults.add({ method: "POST", path: "/action$", nth: 2, effect });
  const partial = await partialOf(host.update(id, outs, news));
  assert.equal(partial.id, id);
  assert.match(partial.reasons[0] ?? "", /Not allowed to resize.*\[TROVE_FORBIDDEN\]$/s);
  const { name, flavor, volume, users: saved } = partial.properties;
  assert.deepEqual({ name, flavor, volume }, { name: "renamed", flavor: "m1.small", volume: { size: 2 } });
  assert.deepEqual(saved, outs.users, "the password that is not set yet is still the old one");
  assert.equal((await host.diff(id, partial.properties, news)).changes, 2);

  const after = await host.update(id, partial.properties, news);
  assert.deepEqual([cloud.instance(id)?.flavor, cloud.instance(id)?.volume.size], ["3", 2]);
  // Trove sends this to the guest and does not wait.
  const password = async () => cloud.instance(id)?.user("app", "%")?.password;
  await until("the new password", password, (value) => value === "p-after");
  assert.equal((await host.diff(id, after, news)).changes, 1);
  assert.equal(asked(cloud, "PUT").filter((path) => path === `/instances/${id}`).length, 1);
});

test("the password of a removed user stays secret until the user is dropped", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, withUser());
  const news = await checked(host, withUser({ users: {}, flavor: "m1.medium" }), inputs);
  cloud.faults.add({ method: "POST", path: "/action$", effect: { type: "status", status: 403, body: {} } });
  const partial = await partialOf(host.update(id, outs, news));
  const users = { "app@%": { password: secret(PASSWORD), databases: ["app"] } };
  assert.deepEqual(partial.properties.users, users);
  const { inputs: live = {} } = await host.read(id, opened(partial.properties));
  assert.deepEqual(live.users, users);
});

test("a refresh reads a partially created instance, and the next update completes it", async (t) => {
  const { cloud, start } = await startHarness(t, { boot: 30 });
  const host = await start();
  const inputs = await checked(host, withUser({ __timeouts: { create: "1s" } }));
  const { id, properties: olds } = await partialOf(host.create(inputs));
  cloud.change(id, (record) => {
    record.status = "ACTIVE";
  });
  const { props = {}, inputs: live = {} } = await host.read(id, olds);
  assert.equal(props.status, "ACTIVE");
  assert.deepEqual(opened(live).users, opened(inputs).users);
  assert.equal((await host.diff(id, props, inputs)).changes, 2);
});

test("an instance whose build fails has Trove's reason, and is replaced next", async (t) => {
  const { cloud, start } = await startHarness(t, { boot: 30 });
  const host = await start();
  const inputs = await checked(host, properties());
  const creating = partialOf(host.create(inputs));
  const [record] = await until(
    "the instance",
    async () => cloud.instances(),
    ({ length }) => length > 0,
  );
  cloud.change(record?.id ?? "", (instance) => {
    instance.status = "ERROR";
    instance.fault = { message: "No valid host was found.", created: new Date() };
  });
  const { id, properties: olds, reasons } = await creating;
  assert.match(
    reasons[0] ?? "",
    /No valid host was found\..*the next `pulumi up` replaces it.*\[TROVE_INSTANCE_FAILED\]$/s,
  );
  const difference = await host.diff(id, olds, await checked(host, properties(), inputs));
  assert.equal(difference.changes, 2);
  assert.deepEqual(difference.replacesList, ["status"]);
  assert.equal(difference.deletebeforereplace, true);
  await host.delete(id, olds);
  assert.deepEqual(cloud.instances(), []);
});

test("a refused create is a plain error, which saves and leaves nothing", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { message, partial } = await failureOf(created(host, properties({ volume: { size: 1000 } })));
  assert.match(message, /\[TROVE_QUOTA\]$/);
  assert.equal(partial, undefined);
  assert.deepEqual(cloud.instances(), []);
});

test("an unknown flavor is a plain error that lists the flavors", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { message, partial } = await failureOf(created(host, properties({ flavor: "m1.huge" })));
  assert.match(message, /no flavor "m1\.huge".*m1\.small \(2\).*\[TROVE_UNKNOWN_FLAVOR\]$/s);
  assert.equal(partial, undefined);
  assert.deepEqual(asked(cloud, "POST"), []);
});

test("a server that fails after it answered the create loses nothing", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const inputs = await checked(host, properties({ __timeouts: { create: "2s" } }));
  cloud.faults.add({
    method: "GET",
    path: "/instances/[0-9a-f-]{36}$",
    times: 0,
    effect: { type: "status", status: 403, body: {} },
  });
  const { id, properties: olds, reasons } = await partialOf(host.create(inputs));
  assert.match(reasons[0] ?? "", /\[TROVE_FORBIDDEN\]$/);
  assert.equal(id, cloud.instances()[0]?.id);
  cloud.faults.clear();
  assert.equal((await host.update(id, olds, inputs)).status, "ACTIVE");
});
