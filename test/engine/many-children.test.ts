import assert from "node:assert/strict";
import { test } from "node:test";
import type { Simulator } from "../../simulator/index.ts";
import { databasesIn, grantsIn, onlyInstance } from "./children.ts";
import { during, startHarness, writes } from "./harness.ts";
import { TroveDatabase, TroveInstance, TroveUser } from "./host.ts";

const COUNT = 45;
const names = Array.from({ length: COUNT }, (_, index) => `n${String(index).padStart(2, "0")}`);

test("45 databases and 45 users of an instance share their lists, and destroy sends one DELETE", async (t) => {
  const { cloud, createStack } = await startHarness(t, { guestLag: 0.2 });
  const stack = await createStack({
    program: async () => {
      const instance = new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 } });
      for (const name of names) {
        const database = new TroveDatabase(`database-${name}`, { instance, name });
        new TroveUser(`user-${name}`, { instance, name, password: `p-of-${name}`, databases: [database.name] });
      }
    },
  });
  const up = await during(cloud, () => stack.stack.up());
  const instance = onlyInstance(cloud);
  assert.deepEqual(databasesIn(instance), names);
  assert.deepEqual(grantsIn(instance), Object.fromEntries(names.map((name) => [`${name}@%`, [name]])));
  assert.equal(writes(up).length, 1 + 2 * COUNT);
  t.diagnostic(
    `up: ${troveRequests(up)} requests, ${lists(up, "databases")} pages of databases, ${lists(up, "users")} of users`,
  );

  const refresh = await during(cloud, () => stack.stack.refresh({ expectNoChanges: true }));
  t.diagnostic(`refresh: ${troveRequests(refresh)} requests`);
  // 45 take three pages of 20.
  for (const kind of ["databases", "users"] as const) assert.ok(lists(refresh, kind) <= 3, `lists of ${kind}`);

  const destroy = await during(cloud, () => stack.stack.destroy());
  assert.deepEqual(writes(destroy), [`DELETE /instances/${instance.id}`]);
  assert.deepEqual([cloud.instances(), await stack.resources()], [[], []]);
});

function troveRequests(requests: Simulator["requests"]): number {
  return requests.filter(({ service }) => service === "trove").length;
}

function lists(requests: Simulator["requests"], kind: "databases" | "users"): number {
  const path = new RegExp(`/instances/[^/]+/${kind}(\\?|$)`);
  return requests.filter((request) => request.method === "GET" && path.test(request.path)).length;
}
