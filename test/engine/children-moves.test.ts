import assert from "node:assert/strict";
import { test } from "node:test";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import type { TroveInstanceArgs } from "pulumi-trove";
import { userPath } from "../support/cloud-guest.ts";
import type { TestStack } from "../support/engine.ts";
import { databasesIn, onlyInstance, passwordsIn } from "./children.ts";
import { during, startHarness, writes } from "./harness.ts";
import { TroveDatabase, TroveInstance, TroveUser, testOnHost } from "./host.ts";

/** An instance `db` that declares two databases and a user inline. */
const INLINE: TroveInstanceArgs = {
  databases: [{ name: "audit" }, { name: "shop" }],
  users: [{ name: "shop", password: "p-of-shop", databases: ["shop"] }],
};

/** A program with an instance and, if its id is given, the database `shop` and its user as imported resources. */
function declares(instance: TroveInstanceArgs, importedOf?: string): PulumiFn {
  return async () => {
    const db = new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 }, ...instance });
    if (importedOf === undefined) return;
    new TroveDatabase("shop", { instance: db, name: "shop" }, { import: `${importedOf}/shop` });
    const user = { instance: db, name: "shop", databases: ["shop"] };
    new TroveUser("user", user, { import: `${importedOf}/shop@%` });
  };
}

testOnHost(
  { only: "plugin", because: "Pulumi imports no resource of the dynamic host" },
  "databases and users move from inline to imported resources in one up, and back, without a loss",
  async (t) => {
    const { cloud, createStack } = await startHarness(t);
    const stack = await createStack({ program: declares(INLINE) });
    await stack.stack.up();
    const instance = onlyInstance(cloud);
    const upTo = async (program: PulumiFn) => {
      stack.program = program;
      return writes(await during(cloud, () => upAndUnchanged(stack)));
    };

    assert.deepEqual(await upTo(declares({}, instance.id)), []);
    assert.deepEqual(await upTo(declares({ databases: [{ name: "audit" }] }, instance.id)), []);
    assert.deepEqual(await upTo(declares({ databases: INLINE.databases })), [
      `DELETE ${userPath(instance.id, "shop@%")}`,
    ]);
    assert.deepEqual(databasesIn(instance), ["audit", "shop"]);
  },
);

test("a database and a user move from resources to inline in one up, and are kept", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({
    program: async () => {
      const instance = new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 } });
      const databases = ["audit", "shop"].map((name) => new TroveDatabase(name, { instance, name }).name);
      new TroveUser("user", { instance, name: "shop", password: "p-of-shop", databases: databases.slice(1) });
    },
  });
  await stack.stack.up();
  const instance = onlyInstance(cloud);
  stack.program = declares(INLINE);
  const requests = writes(await during(cloud, () => upAndUnchanged(stack)));
  assert.deepEqual(
    requests.filter((request) => request.startsWith("DELETE")),
    [],
  );
  assert.deepEqual(databasesIn(instance), ["audit", "shop"]);
  assert.deepEqual(passwordsIn(instance), { "shop@%": "p-of-shop" });
});

async function upAndUnchanged({ stack }: TestStack): Promise<void> {
  await stack.up();
  await stack.preview({ expectNoChanges: true });
}
