import assert from "node:assert/strict";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import { databaseNames, userNames } from "../support/cloud-guest.ts";
import { assertUnchanged, idOf, onEachCloud } from "./clouds.ts";
import { TroveBackup, TroveConfiguration, TroveDatabase, TroveInstance, TroveRoot, TroveUser } from "./host.ts";

/** Each run is a stack of its own, in a project that is otherwise empty: WHOLE_STACK_RUNS repeats them. */
const runs = Number(process.env.WHOLE_STACK_RUNS ?? 1);

const NAMES = ["one", "two", "three"];

/** A program with a resource of each kind around an instance. */
const program: PulumiFn = async () => {
  const datastore = { type: "mysql", version: "8.0.29" };
  const configuration = new TroveConfiguration("settings", { datastore, values: { wait_timeout: 60 } });
  const db = new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 }, datastore, configuration });
  new TroveInstance("replica", { replicaOf: db.id, flavor: "m1.small", volume: { size: 1 } });
  for (const name of NAMES) {
    const database = new TroveDatabase(`database-${name}`, { instance: db, name });
    new TroveUser(`user-${name}`, { instance: db, name, password: `p-of-${name}`, databases: [database.name] });
  }
  new TroveRoot("root", { instance: db });
  new TroveBackup("dump", { instance: db });
};

for (let run = 1; run <= runs; run += 1) {
  const suffix = run === 1 ? "" : `, run ${run}`;
  onEachCloud(
    `a stack of every kind comes up and goes down in one command each${suffix}`,
    async ({ api, createStack }) => {
      const stack = await createStack({ program });
      await stack.stack.up();
      const id = await idOf(stack, "db");
      assert.deepEqual((await databaseNames(api, id)).sort(), NAMES.toSorted());
      const users = (await userNames(api, id)).filter((name) => !name.startsWith("root@"));
      assert.deepEqual(users.sort(), NAMES.map((name) => `${name}@%`).sort());
      await assertUnchanged(stack);
      await stack.stack.destroy();
      for (const kind of ["instances", "backups", "configurations"]) {
        const { body } = await api.get<Record<string, unknown[]>>(`/${kind}`);
        assert.deepEqual(body[kind], []);
      }
    },
  );
}
