import assert from "node:assert/strict";
import { providerText } from "../../provider/provider-text.ts";
import { asked, declares, startHarness, upOf } from "./harness.ts";
import { testOnHost } from "./host.ts";

/** Every text that a version of this package wrote into states before today's. */
const OLD_TEXTS = ['exports.handler=()=>require("pulumi-trove/provider").Instance'];

for (const text of OLD_TEXTS) {
  testOnHost(
    { only: "dynamic", because: "only the dynamic host reads the text" },
    "a state with an older provider text has no change, refreshes and is destroyed",
    async (t) => {
      const harness = await startHarness(t);
      const { stack } = await upOf(harness, declares());
      const state = JSON.stringify(await stack.stack.exportStack());
      const old = state.replaceAll(JSON.stringify(providerText("Instance")), JSON.stringify(text));
      assert.notEqual(old, state);
      await stack.stack.importStack(JSON.parse(old));
      await stack.stack.refresh({ expectNoChanges: true });
      await stack.stack.up({ expectNoChanges: true });
      await stack.stack.destroy();
      assert.deepEqual(harness.cloud.instances(), []);
      assert.deepEqual(asked(harness.cloud, "POST"), ["/instances"]);
    },
  );
}
