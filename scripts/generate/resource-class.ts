import { docComment } from "./doc-comment.ts";
import { namedTypes, type ResourceModel } from "./model.ts";
import { constantOf, outputType } from "./typescript.ts";

/** The host that a class registers its resource with. */
export type HostName = "dynamic" | "plugin";

/** What the comments of a class say beside what its tables say. Each text begins and ends as a sentence does. */
export interface ClassTexts {
  /** What one is called in a sentence: `instance`. */
  readonly noun: string;
  readonly plural: string;
  /** When a create is finished, and what the outputs are. */
  readonly details: string;
  /** A program in TypeScript. */
  readonly example: string;
  /** The default time limits. */
  readonly timeouts: string;
  /** What the resource options cannot do, or do in a way of their own. */
  readonly options?: Readonly<Record<HostName, string | undefined>>;
  /** What to use on the dynamic host, which cannot import: "adoptId, or `pulumi-trove/plugin`". */
  readonly insteadOfImport: string;
  /** What the id of one is: "Trove's id of the instance". */
  readonly id: string;
  /** What the outputs of a lookup have. */
  readonly lookup: Readonly<Record<HostName, string>>;
}

/** A file of `sdk/dynamic/` or `sdk/plugin/`: the class of a resource. */
export function resourceClass(host: HostName, model: ResourceModel, texts: ClassTexts): string {
  const { name } = model;
  const { noun, plural, id } = texts;
  const types = [...namedTypes([...model.arguments, ...model.outputs]).keys()].map(
    (type) => `${model.typePrefix}${type}`,
  );
  const typeOfHost = host === "dynamic" ? "dynamicType" : "pluginType";
  const className = `Trove${name}`;
  const kinds = [
    `import { ${constantOf(model)} } from "../kinds/kinds.ts";`,
    `import type { ${[...types, `${className}Args`].sort().join(", ")} } from "../kinds/${fileOf(model)}.ts";`,
  ];
  const imports = [
    'import * as pulumi from "@pulumi/pulumi";',
    // In the order of the linter: by file.
    ...(fileOf(model) < "kinds" ? kinds.reverse() : kinds),
    'import { registrationOf } from "../registration.ts";',
    `import { ${["isOfKind", typeOfHost].sort().join(", ")} } from "../resource-kind.ts";`,
    `import { ${host}Host } from "./host.ts";`,
  ];
  return `${imports.join("\n")}

${docComment([`${model.description} ${texts.details}`, ...HOSTS[host](plural), `@example\n\`\`\`ts\n${texts.example.trim()}\n\`\`\``])}
export class ${className} extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = ${typeOfHost}(${constantOf(model)}.name);

${outputMembers(model)}

  ${docComment(
    [
      "@param name the resource's name in the program",
      `@param args the arguments of the ${noun}`,
      optionsDoc(host, texts),
      throwsDoc(host, texts),
    ],
    2,
  )}
  constructor(name: string, args: ${className}Args, opts?: pulumi.CustomResourceOptions) {
    const { type, properties, options, complete } = registrationOf(${constantOf(model)}, ${host}Host, name, args, opts);
    super(type, name, properties, options);
    complete(this);
  }

  ${docComment(
    [
      `Reads ${withArticle(noun)} that something else manages. It is never changed or deleted. ${texts.lookup[host]}`,
      "@param name the resource's name in the program",
      `@param id ${id}; if it does not exist, \`pulumi up\` fails (\`TROVE_LOOKUP\`)`,
      "@param opts resource options such as `provider`",
      "@throws {pulumi.RunError} if the id is missing",
    ],
    2,
  )}
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): ${className} {
    // Without an id Pulumi would register a new resource (\`pulumi/pulumi\`, sdk/nodejs/resource.ts).
    if (!id) throw new pulumi.RunError(\`${className}.get("\${name}"): the second argument must be the ${noun}'s id.\`);
    return new ${className}(name, ${model.arguments.some(({ required }) => required) ? `{} as ${className}Args` : "{}"}, { ...opts, id });
  }

  /** Whether a value is a \`${className}\` of \`pulumi-trove\` or \`pulumi-trove/plugin\`, also of another copy of the package. */
  static override isInstance(value: unknown): value is ${className} {
    return isOfKind(value, ${constantOf(model)}.name);
  }
}
`;
}

/** The name of the files of a resource, without its ending: `backup-strategy`. */
export function fileOf({ name }: Pick<ResourceModel, "name">): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
}

/** The outputs that a class declares: all arguments, then all other outputs. */
export function outputMembers(model: ResourceModel): string {
  const declared = model.arguments.map(({ output, required, ...field }) => ({
    ...field,
    doc: output?.doc,
    required: required || output?.isAlwaysSet === true,
  }));
  return [...declared, ...model.outputs]
    .map(({ name, type, required, doc }) => {
      const value = outputType(type, model.typePrefix);
      const output = `pulumi.Output<${required ? value : `${value} | undefined`}>`;
      return `${docComment([doc], 2)}\n  declare readonly ${name}: ${output};`.trimStart();
    })
    .map((member) => `  ${member}`)
    .join("\n");
}

const HOSTS: Readonly<Record<HostName, (plural: string) => string[]>> = {
  dynamic: (plural) => [
    "It runs on Pulumi's dynamic host, which needs no installation. `pulumi-trove/plugin` has the same class for the " +
      `plugin: with another import line, a program keeps its ${plural}.`,
  ],
  plugin: (plural) => [
    "It runs on the plugin `pulumi-resource-trove`, which the engine finds by an entry in `Pulumi.yaml` or among the " +
      "installed plugins. `pulumi-trove` has the same class for Pulumi's dynamic host: with another import line, a program " +
      `keeps its ${plural}.`,
    "```yaml\nplugins:\n  providers:\n    - { name: trove, path: node_modules/pulumi-trove/plugin }\n```",
  ],
};

function optionsDoc(host: HostName, { noun, timeouts, options }: ClassTexts): string {
  const ofHost =
    host === "dynamic"
      ? "Time-outs that a `transforms` function sets only have an effect with `pulumi-trove/plugin`."
      : `\`import\` is the id of an existing ${noun}, which the resource then manages.`;
  return [
    `@param opts \`customTimeouts\` are durations such as \`"90m"\`. ${timeouts} A new time-out for the delete applies after the next \`pulumi up\`.`,
    ofHost,
    options?.[host],
  ]
    .filter(Boolean)
    .join(" ");
}

function throwsDoc(host: HostName, { insteadOfImport }: ClassTexts): string {
  const causes =
    host === "dynamic"
      ? [`if \`opts.import\` is set (use ${insteadOfImport})`, "if `opts.provider` is from `pulumi-trove/plugin`"]
      : ["if `opts.provider` is from `pulumi-trove`"];
  const all = ["if the name is missing", ...causes, "or if one of `opts.customTimeouts` is not a duration"];
  return `@throws {pulumi.RunError} ${all.join(", ")}`;
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) && !noun.startsWith("user") ? "an" : "a"} ${noun}`;
}
