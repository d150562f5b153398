import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { TestStack } from "../support/engine.ts";
import { asked, type Harness, idsIn, startHarness } from "./harness.ts";
import { TroveInstance, urnOf } from "./host.ts";

const SMALL = { flavor: "m1.small", volume: { size: 1 } };

/** A stack whose resource `fresh` has adopted, in a run of its own, the instance that `old` still holds. */
async function startMoved(harness: Harness, options?: CustomResourceOptions) {
  const stack = await harness.createStack({
    program: async () => {
      new TroveInstance("old", { ...SMALL, name: "moved" }, options);
    },
  });
  await stack.stack.up();
  const [id = ""] = idsIn(harness.cloud);
  stack.program = async () => {
    new TroveInstance("fresh", { ...SMALL, adoptId: id });
  };
  await stack.stack.up({ target: [urnOf("fresh")] });
  assert.deepEqual(await held(stack), [`fresh ${id}`, `old ${id}`]);
  return { stack, id };
}

async function held(stack: TestStack): Promise<string[]> {
  return (await stack.resources()).map(({ urn, id }) => `${urn.split("::").at(-1)} ${id}`).sort();
}

/** What docs/instance.md advises for a move with `--target`: how the old resource leaves the state. */
const ADVICE: Readonly<
  Record<string, { readonly options?: CustomResourceOptions; readonly leave: (stack: TestStack) => Promise<unknown> }>
> = {
  "pulumi state delete": {
    leave: ({ stack: { name, workspace } }) =>
      promisify(execFile)(
        workspace.pulumiCommand.command,
        ["state", "delete", urnOf("old"), "--yes", "--stack", name],
        { cwd: workspace.workDir, env: { ...process.env, ...workspace.envVars } },
      ),
  },
  retainOnDelete: {
    options: { retainOnDelete: true },
    leave: ({ stack }) => stack.up({ target: [urnOf("old")] }),
  },
  "an up without --target": { leave: ({ stack }) => stack.up() },
};

for (const [title, { options, leave }] of Object.entries(ADVICE)) {
  test(`an instance that moved with --target is kept by ${title}`, async (t) => {
    const harness = await startHarness(t);
    const { stack, id } = await startMoved(harness, options);
    await leave(stack);
    assert.deepEqual(await held(stack), [`fresh ${id}`]);
    await stack.stack.up();
    assert.deepEqual([idsIn(harness.cloud), asked(harness.cloud, "DELETE")], [[id], []]);
  });
}
