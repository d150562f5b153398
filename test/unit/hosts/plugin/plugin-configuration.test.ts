import assert from "node:assert/strict";
import { test } from "node:test";
import { CancelledError } from "../../../../provider/core/errors/cancelled-error.ts";
import { PluginConfiguration } from "../../../../provider/hosts/plugin/plugin-configuration.ts";

const ARGS = {
  region: "RegionOne",
  insecure: "true",
  version: "0.1.0",
  pluginDownloadURL: "https://x",
  __internal: {},
};

test("has the settings under their full keys, without those of the engine", () => {
  const configuration = new PluginConfiguration(ARGS, false);
  assert.deepEqual(configuration.keys(), ["trove:region", "trove:insecure"]);
  assert.equal(configuration.get("trove:region"), "RegionOne");
  assert.equal(configuration.get("trove:version"), undefined);
});

test("opens a secret setting", () => {
  const password = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "s3cret" };
  assert.equal(new PluginConfiguration({ password }, false).get("trove:password"), "s3cret");
});

test("marks the settings of a provider that the program creates", () => {
  assert.equal(new PluginConfiguration(ARGS, true).get("trove:explicit"), "true");
  assert.equal(new PluginConfiguration(ARGS, false).get("trove:explicit"), undefined);
});

test("cancels its own operations alone", () => {
  const [first, second] = [new PluginConfiguration({}, false), new PluginConfiguration({}, false)];
  first.cancel();
  assert.ok(first.signal.reason instanceof CancelledError);
  assert.equal(second.signal.aborted, false);
});
