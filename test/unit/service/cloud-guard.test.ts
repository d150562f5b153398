import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cloud } from "../../../provider/openstack/credentials.ts";
import { isSameCloud, WrongCloudError } from "../../../provider/service/cloud-guard.ts";

const base: Cloud = { projectId: "p1", region: "One", endpoint: "http://internal/v1.0/p1" };
const address = "https://public/v1.0/p1";
const rows: readonly (readonly [what: string, recorded: Cloud, session: Cloud, same: boolean])[] = [
  ["the same address", base, base, true],
  ["another address of the same region", base, { ...base, endpoint: address }, true],
  ["another region at another address", base, { ...base, region: "Two", endpoint: address }, false],
  ["another region at the same address", base, { ...base, region: "Two" }, false],
  ["another project at the same address", base, { ...base, projectId: "p2" }, false],
  ["no region in the state, at the same address", { ...base, region: "" }, base, true],
  ["no region in the session, at the same address", base, { ...base, region: "" }, true],
  ["no region in the state, at another address", { ...base, region: "" }, { ...base, endpoint: address }, false],
  ["no region in the session, at another address", base, { ...base, region: "", endpoint: address }, false],
  ["no region at all, at the same address", { ...base, region: "" }, { ...base, region: "" }, true],
];

for (const [what, recorded, session, same] of rows) {
  test(`${what} is ${same ? "the same cloud" : "another cloud"}`, () => {
    assert.equal(isSameCloud(recorded, session), same);
  });
}

test("the error says to set the region if one is missing", () => {
  assert.match(
    new WrongCloudError("i", { ...base, region: "" }, { ...base, endpoint: address }).message,
    /^i is in project p1, no region \(.*set the region \(trove:region, OS_REGION_NAME\)\.$/,
  );
});
