import { test } from "node:test";
import type { Simulator } from "../../simulator/index.ts";
import { defaultNameOf } from "../support/default-name.ts";
import { assertAllTell } from "./errors/assert-all-tell.ts";
import { connect } from "./errors/connect.ts";
import { argsOf, creates } from "./errors/creates.ts";
import { Diagnostics } from "./errors/diagnostics.ts";
import { mayFail } from "./errors/may-fail.ts";
import type { Names } from "./errors/row.ts";
import { failureOf, startHarness, until } from "./harness.ts";
import { dynamicUrnOf, TroveInstance } from "./host.ts";

test("an error of a create names the instance, Trove's answer and the next step", async (t) => {
  const { cloud, createStack } = await startHarness(t, { troveRelease: 18, backup: 0.2, maxInstances: 100 });
  const names = await prepare(cloud);
  const stack = await createStack({
    program: async () => {
      for (const row of creates) mayFail(new TroveInstance(row.resource, argsOf(row, names)));
    },
  });
  const shown = new Diagnostics();
  await failureOf(stack.stack.up({ continueOnError: true, onEvent: shown.onEvent }));

  await assertAllTell(t, creates, shown, ({ resource }) => {
    const { id = "" } = cloud.instances().find(({ name }) => name === resource) ?? {};
    return { cloud, names: { ...names, id } };
  });
});

/** What the creates run into: somebody's instance with a replica, one that is in ERROR, a backup that failed, and what an earlier run left. */
async function prepare(cloud: Simulator): Promise<Names> {
  const { instances, backups } = await connect(cloud);
  const small = { flavorId: "2", volume: { size: 1 } };
  const source = await instances.create({ name: "source", ...small });
  const orphanName = defaultNameOf(dynamicUrnOf("orphan"));
  const broken = await instances.create({ name: "brokenSERVER_ERROR", ...small });
  const orphan = await instances.create({ name: orphanName, ...small });
  await instances.waitFor(source.id, "ACTIVE");
  const replica = await instances.create({ name: "replica", replicaOf: source.id });
  await instances.waitFor(replica.id, "ACTIVE");
  const backup = await backups.create({ name: "nightlyBACKUP_ERROR", instanceId: source.id });
  await until("the backup to fail", () => cloud.backup(backup.id)?.state === "FAILED");
  await until("the source to fail", () => cloud.instance(broken.id)?.status === "ERROR");
  const ids = { source: source.id, broken: broken.id, orphan: orphan.id, replica: replica.id, backup: backup.id };
  return { ...ids, orphanName, project: cloud.projects.demo };
}
