import { join } from "node:path";
import { stringify } from "yaml";
import { root } from "../../scripts/root.ts";
import type { ProgramFiles } from "./program.ts";

/** What a program in YAML declares. */
export interface YamlProgram {
  readonly config?: object;
  /** Where Pulumi finds the plugin, by default in this repository. */
  readonly plugins?: object | undefined;
  readonly variables?: object;
  readonly resources?: Readonly<Record<string, YamlResource>>;
  readonly outputs?: Readonly<Record<string, string>>;
}

export interface YamlResource {
  readonly type: `trove:${string}`;
  readonly properties?: object;
  readonly options?: object;
  readonly get?: { readonly id: string };
}

/** The project `program` with a program in YAML. */
export function yamlProgram(program: YamlProgram = {}): ProgramFiles {
  const plugins = { providers: [{ name: "trove", path: join(root, "plugin") }] };
  const project = { name: "program", runtime: "yaml", plugins, ...program };
  // Pulumi's language host does not read the aliases of YAML.
  return { "Pulumi.yaml": stringify(project, { aliasDuplicateObjects: false }) };
}

/** A small instance, `db`. */
export function declaring(properties: object, options?: object): YamlProgram {
  const small = { flavor: "m1.small", volume: { size: 1 } };
  const db = { type: "trove:Instance", properties: { ...small, ...properties }, ...(options && { options }) } as const;
  return { resources: { db } };
}

/** A reference, as programs in YAML write it: `\${db.id}`. */
export function reference(path: string): string {
  return `\${${path}}`;
}
