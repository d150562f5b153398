import { styleText } from "node:util";
import { build } from "./build.ts";
import { type Finished, run } from "./run.ts";
import { stagePackage } from "./stage-package.ts";
import { toolEnv } from "./tool-env.ts";

interface Gate {
  readonly name: string;
  readonly what: string;
  readonly run: () => Promise<Finished>;
}

const gates: readonly Gate[] = [
  {
    name: "biome",
    what: "format and lint",
    run: tool("biome", "check", "--error-on-warnings", "."),
  },
  {
    name: "imports",
    what: "direction of imports, no cycles (.dependency-cruiser.json)",
    run: tool("depcruise", "bench", "examples", "provider", "scripts", "sdk", "simulator", "test"),
  },
  { name: "words", what: "retired words (etc/glossary.json)", run: tool("node", "scripts/glossary.ts") },
  // Tests and examples import the build, so it runs before tsc.
  { name: "build", what: "dist/", run: compile },
  { name: "tsc", what: "types of all sources and tests", run: tool("tsc", "--noEmit") },
  {
    name: "api",
    what: "etc/client.api.md, the surface of the client (npm run api writes it)",
    run: tool("api-extractor", "run", "--config", "etc/api-extractor-client.json"),
  },
  {
    name: "api",
    what: "etc/sdk.api.md, the surface of the SDK (npm run api writes it)",
    run: tool("api-extractor", "run", "--config", "etc/api-extractor-sdk.json"),
  },
  {
    name: "api",
    what: "etc/plugin.api.md, the surface of the SDK for the plugin (npm run api writes it)",
    run: tool("api-extractor", "run", "--config", "etc/api-extractor-plugin.json"),
  },
  {
    name: "generate",
    what: "files written from the tables of arguments and outputs (npm run generate writes them)",
    run: tool("node", "scripts/generate.ts", "--check"),
  },
  { name: "knip", what: "unused files, exports and dependencies", run: tool("knip") },
  { name: "publint", what: "package.json against the packed files", run: onPackage("publint", "--strict") },
  { name: "attw", what: "types of the packed package", run: onPackage("attw", "--profile", "esm-only", "--pack") },
  { name: "build", what: "simulator/dist/", run: tool("npm", "run", "build", "--workspace", "simulator") },
  { name: "publint", what: "simulator/package.json", run: tool("publint", "simulator", "--strict") },
  { name: "attw", what: "types of the simulator", run: tool("attw", "--pack", "simulator", "--profile", "esm-only") },
];

let failed = 0;
for (const gate of gates) {
  const started = performance.now();
  const { code, output } = await gate.run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  const mark = code === 0 ? styleText("green", "ok    ") : styleText("red", "FAILED");
  console.log(`${mark} ${seconds} s  ${gate.name.padEnd(8)} ${gate.what}`);
  if (code === 0) continue;
  failed++;
  console.log(output.trimEnd().replaceAll(/^/gm, "    "));
}
console.log(failed === 0 ? `All ${gates.length} gates passed.` : `${failed} of ${gates.length} gates failed.`);
process.exitCode = failed === 0 ? 0 : 1;

function tool(name: string, ...args: string[]): () => Promise<Finished> {
  return () => run(name, args, { env: toolEnv() });
}

/** Runs a tool on the package as published; the folder is the tool's last argument. */
function onPackage(name: string, ...args: string[]): () => Promise<Finished> {
  return async () => tool(name, ...args, await stagePackage())();
}

async function compile(): Promise<Finished> {
  try {
    await build();
    return { code: 0, output: "" };
  } catch (error) {
    return { code: 1, output: String(error) };
  }
}
