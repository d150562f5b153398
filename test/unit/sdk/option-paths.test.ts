import assert from "node:assert/strict";
import { test } from "node:test";
import { instance as provider } from "../../../provider/resources/instance/index.ts";
import { INSTANCE } from "../../../sdk/kinds/kinds.ts";
import { ineffectivePaths } from "../../../sdk/option-paths.ts";

const KEYS = { databases: ["app", "2024"], users: ["app@%", "a.b@10.0.0.%"] };
const outputs = Object.keys(provider.outputs);

function warningFor(option: string, path: string, keys: Readonly<Record<string, string[] | undefined>> = KEYS) {
  const [text, ...others] = ineffectivePaths({ [option]: [path] }, { arguments: INSTANCE.arguments, outputs, keys });
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
  test(`${option} accepts the paths of arguments without a warning`, () => {
    for (const path of effective) assert.equal(warningFor(option, path), undefined, path);
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
  test(`warns that ${path} has no effect`, () => {
    for (const option of ["ignoreChanges", "replaceOnChanges", "hideDiffs"]) {
      const text = warningFor(option, path) ?? "";
      assert.ok(text.startsWith(`${option}: ${path} has no effect: `), text);
      assert.match(text, named);
    }
  });
}

test("warns that an output cannot be ignored, and allows hiding it", () => {
  assert.match(warningFor("ignoreChanges", "status") ?? "", /status is an output/);
  assert.match(warningFor("replaceOnChanges", "endpoint.host") ?? "", /endpoint is an output/);
  assert.equal(warningFor("hideDiffs", "status"), undefined);
});

test("warns about an index, but not about a key, while the list is unknown", () => {
  const unknown = { users: undefined };
  assert.match(warningFor("ignoreChanges", "users[0].password", unknown) ?? "", /users\["<name>@<host>"\]\.password/);
  assert.equal(warningFor("ignoreChanges", 'users["bob@%"].password', unknown), undefined);
});

test("additionalSecretOutputs accepts whole outputs and arguments only", () => {
  for (const name of ["endpoint", "host", "flavor", "users"]) {
    assert.equal(warningFor("additionalSecretOutputs", name), undefined, name);
  }
  assert.match(warningFor("additionalSecretOutputs", "endpoint.host") ?? "", /Write endpoint\.$/);
  assert.match(warningFor("additionalSecretOutputs", "users[0].password") ?? "", /Write users\.$/);
  assert.match(warningFor("additionalSecretOutputs", "adress") ?? "", /there is no output adress\.$/);
});

test("does not warn about a path that the engine refuses", () => {
  for (const path of ["", "users[", 'users["app'] as const)
    assert.equal(warningFor("ignoreChanges", path), undefined, path);
});
