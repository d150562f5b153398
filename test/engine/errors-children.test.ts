import assert from "node:assert/strict";
import { test } from "node:test";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import { idOf } from "./clouds.ts";
import { Diagnostics } from "./errors/diagnostics.ts";
import { children } from "./errors/elsewhere.ts";
import { assertTells } from "./errors/row.ts";
import { failureOf, startHarness } from "./harness.ts";
import { TroveDatabase, TroveInstance, TroveUser } from "./host.ts";

test("get of an id of another form fails and says which form it has", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({
    program: async () => {
      TroveDatabase.get("found", "reports");
    },
  });
  const shown = new Diagnostics();
  await failureOf(stack.stack.up({ onEvent: shown.onEvent }));
  assertTells(children.badId, shown.of("found"), cloud);
  assert.deepEqual(await stack.resources(), []);
});

test("a change of a user that was dropped outside fails and names the refresh", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const declares = (password: string): PulumiFn => {
    return async () => {
      const instance = new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 } });
      new TroveUser("reader", { instance, name: "reader", password });
    };
  };
  const stack = await createStack({ program: declares("p-of-reader") });
  await stack.stack.up();
  const id = await idOf(stack, "db");
  cloud.change(id, (record) => {
    record.users = [];
  });
  stack.program = declares("p-of-reader-2");
  const shown = new Diagnostics();
  await failureOf(stack.stack.up({ onEvent: shown.onEvent }));
  assertTells(children.gone, shown.of("reader"), cloud, { id });
});
