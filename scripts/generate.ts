// Writes all files that are generated from the tables of arguments and outputs. With --check, lists the stale ones.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { providerArguments, providerArgumentsDoc } from "../provider/service/provider-arguments.ts";
import { functionSchemas, functions } from "./generate/functions.ts";
import { functionPage } from "./generate/functions-page.ts";
import { functionModule, functionTypes } from "./generate/functions-typescript.ts";
import { fieldsOf } from "./generate/model.ts";
import { packageSchema } from "./generate/package-schema.ts";
import { fileOf, resourceClass } from "./generate/resource-class.ts";
import { resourcePage } from "./generate/resource-page.ts";
import { type GeneratedResource, resources } from "./generate/resources.ts";
import { kinds, kindTypes, providerTypes } from "./generate/typescript.ts";
import { root } from "./root.ts";
import { toolEnv } from "./tool-env.ts";

const HEADER =
  "// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.\n\n";

type Generate = (before: string) => string;

const models = resources.map(({ model }) => model);
const provider = { doc: providerArgumentsDoc, fields: fieldsOf(providerArguments) };

const files: Readonly<Record<string, Generate>> = {
  ...Object.assign({}, ...resources.map(filesOf)),
  "sdk/lookups/types.ts": () => formatted("a.ts", HEADER + functionTypes(functions)),
  "sdk/dynamic/lookups.ts": () => formatted("a.ts", HEADER + functionModule("dynamic", functions)),
  "sdk/plugin/lookups.ts": () => formatted("a.ts", HEADER + functionModule("plugin", functions)),
  "docs/lookups.md": (before) => functionPage(before, functions),
  "sdk/kinds/kinds.ts": () => formatted("a.ts", HEADER + kinds(models)),
  "sdk/provider-args.ts": () => formatted("a.ts", HEADER + providerTypes(provider.doc, provider.fields)),
  "plugin/schema.json": () => schemaText(),
};

function filesOf({ model, texts, page }: GeneratedResource): Readonly<Record<string, Generate>> {
  const file = fileOf(model);
  return {
    [`sdk/kinds/${file}.ts`]: () => formatted("a.ts", HEADER + kindTypes(model)),
    [`sdk/dynamic/trove-${file}.ts`]: () => formatted("a.ts", HEADER + resourceClass("dynamic", model, texts)),
    [`sdk/plugin/trove-${file}.ts`]: () => formatted("a.ts", HEADER + resourceClass("plugin", model, texts)),
    [page]: (before) => resourcePage(page, before, model),
  };
}

function schemaText(): string {
  const metadata = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return formatted(
    "schema.json",
    JSON.stringify(packageSchema(metadata, provider, models, functionSchemas(functions))),
  );
}

/** Formats the text like `npm run format`. Biome takes the language from the extension of `name`. */
function formatted(name: string, text: string): string {
  const args = ["format", `--stdin-file-path=${name}`];
  return execFileSync("biome", args, { input: text, encoding: "utf8", cwd: root, env: toolEnv() });
}

const stale = Object.entries(files).filter(([file, generate]) => {
  const path = join(root, file);
  const before = read(path);
  const after = generate(before);
  if (after === before) return false;
  if (!process.argv.includes("--check")) writeFileSync(path, after);
  return true;
});

if (process.argv.includes("--check") && stale.length > 0) {
  console.error(`Stale: ${stale.map(([file]) => file).join(", ")}. Run npm run generate.`);
  process.exitCode = 1;
}

/** The text of a file; empty if it does not exist. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
