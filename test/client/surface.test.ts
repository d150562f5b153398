import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { root } from "../../scripts/root.ts";

const report = readFileSync(join(root, "etc/client.api.md"), "utf8");

test("documents every export of the client and every method", () => {
  const exported = report.match(/^\/\/ @public \(undocumented\)\n.*/gm) ?? [];
  const methods = report.match(/^ {4}\/\/ \(undocumented\)\n {4}(?!readonly)\w+\(.*/gm) ?? [];
  assert.deepEqual([...exported, ...methods], []);
});

test("exports every error class of the layers below the resources", async () => {
  const rooms = "provider/{http,openstack,trove,wait,client}/**/*-error{,s}.ts";
  const exported = new Set(Object.values(await import("../../provider/client/index.ts")));
  for (const file of globSync(rooms, { cwd: root })) {
    if (file.endsWith("to-trove-error.ts")) continue;
    const module = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module)) assert.ok(exported.has(value as never), `${name} of ${file}`);
  }
});
