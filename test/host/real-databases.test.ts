import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../simulator/client.ts";
import { DATASTORES, refusal, runAndEnd } from "../simulator/real/programs.ts";
import type { Properties } from "../support/provider-process.ts";
import { checked, created, PASSWORD, startHarness, withUser } from "./harness.ts";

for (const datastore of DATASTORES) {
  const { name, skip, port } = datastore;
  const declared = (fields: Properties) => withUser({ datastore: { type: name }, ...fields });
  const query = async ({ host }: Properties, password: string, ...statements: readonly string[]) => {
    const session = await datastore.connect(String(host), { user: "app", password, database: "app" });
    return runAndEnd(session, statements);
  };

  test(`${name}: rows last through changes, a final backup and its restoration`, { skip }, async (t) => {
    const { cloud, start } = await startHarness(t, { databases: "auto", backup: 0.1 });
    const host = await start();
    const first = await created(host, declared({ name: "first", finalBackup: { name: "last" } }));
    assert.equal(first.outs.port, port);
    await query(first.outs, PASSWORD, "CREATE TABLE orders (item VARCHAR(9))", "INSERT INTO orders VALUES ('tea')");

    const users = { "app@%": { password: "another-secret", databases: ["app"] } };
    const changes = { name: "first", finalBackup: { name: "last" }, flavor: "m1.medium", volume: { size: 2 }, users };
    const outs = await host.update(first.id, first.outs, await checked(host, declared(changes), first.inputs));
    assert.deepEqual([outs.host, outs.flavor, outs.volumeSize], [first.outs.host, "m1.medium", 2]);
    // The guest agent sets it later, and nothing reports it.
    const user = () => cloud.instance(first.id)?.user("app", "%");
    await until("the password has changed", () => user()?.password === "another-secret");
    assert.equal(await refusal(query(outs, PASSWORD, "SELECT 1")), datastore.denied);
    await query(outs, "another-secret", "INSERT INTO orders VALUES ('milk')");

    await host.delete(first.id, outs);
    assert.equal(cloud.instance(first.id), undefined);
    const [backup] = cloud.backups("demo");
    assert.equal(backup?.name, "last");
    const second = await created(
      host,
      declared({ name: "second", volume: { size: 2 }, users, restorePoint: { backupId: backup?.id } }),
    );
    assert.notEqual(second.outs.host, first.outs.host);
    assert.deepEqual(await query(second.outs, "another-secret", "SELECT item FROM orders"), ["tea", "milk"]);
  });
}
