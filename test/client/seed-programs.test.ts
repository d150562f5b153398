import assert from "node:assert/strict";
import { openApi } from "../support/cloud-api.ts";
import { createInstance, inStatus } from "../support/cloud-instances.ts";
import { testOnEachCloud } from "./each-cloud.ts";
import { runScript } from "./run-script.ts";

testOnEachCloud("an instance is created, waited for and deleted, as in the guide", {}, async ({ env, troveUrl }) => {
  assert.deepEqual(await runScript(["versions.ts", troveUrl]), ["v1.0", `    ${troveUrl}/v1.0/`]);

  const [id = "", ...about] = await runScript(["create.ts"], env);
  assert.deepEqual(about, ["My Instance", "   Status=BUILD Flavor=1"]);

  const [ready, ...going] = await runScript(["delete.ts", id], env);
  assert.equal(ready, "Ready in an ACTIVE state.");
  assert.equal(going.at(-1), "gone");
  assert.deepEqual([...new Set(going)], going, "each status is told once");
});

const roomy = { maxInstances: 40, maxVolumes: 40, boot: 0 };

testOnEachCloud("thirty instances are a page of twenty, a page of ten, and one list", roomy, async (cloud) => {
  const api = await openApi(cloud);
  const first = await createInstance(api, { name: "db-0" });
  // The first two creates of a fresh project must not overlap.
  await inStatus(api, first.id, "ACTIVE");
  for (let batch = 0; batch < 5; batch++) {
    const size = batch === 4 ? 5 : 6;
    await Promise.all(Array.from({ length: size }, (_, i) => createInstance(api, { name: `db-${batch}-${i}` })));
  }
  assert.deepEqual(await runScript(["list.ts"], cloud.env), ["20", "false", "10", "true", "30"]);
});
