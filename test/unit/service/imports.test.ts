import assert from "node:assert/strict";
import { test } from "node:test";
import { instanceArguments } from "../../../provider/resources/instance/arguments.ts";
import { importedPart } from "../../../provider/service/imports.ts";
import type { StoredResource } from "../../../provider/service/requests.ts";

const READ = {
  name: "db",
  flavor: "m1.small",
  configuration: "8a2f3c1e-0000-4000-8000-000000000001",
  databases: { app: {}, log: {} },
  users: { "app@%": { databases: ["app"] }, "other@%": { databases: [] } },
};
const PROGRAM = { name: "db", databases: { app: {} }, users: { "app@%": {} }, finalBackup: {} };

function stored(fields: Partial<StoredResource>): StoredResource {
  return { id: "1", outputs: { ...READ, access: null }, metadata: {}, ...fields };
}

test("an import records what the program declares, and only its keys of a map", () => {
  const part = importedPart(stored({ inputs: READ, isImport: true }), instanceArguments, PROGRAM);
  assert.deepEqual(part, {
    declared: ["name", "databases", "users"],
    maps: { databases: { app: {} }, users: { "app@%": { databases: ["app"] } } },
  });
});

test("after an import, the inputs that the engine stored are those that the program declared", () => {
  const { declared, maps } = importedPart(stored({ inputs: PROGRAM }), instanceArguments, { name: "db" });
  assert.deepEqual([declared, Object.keys(maps.users ?? {})], [["name", "databases", "users"], ["app@%"]]);
});

test("an operation without a program takes the inputs of the engine", () => {
  const { declared, maps } = importedPart(stored({ inputs: READ, isImport: true }), instanceArguments, undefined);
  assert.deepEqual([declared.sort(), maps.users], [Object.keys(READ).sort(), READ.users]);
});

test("a lookup declares nothing", () => {
  assert.deepEqual(importedPart(stored({}), instanceArguments, undefined), { declared: [], maps: {} });
});
