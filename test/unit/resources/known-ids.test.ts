import assert from "node:assert/strict";
import { test } from "node:test";
import { KnownIds } from "../../../provider/resources/known-ids.ts";
import { createProcessServices } from "../../../provider/resources/process-services.ts";

test("an id belongs to another state if its adoption token differs", () => {
  const ids = new KnownIds();
  assert.equal(ids.isClaimedByAnother("a", undefined), false);
  ids.claimBy(undefined, "a");
  assert.deepEqual([ids.isClaimedByAnother("a", undefined), ids.isClaimedByAnother("a", "first")], [false, true]);
  ids.claimBy("first", "a");
  ids.claimBy("first", "a");
  const all = [undefined, "first", "second"].map((token) => ids.isClaimedByAnother("a", token));
  assert.deepEqual(all, [true, true, true]);
  assert.equal(ids.isClaimedByAnother("b", "first"), false);
});

test("a process starts with nothing planned, and assumes that the cloud can be reached", () => {
  const { quotaPlan, connection } = createProcessServices({ resumeInterrupted: false, previewChecks: true });
  assert.deepEqual(quotaPlan, { instances: 0, volumeSize: 0, ram: 0 });
  assert.equal(connection.isUnreachable, false);
});
