import assert from "node:assert/strict";
import { test } from "node:test";
import { consentTo, withReplacement } from "../../../../provider/resources/diff/consent.ts";
import { type PropertyChange, propertyChange } from "../../../../provider/resources/diff/property-change.ts";
import { unknownValue } from "../../../../provider/resources/values/unknown-value.ts";

const replaced: PropertyChange = {
  ...propertyChange("zone", "replace", "dataLoss", "changes"),
  before: "a",
  after: "b",
};
const refused = propertyChange("size", "refuse", "dataLoss", "cannot shrink.");
const renamed = propertyChange("name", "update", "none", "changes");
const warned: PropertyChange = { ...propertyChange("backup", "stateOnly", "none", "is ignored"), warning: true };
const all = [replaced, refused, renamed, warned];

test("tells a consent from its absence, and from one that a preview does not know", () => {
  assert.equal(consentTo("replace", { replace: true }), true);
  assert.equal(consentTo("replace", { replace: false }), false);
  assert.equal(consentTo("replace", {}), false);
  assert.equal(consentTo("replace", undefined), false);
  assert.equal(consentTo("replace", { replace: unknownValue as never }), undefined);
  assert.equal(consentTo("replace", unknownValue as never), undefined);
});

test("leaves changes alone that need no replacement", () => {
  for (const replacement of ["allowed", "undecided", { refusal: "no" }] as const) {
    assert.deepEqual(withReplacement([refused, renamed, warned], replacement), [refused, renamed, warned]);
  }
});

test("drops refusals and warnings of what is replaced", () => {
  assert.deepEqual(withReplacement(all, "allowed"), [replaced, renamed]);
});

test("turns a replacement into a refusal that says why", () => {
  const [change, ...others] = withReplacement(all, { refusal: "and it holds data" });
  assert.deepEqual([change?.kind, change?.impact], ["refuse", "dataLoss"]);
  assert.equal(change?.reason, "changes; this needs a replacement, and it holds data.");
  assert.deepEqual(others, [refused, renamed, warned]);
});

test("shows an undecided replacement as an update, and notes that it needs one", () => {
  const [change, ...others] = withReplacement(all, "undecided");
  assert.deepEqual([change?.kind, change?.note], ["update", "this needs a replacement"]);
  assert.deepEqual(others, [refused, renamed, warned]);
});
