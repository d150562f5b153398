import assert from "node:assert/strict";
import { test } from "node:test";
import type { SimulatorOptions } from "../../simulator/index.ts";
import type { TestStack } from "../support/engine.ts";
import {
  type Declared,
  databasesIn,
  declaresAll,
  declaresOf,
  grantsIn,
  onlyInstance,
  passwordsIn,
  WITHOUT_ROOT,
} from "./children.ts";
import { assertUnchanged, idOf } from "./clouds.ts";
import { declares, during, failureOf, type Harness, startHarness, upOf, writes } from "./harness.ts";
import { TroveDatabase, TroveInstance, TroveRoot, TroveUser, testOnHost } from "./host.ts";

interface Brought {
  readonly harness: Harness;
  readonly stack: TestStack;
  readonly id: string;
}

/** A stack of all resources inside an instance, brought up. */
async function bringUp(
  t: Parameters<typeof startHarness>[0],
  declared: Declared = {},
  options: SimulatorOptions = {},
): Promise<Brought> {
  const harness = await startHarness(t, options);
  const stack = await harness.createStack({ program: declaresAll(declared) });
  await stack.stack.up();
  return { harness, stack, id: await idOf(stack, "db") };
}

test("up creates a database, a user and root, then changes nothing; destroy sends one DELETE", async (t) => {
  const { harness, stack, id } = await bringUp(t, { root: { password: "p-of-root" } }, { guestLag: 0.2 });
  const instance = onlyInstance(harness.cloud);
  assert.deepEqual(
    [databasesIn(instance), grantsIn(instance), passwordsIn(instance), instance.rootPassword],
    [["app"], { "web@%": ["app"] }, { "web@%": "p-of-web" }, "p-of-root"],
  );
  assert.deepEqual(
    [await idOf(stack, "database"), await idOf(stack, "user"), await idOf(stack, "root")],
    [`${id}/app`, `${id}/web@%`, `${id}/root`],
  );
  await assertUnchanged(stack);
  const requests = await during(harness.cloud, () => stack.stack.destroy());
  assert.deepEqual(writes(requests), [`DELETE /instances/${id}`]);
  assert.deepEqual([harness.cloud.instances(), await stack.resources()], [[], []]);
});

test("with the id as a string, destroy drops the database and the user and disables root", async (t) => {
  const harness = await startHarness(t);
  const { id } = await upOf(harness, declares());
  const stack = await harness.createStack({ program: declaresOf(id) });
  await stack.stack.up();
  await assertUnchanged(stack);
  const requests = await during(harness.cloud, () => stack.stack.destroy());
  assert.deepEqual(writes(requests).sort(), [
    `DELETE /instances/${id}/databases/app`,
    `DELETE /instances/${id}/root`,
    `DELETE /instances/${id}/users/web%2540%2525`,
  ]);
  const instance = onlyInstance(harness.cloud);
  assert.deepEqual([databasesIn(instance), grantsIn(instance), instance.rootPassword], [[], {}, undefined]);
});

test("password, grants, host and name of a user and root's password change in place", async (t) => {
  const database = { name: "app" };
  const { harness, stack, id } = await bringUp(t, { database, root: { password: "p-of-root" } }, { guestLag: 0.1 });
  const ids = [await idOf(stack, "database"), await idOf(stack, "user"), await idOf(stack, "root")];
  const web = "/users/web%2540%2525";
  const other = "/users/web%2540192%252E0%252E2%252E%2525";
  const user = { password: "another", databases: ["app"], host: "192.0.2.%", name: "site" };
  const steps: readonly (readonly [declared: Declared, requests: readonly string[]])[] = [
    [{ user: { password: "another", databases: [] } }, [`PUT ${web}`, `DELETE ${web}/databases/app`]],
    [{ user: { ...user, name: "web" } }, [`PUT ${web}`, `PUT ${other}/databases`]],
    [{ user, root: { password: "new-root" } }, ["POST /root", `PUT ${other}`]],
  ];
  for (const [declared, expected] of steps) {
    stack.program = declaresAll({ root: { password: "p-of-root" }, ...declared });
    const requests = await during(harness.cloud, () => stack.stack.up());
    const sent = writes(requests).map((request) => request.replace(`/instances/${id}`, ""));
    assert.deepEqual(sent.sort(), expected.toSorted());
  }
  const instance = onlyInstance(harness.cloud);
  assert.deepEqual(grantsIn(instance), { "site@192.0.2.%": ["app"] });
  assert.deepEqual([passwordsIn(instance), instance.rootPassword], [{ "site@192.0.2.%": "another" }, "new-root"]);
  assert.deepEqual([await idOf(stack, "database"), await idOf(stack, "user"), await idOf(stack, "root")], ids);
  await assertUnchanged(stack);
});

