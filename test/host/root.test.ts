import assert from "node:assert/strict";
import { test } from "node:test";
import { opened, type Properties } from "../support/provider-process.ts";
import { childProperties, existingInstance } from "./children.ts";
import { asked, checked, created, failureOf, login, pathsOf, startHarness } from "./harness.ts";

function root(instance: string, fields: Properties = {}): Properties {
  return childProperties("Root", { instance, ...fields });
}

test("enables root with a generated password that is a secret, and disables it", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start });
  const host = await start();
  const { id, inputs, outs } = await created(host, root(instance));
  assert.equal(id, `${instance}/root`);
  assert.equal(outs.userName, "root");
  assert.notEqual(typeof outs.password, "string", "the password is marked as a secret");
  assert.equal(opened(outs).password, cloud.instance(instance)?.rootPassword);
  const again = await checked(host, root(instance), inputs);
  assert.equal((await host.diff(id, outs, again)).changes, 1);
  const read = await (await start()).read(id, outs, inputs);
  assert.equal(opened(read.props ?? {}).password, opened(outs).password);
  await host.delete(id, outs);
  assert.equal(cloud.instance(instance)?.rootPassword, undefined);
});

test("sets a declared password, and another one in place", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start });
  const host = await start();
  const { id, inputs, outs } = await created(host, root(instance, { password: "first-s3cret" }));
  assert.equal(cloud.instance(instance)?.rootPassword, "first-s3cret");
  const changed = await checked(host, root(instance, { password: "second-s3cret" }), inputs);
  assert.deepEqual((await host.diff(id, outs, changed)).replacesList, []);
  const updated = (await host.update(id, outs, changed)) as Properties;
  assert.equal(cloud.instance(instance)?.rootPassword, "second-s3cret");
  assert.equal(opened(updated).password, "second-s3cret");
});

test("refuses root that is enabled already, unless trove:resumeInterrupted is set", async (t) => {
  const harness = await startHarness(t);
  const { cloud } = harness;
  const instance = await existingInstance(harness);
  await created(await harness.start(), root(instance, { password: "first-s3cret" }));
  const { message } = await failureOf(created(await harness.start(), root(instance, { password: "second-s3cret" })));
  assert.match(message, /^Enabling root was refused, nothing was changed\. instance: root is enabled on it already/);
  assert.equal(cloud.instance(instance)?.rootPassword, "first-s3cret");
  const resuming = await harness.start({ config: { ...login(cloud), "trove:resumeInterrupted": "true" } });
  await created(resuming, root(instance, { password: "second-s3cret" }));
  assert.equal(cloud.instance(instance)?.rootPassword, "second-s3cret");
});

for (const troveRelease of [18, 26] as const) {
  test(`enables root again after the same process has disabled it, on Trove ${troveRelease}`, async (t) => {
    const { start } = await startHarness(t, { troveRelease });
    const instance = await existingInstance({ start });
    const host = await start();
    const { id, outs } = await created(host, root(instance));
    await host.delete(id, outs);
    const second = await created(host, root(instance));
    assert.equal(second.id, id);
  });
}

test("root is gone together with its instance, and needs no request to disable", async (t) => {
  const { cloud, start } = await startHarness(t);
  const instance = await existingInstance({ start });
  const { id, inputs, outs } = await created(await start(), root(instance));
  cloud.remove(instance);
  const host = await start();
  assert.equal((await host.read(id, outs, inputs)).id, "");
  await host.delete(id, outs);
  assert.deepEqual(asked(cloud, "DELETE"), []);
});

test("refuses invalid arguments by path", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { failures } = await host.check({}, childProperties("Root", { instance: "db", password: "!!!", nam: 1 }));
  assert.deepEqual(pathsOf(failures).sort(), ["instance", "nam", "password"]);
});
