import assert from "node:assert/strict";
import { openApi } from "../support/cloud-api.ts";
import { createInstance, settled } from "../support/cloud-instances.ts";
import { testOnEachCloud } from "./each-cloud.ts";
import { runScript } from "./run-script.ts";

testOnEachCloud(
  { maxInstances: 40, maxVolumes: 40 },
  {
    async "an instance is created, waited for and deleted, as in the guide"({ env, troveUrl }) {
      assert.deepEqual(await runScript(["versions.ts", troveUrl]), ["v1.0", `    ${troveUrl}/v1.0/`]);

      const [id = "", ...about] = await runScript(["create.ts"], env);
      assert.deepEqual(about, ["My Instance", "   Status=BUILD Flavor=1"]);

      const [ready, ...going] = await runScript(["delete.ts", id], env);
      assert.equal(ready, "Ready in an ACTIVE state.");
      assert.equal(going.at(-1), "gone");
    },

    async "thirty instances are a page of twenty, a page of ten, and one list"(cloud) {
      const api = await openApi(cloud, "other");
      // The first two creates of a fresh project must not overlap.
      await settled(api, (await createInstance(api)).id);
      for (const size of [6, 6, 6, 6, 5]) {
        await Promise.all(Array.from({ length: size }, () => createInstance(api)));
      }
      const env = { ...cloud.env, OS_CLOUD: "other" };
      assert.deepEqual(await runScript(["list.ts"], env), ["20", "false", "10", "true", "30 30"]);
    },
  },
);
