import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyProject } from "./importing.ts";
import { rewrite } from "./program.ts";
import { shownBy, UNKNOWN } from "./steps.ts";
import { reference, yamlProgram } from "./yaml.ts";

const NETWORK = "2d8b0e6c-5e3b-4f5c-9d2c-1f4a3c4e5d6f";
const OTHER_NETWORK = "9f6a1d52-8c0e-4b37-a1d4-3e2f5b6c7d80";

const BEFORE = {
  flavor: "m1.small",
  volume: { size: 1 },
  network: { networkId: NETWORK },
  databases: { app: {}, log: {} },
  users: { "app@%": { password: "p-of-app" } },
  finalBackup: { name: "last" },
  allow: { replace: true, dropDatabases: true },
};

interface Case {
  readonly changes: object;
  /** The paths of the detailed diff, with their kinds. */
  readonly paths: Readonly<Record<string, string>>;
  /** Whether the change can change the address. */
  readonly changesAddress?: true;
}

const CASES: Readonly<Record<string, Case>> = {
  "a larger volume": { changes: { volume: { size: 2 } }, paths: { "volume.size": "update" } },
  "another flavor": { changes: { flavor: "m1.medium" }, paths: { flavor: "update" } },
  "a new password": {
    changes: { users: { "app@%": { password: "p-new" } } },
    paths: { 'users["app@%"].password': "update" },
  },
  "a database less": { changes: { databases: { app: {} } }, paths: { "databases.log": "delete" } },
  "no final backup": { changes: { finalBackup: undefined }, paths: { finalBackup: "delete" } },
  "an access": {
    changes: { access: { isPublic: false, allowedCidrs: ["10.0.0.0/8"] } },
    paths: { access: "add" },
    changesAddress: true,
  },
  "another network": {
    changes: { network: { networkId: OTHER_NETWORK } },
    paths: { network: "update-replace" },
    changesAddress: true,
  },
  "an availability zone": {
    changes: { availabilityZone: "nova" },
    paths: { availabilityZone: "add-replace" },
    changesAddress: true,
  },
};

test("a preview names each path with its kind, and what does not change stays known", async (t) => {
  const { stack, cloud } = await emptyProject(t);
  const program = (properties: object) => {
    const db = { type: "trove:Instance", properties } as const;
    const peer = {
      type: "trove:Instance",
      properties: { name: `peer of ${reference("db.host")}`, flavor: "m1.small", volume: { size: 1 } },
    } as const;
    const outputs = { endpoint: reference("db.endpoint"), host: reference("db.host") };
    return rewrite(stack, yamlProgram({ resources: { db, peer }, outputs }));
  };
  await program(BEFORE);
  await stack.up();
  const host = cloud.instances().find(({ name }) => !name.startsWith("peer"))?.addresses[0]?.address;
  assert.ok(host);

  for (const [what, { changes, paths, changesAddress = false }] of Object.entries(CASES)) {
    await t.test(what, async () => {
      await program({ ...BEFORE, ...changes });
      const { steps, diffs, stackOutputs } = await shownBy(stack, "preview");
      assert.deepEqual(diffs.db, paths);
      const known = { endpoint: { host, port: 3306 }, host };
      assert.deepEqual(stackOutputs, changesAddress ? { endpoint: UNKNOWN, host: UNKNOWN } : known);
      assert.equal(steps.peer, changesAddress ? "update" : "same");
    });
  }
});
