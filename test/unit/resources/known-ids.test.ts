import assert from "node:assert/strict";
import { test } from "node:test";
import { KnownIds } from "../../../provider/resources/known-ids.ts";
import { createProcessServices } from "../../../provider/resources/process-services.ts";

test("tells the owners of an id apart by their adoption tokens", () => {
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

test("starts with an empty quota plan and a reachable cloud", () => {
  const { quotaPlan, connection } = createProcessServices({ resumeInterrupted: false, previewChecks: true });
  assert.deepEqual(quotaPlan, { instances: 0, volumeSize: 0, ram: 0, backups: 0 });
  assert.equal(connection.isUnreachable, false);
});
