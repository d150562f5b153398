import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fault } from "../../simulator/index.ts";
import { declares, failureOf, idsIn, onlyId, startHarness, until } from "../engine/harness.ts";
import { killProvider, killPulumi } from "../support/processes.ts";

const PROGRAM = declares({
  databases: [{ name: "app" }],
  users: [{ name: "app", password: "app-password", databases: ["app"] }],
});

const POINTS: Readonly<Record<string, Pick<Fault, "method" | "path"> & { readonly when: "before" | "after" }>> = {
  "before Trove has the create": { method: "POST", path: "/instances$", when: "before" },
  "before Trove's answer to the create": { method: "POST", path: "/instances$", when: "after" },
  "while its databases are waited for": { method: "GET", path: "/databases$", when: "before" },
};

for (const [point, { when, ...request }] of Object.entries(POINTS)) {
  for (const [who, kill] of [
    ["the provider's process", killProvider],
    ["all of Pulumi", killPulumi],
  ] as const) {
    test(`${who} dies ${point}: the next up with resumeInterrupted has one instance`, async (t) => {
      const { cloud, createStack } = await startHarness(t);
      const stack = await createStack({ program: PROGRAM });
      cloud.faults.add({ ...request, effect: { type: "hang", when } });
      const dying = failureOf(stack.stack.up());
      const path = new RegExp(request.path ?? "");
      await until("the point", () =>
        cloud.requests.some((one) => one.method === request.method && path.test(one.path)),
      );
      kill();
      await dying;
      // A killed Pulumi leaves its lock behind.
      if (kill === killPulumi) await stack.stack.cancel();

      await stack.stack.setConfig("trove:resumeInterrupted", { value: "true" });
      await stack.stack.up();
      const id = await onlyId(stack);
      assert.deepEqual(idsIn(cloud), [id]);
      await until("the user", () => cloud.instance(id)?.user("app", "%") !== undefined);
      assert.deepEqual(cloud.instance(id)?.users, [
        { name: "app", host: "%", password: "app-password", databases: ["app"] },
      ]);
      assert.deepEqual(
        cloud.instance(id)?.databases.map(({ name }) => name),
        ["app"],
      );
      await stack.stack.preview({ expectNoChanges: true });
    });
  }
}
