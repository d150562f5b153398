import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { TroveInstance } from "../../../sdk/index.ts";

before(() =>
  pulumi.runtime.setMocks({
    // The state after an argument was removed, by a transformation or outside Pulumi.
    newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: { ...inputs, configuration: null } }),
    call: () => ({}),
  }),
);

test("an output is undefined if the instance lacks the declared argument", async () => {
  const configuration = "8a2f3c1e-0000-4000-8000-000000000000";
  const { configuration: output } = new TroveInstance("db", { flavor: "2", configuration });
  assert.deepEqual(await new Promise((resolve) => output.apply(resolve)), undefined);
});
