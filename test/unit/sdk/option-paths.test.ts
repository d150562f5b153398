import assert from "node:assert/strict";
import { test } from "node:test";
import { instance as provider } from "../../../provider/resources/instance/index.ts";
import { ARGUMENTS } from "../../../sdk/instance-shape.ts";
import { ineffectivePaths } from "../../../sdk/option-paths.ts";

const KEYS = { databases: ["app", "2024"], users: ["app@%", "a.b@10.0.0.%"] };
const outputs = Object.keys(provider.outputs);

function told(option: string, path: string, keys: Readonly<Record<string, string[] | undefined>> = KEYS) {
  const [text, ...others] = ineffectivePaths({ [option]: [path] }, { arguments: ARGUMENTS, outputs, keys });
  assert.deepEqual(others, []);
  return text;
}

const effective = [
  "*",
  "flavor",
  "volume",
  "volume.size",
  'volume["size"]',
  '["volume"].size',
  "users",
  'users["app@%"]',
  'users["app@%"].password',
  'users["a.b@10.0.0.%"].databases',
  "users[*].password",
  "users.*.password",
  "databases.app.collate",
  "access.allowedCidrs",
  "allow.*",
  "__provider",
];

for (const option of ["ignoreChanges", "replaceOnChanges", "hideDiffs"]) {
  test(`${option} takes the paths of arguments without a word`, () => {
    for (const path of effective) assert.equal(told(option, path), undefined, path);
  });
}

const ineffective: readonly (readonly [path: string, named: RegExp])[] = [
  ["users[0].password", /Write users\["app@%"\]\.password\.$/],
  ["users[1]", /Write users\["a\.b@10\.0\.0\.%"\]\.$/],
  ["users[7].password", /Write users\["<name>@<host>"\]\.password\.$/],
  ["databases[1].collate", /Write databases\["2024"\]\.collate\.$/],
  ["users.app.password", /Write users\["app@%"\]\.password\.$/],
  ['users["bob@%"].password', /declares no users\["bob@%"\]/],
  ['users["app@%"].name', /users\["app@%"\] has no part name; it has password, databases\.$/],
  ["users[*].host", /users\[\*\] has no part host/],
  ['users["app@%"].databases[0]', /Write users\["app@%"\]\.databases\.$/],
  ["access.allowedCidrs[0]", /Write access\.allowedCidrs\.$/],
  ["volume.sizes", /volume has no part sizes; it has size, type\.$/],
  ["volume.toString", /volume has no part toString/],
  ["flavor.name", /Write flavor\.$/],
  ["flavour", /there is no argument flavour\.$/],
  ["constructor", /there is no argument constructor\.$/],
];

for (const [path, named] of ineffective) {
  test(`${path} has no effect, and a warning says so`, () => {
    for (const option of ["ignoreChanges", "replaceOnChanges", "hideDiffs"]) {
      const text = told(option, path) ?? "";
      assert.ok(text.startsWith(`${option}: ${path} has no effect: `), text);
      assert.match(text, named);
    }
  });
}

test("an output is nothing to ignore, and can be hidden", () => {
  assert.match(told("ignoreChanges", "status") ?? "", /status is an output/);
  assert.match(told("replaceOnChanges", "endpoint.host") ?? "", /endpoint is an output/);
  assert.equal(told("hideDiffs", "status"), undefined);
});

test("where the list is not known yet, an index is refused all the same and no key is", () => {
  const unknown = { users: undefined };
  assert.match(told("ignoreChanges", "users[0].password", unknown) ?? "", /users\["<name>@<host>"\]\.password/);
  assert.equal(told("ignoreChanges", 'users["bob@%"].password', unknown), undefined);
});

test("additionalSecretOutputs takes whole outputs and arguments alone", () => {
  for (const name of ["endpoint", "host", "flavor", "users"]) {
    assert.equal(told("additionalSecretOutputs", name), undefined, name);
  }
  assert.match(told("additionalSecretOutputs", "endpoint.host") ?? "", /Write endpoint\.$/);
  assert.match(told("additionalSecretOutputs", "users[0].password") ?? "", /Write users\.$/);
  assert.match(told("additionalSecretOutputs", "adress") ?? "", /there is no output adress\.$/);
});

test("a path that the engine itself refuses is left to it", () => {
  for (const path of ["", "users[", 'users["app'] as const) assert.equal(told("ignoreChanges", path), undefined, path);
});
