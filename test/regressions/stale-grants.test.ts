import { test } from "node:test";
import { openHarness } from "../properties/harness.ts";

import { runSequence } from "../properties/run-sequence.ts";

test("does not grant a database that was dropped outside to its former users", async (t) => {
  const harness = await openHarness();
  t.after(() => harness.close());
  const database = (name: string, declared: boolean) => ({ kind: "database", name, declared }) as const;
  const user = (...databases: string[]) =>
    ({ kind: "user", key: "app@%", user: { password: "first-password", databases } }) as const;
  await runSequence(harness, "stale-grants", [
    {
      disturbances: [],
      instances: 1,
      edits: [database("app", true), database("audit", true), user("app", "audit")].map(on(0)),
    },
    {
      disturbances: [{ kind: "database", name: "audit", there: false } as const].map(on(0)),
      instances: 1,
      edits: [database("audit", false), user("app")].map(on(0)),
    },
    { disturbances: [], instances: 1, edits: [database("audit", true)].map(on(0)) },
  ]);
});

function on(instance: number) {
  return <What>(what: What) => ({ instance, what });
}
