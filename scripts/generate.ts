// Writes all files that are generated from the tables of arguments and outputs. With --check, lists the stale ones.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { instanceArgumentsDoc } from "../provider/resources/instance/arguments.ts";
import { instance } from "../provider/resources/instance/index.ts";
import { providerArguments, providerArgumentsDoc } from "../provider/service/provider-arguments.ts";
import { instancePage } from "./generate/instance-page.ts";
import { argumentFields, fieldsOf, outputFields, type ResourceModel } from "./generate/model.ts";
import { packageSchema } from "./generate/package-schema.ts";
import { argumentTypes, outputMembers, outputTypes, providerTypes, shape } from "./generate/typescript.ts";
import { root } from "./root.ts";
import { toolEnv } from "./tool-env.ts";

const HEADER =
  "// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.\n\n";

const instanceModel: ResourceModel = {
  description: instance.description,
  argumentsDoc: instanceArgumentsDoc,
  examples: {
    // Without the settings of the project.
    yaml: read(join(root, "examples/yaml/Pulumi.yaml")).replace(/^.*?(?=^resources:)/ms, ""),
    python: read(join(root, "examples/python/__main__.py")),
    go: read(join(root, "examples/go/main.go")),
  },
  arguments: argumentFields(instance.inputs),
  outputs: outputFields(instance.outputs),
};
const provider = { doc: providerArgumentsDoc, fields: fieldsOf(providerArguments) };

const files: Readonly<Record<string, (before: string) => string>> = {
  "sdk/instance-args.ts": () => formatted("a.ts", HEADER + argumentTypes(instanceModel)),
  "sdk/instance-outputs.ts": () => formatted("a.ts", HEADER + outputTypes(instanceModel)),
  "sdk/instance-shape.ts": () => formatted("a.ts", HEADER + shape("Instance", instanceModel)),
  "sdk/dynamic/trove-instance.ts": (before) => formatted("a.ts", withOutputs(before, outputMembers(instanceModel))),
  "sdk/plugin/trove-instance.ts": (before) => formatted("a.ts", withOutputs(before, outputMembers(instanceModel))),
  "sdk/provider-args.ts": () => formatted("a.ts", HEADER + providerTypes(provider.doc, provider.fields)),
  "docs/instance.md": (before) => instancePage(before, instanceModel),
  "plugin/schema.json": () => schemaText(),
};

function withOutputs(source: string, members: string): string {
  const between = /( {2}\/\/ Outputs, written by `npm run generate`:\n).*?( {2}\/\/ End of the outputs\.\n)/s;
  if (!between.test(source)) throw new Error("The class in sdk/ has no markers for the outputs.");
  return source.replace(between, (_, begin: string, end: string) => `${begin}${members}\n${end}`);
}

function schemaText(): string {
  const metadata = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return formatted("schema.json", JSON.stringify(packageSchema(metadata, provider, { Instance: instanceModel })));
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
