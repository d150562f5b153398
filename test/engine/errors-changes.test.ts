import { type TestContext, test } from "node:test";
import type { TroveClient } from "pulumi-trove/client";
import type { Simulator } from "../../simulator/index.ts";
import type { TestStack } from "../support/engine.ts";
import { idOf } from "./clouds.ts";
import { assertAllTell } from "./errors/assert-all-tell.ts";
import { changes } from "./errors/changes.ts";
import { connect } from "./errors/connect.ts";
import { deletes } from "./errors/deletes.ts";
import { Diagnostics } from "./errors/diagnostics.ts";
import { mayFail } from "./errors/may-fail.ts";
import { failureOf, startHarness } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const SMALL = { flavor: "m1.small", volume: { size: 1 } };

/** Ids, by the names of the resources. */
type Ids = Readonly<Record<string, string>>;

test("an error of an active instance names it, Trove's answer and the next step", async (t) => {
  const { cloud, createStack } = await startHarness(t, {
    troveRelease: 18,
    backup: 0.2,
    maxInstances: 100,
    maxVolumes: 100,
  });
  const client = await connect(cloud);
  const adopted = await adoptable(cloud, client);
  const stack = await createStack({ program: program("before", adopted) });
  await stack.stack.up();
  const ids = await idsOf(stack);

  await failChanges(t, { cloud, stack, ids, program: program("after", adopted) });
  await failDeletions(t, { cloud, stack, ids, client });
});

function program(when: "before" | "after", adopted: Ids) {
  return async () => {
    for (const { resource: name, before, after, update } of changes) {
      const adoptId = adopted[name];
      const args = { ...SMALL, name, ...(adoptId === undefined ? {} : { adoptId }), ...before };
      if (when === "before") new TroveInstance(name, args);
      else mayFail(new TroveInstance(name, { ...args, ...after }, update ? { customTimeouts: { update } } : {}));
    }
    for (const { resource: name, args } of deletes) new TroveInstance(name, { ...SMALL, name, ...args });
  };
}

/** Instances with a database that Trove's API could not have made. */
async function adoptable(cloud: Simulator, { instances }: TroveClient): Promise<Ids> {
  const ids: Record<string, string> = {};
  for (const { resource, database } of changes) {
    if (database === undefined) continue;
    const { id } = await instances.create({ name: "theirs", flavorId: "2", volume: { size: 1 } });
    await instances.waitFor(id, "ACTIVE");
    const contents = cloud.instance(id)?.contents;
    contents?.databases.push({ name: database, characterSet: undefined, collate: undefined });
    contents?.users.push({ name: "app", host: "%", password: "secret-1", databases: [database] });
    ids[resource] = id;
  }
  return ids;
}

async function idsOf(stack: TestStack): Promise<Ids> {
  const names = [...changes, ...deletes].map(({ resource }) => resource);
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await idOf(stack, name)])));
}

interface Scene {
  readonly cloud: Simulator;
  readonly stack: TestStack;
  readonly ids: Ids;
}

async function failChanges(
  t: TestContext,
  { cloud, stack, ids, program }: Scene & { readonly program: TestStack["program"] },
): Promise<void> {
  const setStatus = (of: (row: (typeof changes)[number]) => string | undefined) => {
    for (const row of changes) {
      const status = of(row);
      if (status === undefined) continue;
      cloud.change(ids[row.resource] ?? "", (record) => {
        record.status = status;
      });
    }
  };
  const shown = new Diagnostics();
  setStatus(({ status }) => status);
  stack.program = program;
  await failureOf(stack.stack.up({ continueOnError: true, onEvent: shown.onEvent }));
  setStatus(({ status }) => status && "ACTIVE");
  await assertAllTell(t, changes, shown, ({ resource }) => ({ cloud, names: { id: ids[resource] ?? "" } }));
}

async function failDeletions(
  t: TestContext,
  { cloud, stack, ids, client }: Scene & { readonly client: TroveClient },
): Promise<void> {
  const replicas: Record<string, string> = {};
  for (const { resource, answer, replicated } of deletes) {
    const id = ids[resource] ?? "";
    if (replicated) replicas[id] = (await client.instances.create({ name: "replica", replicaOf: id })).id;
    if (answer) cloud.faults.add({ method: "DELETE", path: `/instances/${id}$`, times: 0, effect: answer });
  }
  await editState(stack);
  const shown = new Diagnostics();
  await failureOf(stack.stack.destroy({ continueOnError: true, onEvent: shown.onEvent }));

  const [backup] = await Array.fromAsync(client.backups.list({ instanceId: ids["final-backup"] }));
  const common = { project: cloud.projects.demo, trove: cloud.troveUrl, backup: backup?.id ?? "" };
  await assertAllTell(t, deletes, shown, ({ resource }) => {
    const id = ids[resource] ?? "";
    return { cloud, names: { ...common, id, replica: replicas[id] ?? "" } };
  });
}

async function editState({ stack }: TestStack): Promise<void> {
  const state = await stack.exportStack();
  for (const { urn, outputs } of state.deployment.resources) {
    const edit = deletes.find(({ resource }) => urn.endsWith(`::${resource}`))?.edit;
    if (edit) outputs.__state = edit(outputs.__state);
  }
  await stack.importStack(state);
}
