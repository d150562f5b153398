import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import type { Argument } from "../../../provider/resources/arguments.ts";
import { instanceArguments } from "../../../provider/resources/instance/arguments.ts";
import { toOutputs } from "../../../provider/resources/instance/outputs.ts";
import { root } from "../../../scripts/root.ts";
import { CLOUD, instance } from "../resources/instance/samples.ts";

// `npm run generate` writes the tables of the page. These tests read them beside the schemas that `check` uses.
const page = readFileSync(join(root, "docs/instance.md"), "utf8");
const argumentNames = instanceArguments as Readonly<Record<string, Argument>>;

/** The properties of a program's list that make the key of a record. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  databases: ["databases[].name (required)"],
  users: ["users[].name (required)", "users[].host"],
};

function rows(heading: string): readonly (readonly string[])[] {
  const [, section = ""] = page.split(`\n## ${heading}\n`);
  const [table = ""] = section.split("<!-- end -->");
  return [...table.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, name = "", rest = ""]) => [
    name,
    ...rest.split(" | "),
  ]);
}

function partsOf(name: string, schema: z.ZodType): readonly string[] {
  const inList = schema instanceof z.ZodRecord;
  const object = inList ? schema.valueType : schema;
  if (!(object instanceof z.ZodObject)) return [];
  return Object.entries(object.shape as Record<string, z.ZodType>).map(
    ([part, rule]) => `${name}${inList ? "[]" : ""}.${part}${rule.safeParse(undefined).success ? "" : " (required)"}`,
  );
}

/** Whether another value of the argument needs a replacement; of a function, this is known only to its own test. */
function isReplaced(name: string): boolean {
  const onChange = argumentNames[name]?.onChange;
  return name === "replicaOf" || (typeof onChange === "object" && onChange.kind === "replace");
}

test("docs/instance.md lists each argument with its parts", () => {
  const accepted = Object.entries(argumentNames).flatMap(([name, { schema }]) => [
    name,
    ...(KEYS[name] ?? []),
    ...partsOf(name, schema),
  ]);
  const documented = rows("Arguments").map(
    ([name, type = ""]) => name + (type.endsWith(", required") ? " (required)" : ""),
  );
  assert.deepEqual(documented.toSorted(), accepted.toSorted());
});

test("docs/instance.md says what each argument is, and which changes replace", () => {
  for (const [name = "", , what, , change = ""] of rows("Arguments")) {
    assert.notEqual(what, "", name);
    if (isReplaced(name)) assert.match(change, /is replaced|replaces/i, name);
  }
});

test("docs/instance.md lists each output, and the arguments that differ as outputs", () => {
  const outputs = Object.keys(toOutputs(instance(), CLOUD));
  const documented = rows("Outputs").map(([name]) => name);
  assert.deepEqual(documented.toSorted(), ["name", "databases", "users", ...outputs].toSorted());
});
