import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../provider/resources/instance/create.ts";
import { update } from "../../../../provider/resources/instance/update.ts";
import { inputs } from "./samples.ts";
import { startStage } from "./stage.ts";

test("an update that was cut off is finished on an instance whose flavor the cloud offers no more", async (t) => {
  const { cloud, context } = await startStage(t);
  const { id, state } = await create(inputs({ volume: { size: 1 } }), context);
  const cutOff = { ...state, flavor: "m1.gone", pending: ["update" as const] };
  const wanted = inputs({ flavor: "m1.gone", volume: { size: 2 } });
  const finished = await update(id, cutOff, wanted, context);
  assert.deepEqual([finished.pending, finished.flavorId, finished.volumeSize], [[], state.flavorId, 2]);
  const other = update(id, cutOff, { ...wanted, flavor: "m1.never" }, context);
  await assert.rejects(other, ({ cause }: Error) => /no flavor "m1.never"/.test(String(cause)));
  assert.equal(cloud.instance(id)?.flavor, state.flavorId);
});
