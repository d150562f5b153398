import assert from "node:assert/strict";
import { test } from "node:test";
import { InterruptedError } from "../../../../../provider/resources/errors/interrupted-error.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { startHarness } from "../harness.ts";
import { inputs } from "../samples.ts";

const GONE = /Instance "db" \(.*\) no longer exists: .* Trove answered 404 .* Run `pulumi refresh`/;

test("advises to refresh if the instance was deleted before its update", async (t) => {
  const { cloud, context } = await startHarness(t);
  const declared = inputs({ volume: { size: 1 } });
  const { id, state } = await create(declared, context);
  cloud.remove(id);
  await assert.rejects(
    update(id, state, { ...declared, name: "other" }, context),
    (error: Error & { code?: string }) => {
      assert.match(error.message, GONE);
      assert.equal(error.code, "TROVE_NOT_FOUND");
      return true;
    },
  );
});

test("advises to refresh if the instance is deleted during its update", async (t) => {
  const { cloud, context } = await startHarness(t);
  const declared = inputs({ volume: { size: 1 } });
  const { id, state } = await create(declared, context);
  const removing = setInterval(() => {
    if (cloud.requests.some(({ method }) => method === "PUT")) cloud.remove(id);
  }, 1);
  t.after(() => clearInterval(removing));
  const wanted = { ...declared, name: "other", flavor: "m1.medium" };
  await assert.rejects(update(id, state, wanted, context), (error) => {
    assert.ok(error instanceof InterruptedError);
    assert.match(error.message, GONE);
    assert.equal(error.code, "TROVE_NOT_FOUND");
    return true;
  });
});
