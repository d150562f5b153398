import { docComment } from "./doc-comment.ts";
import { type FunctionArgument, type FunctionModel, ownTypes, sharedTypes } from "./functions.ts";
import { type Field, namedTypes } from "./model.ts";
import type { HostName } from "./resource-class.ts";
import { inputMember, interfaceOf, outputMember, outputType, referenceType, type Style } from "./typescript.ts";

/** `sdk/lookups/types.ts`: the arguments and results of all functions. */
export function functionTypes(models: readonly FunctionModel[]): string {
  const shared = [...namedTypes(models.flatMap(({ results }) => results)).keys()].filter((type) =>
    sharedTypes.has(type),
  );
  const references = models.flatMap(({ arguments: fields }) => fields.flatMap(({ refersTo }) => refersTo ?? []));
  return [
    'import type { Input } from "@pulumi/pulumi";',
    `import type { ${shared.sort().join(", ")} } from "../kinds/instance.ts";`,
    `import type { ${[...new Set(references)].sort().map(referenceType).join(", ")} } from "../references.ts";`,
    ...models.flatMap(typesOf),
    ...ownTypes(models).map(({ name, fields }) => resultInterface(String(name), fields)),
  ].join("\n\n");
}

function typesOf(model: FunctionModel): string[] {
  const { arguments: fields, results } = model;
  const result = resultInterface(`${typeName(model)}Result`, results);
  if (fields.length === 0) return [result];
  return [
    interfaceOf(`${typeName(model)}Args`, fields.map(plainMember)),
    interfaceOf(
      `${typeName(model)}OutputArgs`,
      fields.map((field) => inputMember(field, STYLE, field.refersTo)),
    ),
    result,
  ];
}

const STYLE: Style = { input: "Input", prefix: "" };

function plainMember(field: FunctionArgument): string {
  const paragraphs = [field.doc, field.default && `@default ${field.default}`];
  const type = outputType(field.type, "");
  const value = field.required ? type : `${type} | undefined`;
  return `${docComment(paragraphs, 2)}\n  ${field.name}${field.required ? "" : "?"}: ${value};`.trimStart();
}

function resultInterface(name: string, fields: readonly Field[]): string {
  return interfaceOf(
    name,
    fields.map((field) => `${docComment([field.doc], 2)}\n  ${outputMember(field, "")}`.trimStart()),
  );
}

/** `GetInstance` */
function typeName({ name }: FunctionModel): string {
  return `${name[0]?.toUpperCase()}${name.slice(1)}`;
}

/** `sdk/dynamic/lookups.ts` or `sdk/plugin/lookups.ts`: the functions of one host. */
export function functionModule(host: HostName, models: readonly FunctionModel[]): string {
  const types = models.flatMap((model) => {
    const ofArguments = model.arguments.length === 0 ? [] : ["Args", "OutputArgs"];
    return [...ofArguments, "Result"].map((suffix) => `${typeName(model)}${suffix}`);
  });
  return [
    [
      'import type * as pulumi from "@pulumi/pulumi";',
      'import type { LookupOptions } from "../lookups/options.ts";',
      `import type { ${types.sort().join(", ")} } from "../lookups/types.ts";`,
      'import { lookUp, lookUpOutput } from "./look-up.ts";',
    ].join("\n"),
    ...models.map((model) => functionsOf(host, model)),
  ].join("\n\n");
}

function functionsOf(host: HostName, model: FunctionModel): string {
  const { name, description, needsArguments } = model;
  const type = typeName(model);
  const hasArguments = model.arguments.length > 0;
  const parameters = (args: string) =>
    `${hasArguments ? `args${needsArguments ? "" : "?"}: ${type}${args}, ` : ""}opts?: LookupOptions`;
  const given = hasArguments ? "args" : "{}";
  return `${docComment([description, WHERE[host], PROVIDER, THROWS])}
export function ${name}(${parameters("Args")}): Promise<${type}Result> {
  return lookUp("${name}", ${given}, opts);
}

${docComment([`Does the same as \`${name}\`, ${hasArguments ? AS_OUTPUT : AS_OUTPUT_ALONE}`, PROVIDER])}
export function ${name}Output(${parameters("OutputArgs")}): pulumi.Output<${type}Result> {
  return lookUpOutput("${name}", ${given}, opts);
}`;
}

const WHERE: Readonly<Record<HostName, string>> = {
  dynamic: "It runs in the program's own process, with the stack configuration and the environment of that process.",
  plugin: "It runs in the plugin, with the stack configuration `trove:…` and the environment of the plugin's process.",
};
const PROVIDER = "@param opts `provider`: the `TroveProvider` of the cloud to look in";
const THROWS =
  "@throws {pulumi.RunError} if an argument is invalid, if what is looked up does not exist or is ambiguous, or if the " +
  "cloud does not answer";
const AS_OUTPUT =
  "with arguments that can be outputs. The result is secret if an argument is. It is unknown in a preview if an argument " +
  "is, or if the preview would create a resource that an argument comes from.";
const AS_OUTPUT_ALONE = "as an output.";
