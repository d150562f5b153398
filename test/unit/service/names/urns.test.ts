import assert from "node:assert/strict";
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

test("a default name has at most 255 characters", () => {
  const name = defaultNameOf(`${PLUGIN.slice(0, -2)}${"ü".repeat(300)}`);
  assert.equal([...name].length, 255);
  assert.match(name, /^ü{247}-[0-9a-f]{7}$/);
});

test("a default name is cut between two characters outside the BMP", () => {
  const name = defaultNameOf(`${PLUGIN.slice(0, -2)}${"n".repeat(246)}😀😀`);
  assert.match(name, /^n{246}😀-[0-9a-f]{7}$/u);
});

test("a name of 247 characters is not cut", () => {
  const name = defaultNameOf(`${PLUGIN.slice(0, -2)}${"n".repeat(247)}`);
  assert.match(name, /^n{247}-[0-9a-f]{7}$/);
});
