import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { defaultNameOf, dynamicUrn, nameInProgram } from "../../../../provider/service/names/urns.ts";
import { defaultNameOf as expectedName } from "../../../support/default-name.ts";

const DYNAMIC = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/trove:Instance::db";
const PLUGIN = "urn:pulumi:dev::shop::trove:index:Instance::db";

test("both hosts give a resource the same default name", () => {
  assert.equal(defaultNameOf(PLUGIN), expectedName(DYNAMIC));
  assert.equal(defaultNameOf(DYNAMIC), expectedName(DYNAMIC));
});

test("the types of parents are those of the dynamic host too", () => {
  const child = "urn:pulumi:dev::shop::my:app:Team$trove:index:Instance$trove:index:Instance::db";
  const type = "pulumi-nodejs:dynamic/trove:Instance";
  assert.equal(dynamicUrn(child), `urn:pulumi:dev::shop::my:app:Team$${type}$${type}::db`);
});

test("a name in the program can contain what separates the parts of a URN", () => {
  const urn = "urn:pulumi:dev::shop::trove:index:Instance::a::trove:index:Instance::b$c";
  assert.equal(nameInProgram(urn), "a::trove:index:Instance::b$c");
  assert.match(dynamicUrn(urn), /::pulumi-nodejs:dynamic\/trove:Instance::a::trove:index:Instance::b\$c$/);
});

for (const [title, name, cut] of [
  ["keeps a name of 247 characters", "n".repeat(247), "n".repeat(247)],
  ["cuts a name of 300 characters to 247", "n".repeat(300), "n".repeat(247)],
  ["cuts a name between two characters outside the BMP", `${"n".repeat(246)}😀😀`, `${"n".repeat(246)}😀`],
] as const) {
  test(`the default name ${title}`, () => {
    const urn = `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/trove:Instance::${name}`;
    const hash = createHash("sha256").update(urn).digest("hex").slice(0, 7);
    assert.equal(defaultNameOf(urn), `${cut}-${hash}`);
  });
}
