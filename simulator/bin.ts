#!/usr/bin/env node
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { openrc } from "./clouds-files.ts";
import { type CommandLine, parseCommandLine, USAGE } from "./command-line.ts";
import { startSimulator } from "./simulator.ts";

function readCommandLine(): CommandLine {
  try {
    return parseCommandLine(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(2);
  }
}

const { dir, options } = readCommandLine();
const directory = resolve(dir);
await mkdir(directory, { recursive: true });
const simulator = await startSimulator(options);

// Before anything is written: a parent may end at once.
const stop = (): void => {
  void simulator.stop().then(() => process.exit(0));
};
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
process.stdin.on("end", stop).on("error", stop).resume();

await writeFile(join(directory, "clouds.yaml"), simulator.cloudsYaml);
await writeFile(join(directory, "openrc"), openrc(simulator.authUrl));
process.stdout.write(`ready ${directory}\n`);
