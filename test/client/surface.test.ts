import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { root } from "../../scripts/root.ts";

const report = readFileSync(join(root, "etc/client.api.md"), "utf8");

test("everything that the client exports is documented, and so is each of its methods", () => {
  const exported = report.match(/^\/\/ @public \(undocumented\)\n.*/gm) ?? [];
  const methods = report.match(/^ {4}\/\/ \(undocumented\)\n {4}(?!readonly)\w+\(.*/gm) ?? [];
  assert.deepEqual([...exported, ...methods], []);
});

test("every class of errors of the rooms below the resources is exported", async () => {
  const rooms = "provider/{http,openstack,trove,wait,client}/**/*-error{,s}.ts";
  const exported = new Set(Object.values(await import("../../provider/client/index.ts")));
  for (const file of globSync(rooms, { cwd: root })) {
    if (file.endsWith("to-trove-error.ts")) continue;
    const module = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module)) assert.ok(exported.has(value as never), `${name} of ${file}`);
  }
});