test("refresh and up restore what was revoked, dropped and disabled outside", async (t) => {
  const { harness, stack } = await bringUp(t, { root: { password: "p-of-root" } });
  const instance = onlyInstance(harness.cloud);
  const changes: Readonly<Record<string, () => void>> = {
    "a grant": () => {
      for (const user of instance.users) user.databases = [];
    },
    "a user": () => instance.users.splice(0),
    "a database": () => instance.databases.splice(0),
    root: () => {
      instance.rootPassword = undefined;
      instance.rootEnabled = undefined;
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    await t.test(what, async () => {
      change();
      await stack.stack.refresh();
      await stack.stack.up();
      assert.deepEqual(
        [databasesIn(instance), grantsIn(instance), passwordsIn(instance), instance.rootPassword],
        [["app"], { "web@%": ["app"] }, { "web@%": "p-of-web" }, "p-of-root"],
      );
    });
  }
  await assertUnchanged(stack);
});

test("a replaced instance gets new ones without consent, and the old one no request but its DELETE", async (t) => {
  const instance = { availabilityZone: "nova", allow: { replace: true } };
  const { harness, stack, id } = await bringUp(t, { instance });
  stack.program = declaresAll({ instance: { ...instance, availabilityZone: "other" } });
  const preview = await stack.stack.preview();
  assert.equal(preview.changeSummary.replace, 4);
  const requests = await during(harness.cloud, () => stack.stack.up());
  const toOld = writes(requests).filter((request) => request.includes(id));
  assert.deepEqual(toOld, [`DELETE /instances/${id}`]);
  const now = onlyInstance(harness.cloud);
  assert.deepEqual([databasesIn(now), grantsIn(now)], [["app"], { "web@%": ["app"] }]);
  assert.notEqual(now.rootPassword, undefined);
  await assertUnchanged(stack);
});

test("an instance deleted outside takes its database, its user and root from the state", async (t) => {
  const { harness, stack, id } = await bringUp(t);
  harness.cloud.remove(id);
  await stack.stack.refresh();
  assert.deepEqual(await stack.resources(), []);
  await stack.stack.up();
  assert.deepEqual(grantsIn(onlyInstance(harness.cloud)), { "web@%": ["app"] });
  await assertUnchanged(stack);
});

test("a database with allow.replace is replaced in place of the old one", async (t) => {
  const { harness, stack } = await bringUp(t, { ...WITHOUT_ROOT, database: { characterSet: "utf8mb4" } });
  const database = { characterSet: "latin1" };
  stack.program = declaresAll({ ...WITHOUT_ROOT, database });
  assert.match(await failureOf(stack.stack.preview()), /characterSet: .*allow: \{ replace: true \}/s);
  stack.program = declaresAll({ ...WITHOUT_ROOT, database: { ...database, allow: { replace: true } } });
  await stack.stack.up();
  const [app] = onlyInstance(harness.cloud).databases;
  assert.equal(app?.characterSet, "latin1");
});

test("get looks up a database, a user and root, which destroy leaves alone", async (t) => {
  const { harness, id } = await bringUp(t);
  const stack = await harness.createStack({
    program: async () => {
      const database = TroveDatabase.get("found", `${id}/app`);
      const user = TroveUser.get("found", `${id}/web@%`);
      const root = TroveRoot.get("found", `${id}/root`);
      for (const kind of [TroveDatabase, TroveUser, TroveRoot]) {
        assert.deepEqual(
          [database, user, root].map((one) => kind.isInstance(one)),
          [kind === TroveDatabase, kind === TroveUser, kind === TroveRoot],
        );
      }
      assert.equal(TroveInstance.isInstance(database), false);
      return {
        database: { instance: database.instance, name: database.name },
        user: { instance: user.instance, name: user.name, host: user.host, databases: user.databases },
        root: { instance: root.instance, userName: root.userName },
      };
    },
  });
  const { outputs } = await stack.stack.up();
  assert.deepEqual(Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value])), {
    database: { instance: id, name: "app" },
    user: { instance: id, name: "web", host: "%", databases: ["app"] },
    root: { instance: id, userName: "root" },
  });
  await stack.stack.refresh({ expectNoChanges: true });
  const requests = await during(harness.cloud, () => stack.stack.destroy());
  assert.deepEqual(writes(requests), []);
});

testOnHost(
  { only: "plugin", because: "the dynamic host cannot import" },
  "an imported database, user and root are unchanged",
  async (t) => {
    const { harness, id } = await bringUp(t, { root: { password: "p-of-root" } });
    const stack = await harness.createStack({ program: imports(id) });
    await stack.stack.up();
    // The password, which Trove does not report, is sent once.
    await stack.stack.up();
    await assertUnchanged(stack);
    const instance = onlyInstance(harness.cloud);
    assert.deepEqual([passwordsIn(instance), instance.rootPassword], [{ "web@%": "p-of-web" }, "p-of-root"]);
    await stack.stack.destroy();
    assert.deepEqual([databasesIn(instance), grantsIn(instance), instance.rootPassword], [[], {}, undefined]);
  },
);

testOnHost(
  { only: "dynamic", because: "the plugin can import" },
  "the option import is refused for each kind, with the way out",
  async (t) => {
    const { createStack } = await startHarness(t);
    const id = "8a2f6f4e-7f4d-4a0e-9a55-0f5a3a5c9d11";
    const none: Declared = { database: false, user: false, root: false };
    const options = { import: `${id}/app` };
    const stack = await createStack({
      program: async () => {
        for (const kind of ["database", "user", "root"] as const) {
          await assert.rejects(
            declaresOf(id, { ...none, [kind]: { options } }),
            /"import" does not work .*"pulumi-trove\/plugin"/,
          );
        }
      },
    });
    await stack.stack.preview();
  },
);

function imports(id: string) {
  return declaresOf(id, {
    database: { options: { import: `${id}/app` } },
    user: { options: { import: `${id}/web@%` } },
    root: { password: "p-of-root", options: { import: `${id}/root` } },
  });
}
