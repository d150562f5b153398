import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { userAgent } from "../../../provider/core/user-agent.ts";
import { version } from "../../../provider/core/version.ts";

test("the version is that of the package", () => {
  const manifest = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  assert.equal(version, manifest.version);
});

test("the user agent names the package, Node's major version, and Pulumi if known", () => {
  const node = `node/${process.versions.node.split(".")[0]}`;
  assert.equal(userAgent("3.270.0"), `pulumi-trove/${version} pulumi/3.270.0 ${node}`);
  assert.equal(userAgent(), `pulumi-trove/${version} ${node}`);
});
