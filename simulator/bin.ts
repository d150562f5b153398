#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { type CloudFolder, openCloudFolder } from "./cloud-folder.ts";
import { type CommandLine, HELP, parseCommandLine, USAGE } from "./command-line.ts";
import { type Simulator, startSimulator } from "./simulator.ts";
import { explainStartError } from "./start-error.ts";

let folder: CloudFolder | undefined;
let simulator: Simulator | undefined;
/** The notes of the start: printed after the hints, or not at all if it fails. */
let held: string[] | undefined = [];

// Ignores a closed pipe (`trove-simulator | head -1`): an unhandled error would end the process and leave its files.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

const commandLine = readCommandLine();
if (commandLine?.print === "help") process.stdout.write(HELP);
else if (commandLine?.print === "version") process.stdout.write(`${version()}\n`);
else if (commandLine !== undefined) await run(commandLine);

function readCommandLine(): CommandLine | undefined {
  try {
    return parseCommandLine(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}.\n\n${USAGE}; --help lists them.\n`);
    process.exitCode = 2;
    return undefined;
  }
}

function version(): string {
  return JSON.parse(readFileSync(new URL(import.meta.resolve("trove-simulator/package.json")), "utf8")).version;
}

async function run({ dir, options, stopOnStdinEnd = false }: CommandLine): Promise<void> {
  stopWhenAsked(stopOnStdinEnd);
  try {
    folder = openCloudFolder(dir);
    simulator = await startSimulator({ databases: "auto", ...options, log: note });
    folder.write(simulator);
    process.stdout.write(`ready ${folder.path}\n`);
    process.stderr.write(hints(simulator, folder, options.boot ?? 2));
    printHeld();
  } catch (error) {
    const explanation = explainStartError(error, options);
    await stop();
    if (explanation === undefined) throw error;
    process.stderr.write(`${explanation}\n`, () => process.exit(1));
  }
}

function note(line: string): void {
  if (held) held.push(line);
  else process.stderr.write(`${line}\n`);
}

function printHeld(): void {
  const lines = held ?? [];
  held = undefined;
  for (const line of lines) note(line);
}

function stopWhenAsked(stopOnStdinEnd: boolean): void {
  let isStopping = false;
  const stopOnce = (): void => {
    // Under npx, Ctrl-C arrives twice: from the terminal and from npx.
    if (isStopping) return;
    isStopping = true;
    void stop().then(() => process.exit(0));
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, stopOnce);
  if (process.env.npm_command === "exec") stopWithShell(stopOnce);
  // Opt-in: a shell's background process that reads from the terminal is stopped (SIGTTIN).
  if (stopOnStdinEnd) process.stdin.on("end", stopOnce).on("error", stopOnce).resume();
}

/** npx runs the command in a shell and sends SIGTERM to that shell only, so the end of the shell is the signal. */
function stopWithShell(stopOnce: () => void): void {
  const shell = process.ppid;
  setInterval(() => {
    if (process.ppid !== shell) stopOnce();
  }, 200).unref();
}

async function stop(): Promise<void> {
  folder?.remove();
  await simulator?.stop();
}

/** Next steps for people. Written to standard error: standard output holds only the "ready" line for programs. */
function hints({ troveRelease, authUrl, troveUrl }: Simulator, { cloudsYaml }: CloudFolder, boot: number): string {
  return `Trove ${troveRelease} at ${troveUrl}, Keystone at ${authUrl}. Open ${troveUrl} in a browser to watch it.
Nothing is kept when it ends. A new instance is ACTIVE after ${boot} s (--boot). To use the cloud from a program:

  export OS_CLIENT_CONFIG_FILE=${quoted(cloudsYaml)} OS_CLOUD=demo

Ctrl-C or SIGTERM stops it.
`;
}

/** Quotes a path for a shell. */
function quoted(path: string): string {
  return /^[\w/.:@%+,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
