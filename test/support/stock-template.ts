import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes the files of Pulumi's template `typescript`; with a name, those that `pulumi new` creates from it. */
export function writeTemplate(folder: string, name?: string): void {
  mkdirSync(folder, { recursive: true });
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  // A placeholder that `pulumi new` replaces.
  const given = (key: string) => `$\{${key}}`;
  const [project, description] =
    name === undefined ? [given("PROJECT"), given("DESCRIPTION")] : [name, "Documentation"];
  write(
    "Pulumi.yaml",
    `name: ${project}
description: ${description}
runtime:
  name: nodejs
  options:
    packagemanager: npm
${name === undefined ? "template:\n  description: A minimal TypeScript Pulumi program\n" : ""}`,
  );
  write(
    "package.json",
    JSON.stringify({
      name: project,
      main: "index.ts",
      devDependencies: { "@types/node": "^18", typescript: "^5.0.0" },
      dependencies: { "@pulumi/pulumi": "^3.113.0" },
    }),
  );
  write("tsconfig.json", JSON.stringify(templateCompiler));
  write("index.ts", 'import * as pulumi from "@pulumi/pulumi";\n');
}

/** The template's tsconfig.json. */
export const templateCompiler = {
  compilerOptions: {
    strict: true,
    outDir: "bin",
    target: "es2020",
    module: "nodenext",
    moduleResolution: "nodenext",
    sourceMap: true,
    experimentalDecorators: true,
    pretty: true,
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    forceConsistentCasingInFileNames: true,
  },
  files: ["index.ts"],
};
