// The entry point of `npm run demo|test|check|bench|release`. Works in a fresh clone, on any Node from 20 on, without
// packages: runs `npm ci` if needed, then starts the script with the exact Node of devDependencies.
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(root, "node_modules", ".bin");
const scripts = {
  demo: "scripts/demo.ts",
  test: "scripts/test.ts",
  check: "scripts/check.ts",
  bench: "bench/index.ts",
  release: "scripts/release.ts",
};
const [name = "", ...rest] = process.argv.slice(2);

if (!Object.hasOwn(scripts, name)) {
  console.error(`usage: node scripts/bootstrap.mjs ${Object.keys(scripts).join("|")} [arguments]`);
  process.exit(2);
}
if (!installed()) {
  console.log("Installing the packages of package-lock.json (npm ci) ...");
  const code = await run("npm", ["ci", "--loglevel=error", "--no-progress"]);
  if (code !== 0) {
    console.error(`npm ci failed with exit code ${code}; its own message is above.`);
    process.exit(code);
  }
}
process.exit(await run(join(tools, "node"), [scripts[name], ...rest]));

/** npm writes node_modules/.package-lock.json last, so an interrupted installation is repeated. */
function installed() {
  const stamp = join(root, "node_modules", ".package-lock.json");
  return existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs;
}

/** Runs a program on this terminal. Resolves with its exit code; 128 + n after signal n. */
function run(command, args) {
  const env = { ...process.env, PATH: `${tools}${delimiter}${process.env.PATH}` };
  const child = spawn(command, args, { cwd: root, stdio: "inherit", env });
  const pass = (signal) => {
    // A terminal sends Ctrl-C to the child too.
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, pass);
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(127);
    });
    child.on("close", (code, signal) => {
      for (const name of signals) process.off(name, pass);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}
