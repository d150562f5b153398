import assert from "node:assert/strict";
import { test } from "node:test";
import { checked, login, properties, startHarness, testOnDynamic } from "./harness.ts";

test("warns once of a misspelled configuration key, and suggests the right one", async (t) => {
  const { cloud, start } = await startHarness(t);
  const config = { ...login(cloud), "trove:region_name": "One", "trove:previewCheks": "off", "other:auth_url": "x" };
  const host = await start({ config });
  await checked(host, properties({ name: "a" }));
  await checked(host, properties({ name: "b" }));
  const warnings = host
    .stderr()
    .split("\n")
    .filter((line) => line.includes("is not a setting"));
  assert.deepEqual(warnings.sort(), [
    "trove:previewCheks is not a setting of this provider, so it has no effect. Did you mean trove:previewChecks?",
    "trove:region_name is not a setting of this provider, so it has no effect. Did you mean trove:region?",
  ]);
});

test("warns of an unknown argument of an explicit provider", async (t) => {
  const { cloud, start } = await startHarness(t);
  const config = { ...login(cloud), "trove:explicit": "true", "trove:user_name": "demo" };
  const host = await start({ config });
  await checked(host, properties({ name: "a" }));
  assert.match(
    host.stderr(),
    /^user_name \(an argument of the TroveProvider\) is not a setting .* Did you mean userName\?$/m,
  );
});

testOnDynamic(
  "the engine passes no keys of the project",
  "does not warn if the project is called trove: its keys can be the program's",
  async (t) => {
    const { cloud, start } = await startHarness(t);
    const config = { ...login(cloud), "trove:network": "one" };
    const host = await start({ config, env: { PULUMI_NODEJS_PROJECT: "trove" } });
    await checked(host, properties({ name: "a" }));
    assert.doesNotMatch(host.stderr(), /is not a setting/);
  },
);

test("does not warn if every key is known", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start({ config: { ...login(cloud), "trove:resumeInterrupted": "true" } });
  await checked(host, properties({ name: "a" }));
  assert.doesNotMatch(host.stderr(), /is not a setting/);
});
