import assert from "node:assert/strict";
import { onRealTroves } from "../engine/clouds.ts";
import { NO_CLOUD } from "../engine/harness.ts";
import { resourcesOf } from "../support/checkpoint.ts";
import { databaseNames, listed, userNames } from "../support/cloud-guest.ts";
import { gone, show } from "../support/cloud-instances.ts";
import { edit, exampleConfig, exampleOf } from "./examples.ts";
import { rewrite, stackOfProgram } from "./program.ts";
import { shownBy } from "./steps.ts";

/** Seconds from BUILD to ACTIVE. */
const BOOT = 0.5;

onRealTroves("the Python example: create, change, refresh and delete", BOOT, async ({ api, cloud }, t) => {
  const { files, env } = await exampleOf(t, "python");
  const stack = await stackOfProgram(t, files, { ...NO_CLOUD, ...cloud.env, ...env });
  await stack.setAllConfig(exampleConfig);
  await stack.up();
  const [created] = await resourcesOf(stack);
  const id = created?.id ?? assert.fail("it has no id");
  assert.equal((await show(api, id)).volume.size, 1);
  await listed(() => userNames(api, id), "app@%");
  assert.deepEqual((await shownBy(stack, "preview")).steps, { db: "same" });

  const databases = '{name: trove.InstanceDatabaseArgs() for name in ["app", "audit"]}';
  await rewrite(
    stack,
    edit(files, "__main__.py", [
      ["size=1", "size=2"],
      ['{"app": trove.InstanceDatabaseArgs()}', databases],
    ]),
  );
  await stack.setConfig("password", { value: "p-of-app-2", secret: true });
  const paths = { "volume.size": "update", "databases.audit": "add", 'users["app@%"].password': "update" };
  assert.deepEqual((await shownBy(stack, "preview")).diffs, { db: paths });
  await stack.up();
  assert.equal((await show(api, id)).volume.size, 2);
  await listed(() => databaseNames(api, id), "app", "audit");
  assert.deepEqual((await shownBy(stack, "refresh")).steps, { db: "same" });
  assert.deepEqual((await shownBy(stack, "preview")).steps, { db: "same" });

  await stack.destroy();
  await gone(api, id);
});
