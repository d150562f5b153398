import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { InstanceInputs } from "../../../provider/resources/instance/arguments.ts";
import { previewChecks } from "../../../provider/resources/instance/check/preview-checks.ts";
import { create } from "../../../provider/resources/instance/create/create.ts";
import type { Fault } from "../../../simulator/index.ts";
import { at, startHarness, takeBackup, until } from "./instance/harness.ts";
import { inputs } from "./instance/samples.ts";

const MISSING = "00000000-0000-4000-8000-000000000009";
const small = (fields: InstanceInputs = {}) => inputs({ name: "db-1234567", volume: { size: 1 }, ...fields });

const answers: Readonly<Record<string, Fault["effect"]>> = {
  "a lasting 503": { type: "status", status: 503, body: {} },
  "a proxy's 404": { type: "status", status: 404, body: "<title>Not Found</title>" },
  "a 501": { type: "status", status: 501, body: {} },
  "an answer that is not Trove's": { type: "status", status: 200, body: { unknown: true } },
};
const broken: Fault["effect"] = { type: "reset", when: "before" };

/** A cloud with a backup and a group, and inputs whose checks look up both, and the datastores. */
async function withReferences(t: TestContext, preview: boolean) {
  const maker = await startHarness(t, { backup: 6 });
  const { id } = await create(small(), maker.context);
  const { configurations } = maker.context.trove;
  const group = { name: "g", datastore: { type: "mysql", version: "8.0.29" }, values: { wait_timeout: 100 } };
  const configuration = (await configurations.create(group)).id;
  const restorePoint = { backupId: (await takeBackup(maker, id, "b1")).id };
  const { context, lines } = await startHarness(t, { preview });
  const wanted = (name: string) => small({ name, restorePoint, configuration, datastore: { type: "mysql" } });
  return { cloud: maker.cloud, lines, context: at(context, maker.context), wanted };
}

const PATHS = ["/datastores$", "/configurations/", "/backups/"];

for (const [title, effect] of Object.entries({ ...answers, "a broken connection": broken })) {
  test(`creates an instance although its checks get ${title}`, async (t) => {
    const { cloud, context, wanted } = await withReferences(t, false);
    for (const path of PATHS) cloud.faults.add({ method: "GET", path, times: 0, effect });
    const { id } = await create(wanted("restored"), context);
    assert.equal(cloud.instance(id)?.configurationId, wanted("").configuration);
  });
}

for (const [title, effect] of Object.entries(answers)) {
  test(`warns once in a preview whose lookups get ${title}`, async (t) => {
    const { cloud, context, wanted, lines } = await withReferences(t, true);
    for (const path of [...PATHS, "/flavors$", "/limits$"]) {
      cloud.faults.add({ method: "GET", path, times: 0, effect });
    }
    for (const name of ["one", "two"]) assert.deepEqual(await previewChecks(wanted(name), undefined, context), []);
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? "", /^This preview could not check everything: .* failed: /);
  });
}

test("refuses in a preview what the successful lookups show", async (t) => {
  const { cloud, context, wanted } = await withReferences(t, true);
  cloud.faults.add({ path: "/datastores$", times: 0, effect: { type: "status", status: 503, body: {} } });
  const failures = await previewChecks({ ...wanted("one"), configuration: MISSING }, undefined, context);
  assert.deepEqual(
    failures.map(({ path }) => path),
    ["configuration"],
  );
});

test("creates nothing with a missing group although the datastores cannot be listed", async (t) => {
  const { cloud, context, wanted } = await withReferences(t, false);
  cloud.faults.add({ path: "/datastores$", times: 0, effect: { type: "status", status: 503, body: {} } });
  const creating = create({ ...wanted("restored"), configuration: MISSING }, context);
  await assert.rejects(creating, { code: "TROVE_REFUSED", message: /no configuration group 0{8}/ });
  assert.equal(cloud.instances().length, 1);
});

test("sends no create request if cancelled during a lookup", async (t) => {
  const { cloud, context, wanted } = await withReferences(t, false);
  const controller = new AbortController();
  cloud.faults.add({ path: "/datastores$", times: 0, effect: { type: "delay", seconds: 5 } });
  const creating = create(wanted("restored"), { ...context, signal: controller.signal });
  const isAsked = () => cloud.requests.some(({ path }) => path.endsWith("/datastores"));
  await until("the list of datastores to be asked for", async () => isAsked(), Boolean);
  controller.abort();
  await assert.rejects(creating, { code: "TROVE_CANCELLED" });
  assert.equal(cloud.instances().length, 1);
});
