import assert from "node:assert/strict";
import { test } from "node:test";
import { engineHost } from "../support/engine-host.ts";
import { declares, failureOf, startHarness, upOf } from "./harness.ts";
import { testOnHost } from "./host.ts";

/** Whatever `pulumi` prints of one operation. */
function recorder(): { readonly onOutput: (text: string) => void; text(): string } {
  const pieces: string[] = [];
  return { onOutput: (text) => pieces.push(text), text: () => pieces.join("") };
}

/** What is printed once all is done, of each resource. */
function diagnosticsIn(output: string): string {
  const [, diagnostics] = output.split("Diagnostics:");
  return diagnostics ?? assert.fail(output);
}

test("each operation shows the status first, without the id, and ends with the outcome", async (t) => {
  const harness = await startHarness(t);
  const created = recorder();
  const stack = await harness.createStack({ program: declares({ finalBackup: {} }) });
  await stack.stack.up({ onOutput: created.onOutput });
  assert.match(created.text(), /creating \(\d+s\) BUILD$/m);
  assert.match(created.text(), /created \(\d+s\) ACTIVE after [\d.]+ s$/m);

  const updated = recorder();
  stack.program = declares({ finalBackup: {}, flavor: "m1.medium" });
  await stack.stack.up({ onOutput: updated.onOutput });
  assert.match(updated.text(), /updating \(\d+s\) \[diff: ~flavor\]; RESIZE to m1\.medium$/m);
  assert.match(updated.text(), /updated \(\d+s\) \[diff: ~flavor\]; ACTIVE after [\d.]+ s$/m);

  const deleted = recorder();
  await stack.stack.destroy({ onOutput: deleted.onOutput });
  assert.match(deleted.text(), /deleting \(\d+s\) (?:NEW|BUILDING): backup "[^"]+"$/m);
  assert.match(deleted.text(), /deleted \(\d+s\) gone after [\d.]+ s$/m);
  assert.doesNotMatch(created.text() + updated.text() + deleted.text(), /Waiting for/);
});

/** The dynamic host prints the stack of an error beside the message, in a line of its own. */
const REFERENCES = { dynamic: 1, plugin: undefined };

test("shows an error once, each reason on a line that begins with its path", async (t) => {
  const harness = await startHarness(t);
  const { stack } = await upOf(harness, declares({ volume: { size: 2 } }));
  stack.program = declares({ volume: { size: 1 }, availabilityZone: "nova" });
  const refused = recorder();
  await failureOf(stack.stack.preview({ onOutput: refused.onOutput }));
  const told = diagnosticsIn(refused.text());
  for (const path of ["volume\\.size", "availabilityZone"]) {
    assert.equal(told.match(new RegExp(`^ +${path}: `, "gm"))?.length, 1, told);
  }
  assert.equal(told.match(/^ +pulumi-trove: see the error of "db"$/gm)?.length, REFERENCES[engineHost]);

  harness.cloud.faults.add({ path: "/instances", times: 0, effect: { type: "status", status: 403, body: {} } });
  for (const operation of ["refresh", "destroy"] as const) {
    const failed = recorder();
    await failureOf(stack.stack[operation]({ onOutput: failed.onOutput }));
    assert.equal(diagnosticsIn(failed.text()).split("TROVE_FORBIDDEN").length - 1, 1, failed.text());
  }
  harness.cloud.faults.clear();
});

test("no preview names what the provider keeps beside the arguments", async (t) => {
  const harness = await startHarness(t);
  const { stack } = await upOf(harness, declares());
  const named = recorder();
  stack.program = declares({ name: "explicit" });
  await stack.stack.preview({ onOutput: named.onOutput });
  assert.match(named.text(), /\[diff: ~name\]/);
  assert.doesNotMatch(named.text(), /__/);
});

const STORED = "for a plugin, the engine stores the time-outs, and says nothing of it";

testOnHost({ only: "dynamic", because: STORED }, "a preview says that time-outs are only recorded", async (t) => {
  const harness = await startHarness(t);
  const { stack } = await upOf(harness, declares());
  const timed = recorder();
  stack.program = declares({}, { customTimeouts: { delete: "2h" } });
  await stack.stack.preview({ onOutput: timed.onOutput });
  await stack.stack.preview({ onOutput: timed.onOutput, diff: true });
  assert.match(timed.text(), /customTimeouts: the change is only recorded in the state\./);
  assert.doesNotMatch(timed.text(), /__/);
});
