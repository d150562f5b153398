import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { installProgram, type Program } from "./installed-program.ts";

let program: Program;
before(
  async () => {
    program = await installProgram(["typescript@5.9.3", "@types/node@22"], "simulator");
  },
  { timeout: 300_000 },
);
after(() => program?.remove());

// Logs in as the cloud `demo` of openrc, then lists the project's instances.
const listInstances = `
const { OS_AUTH_URL, OS_USERNAME: name, OS_PASSWORD: password, OS_PROJECT_NAME: project } = process.env;
const domain = { name: "Default" };
const identity = { methods: ["password"], password: { user: { name, domain, password } } };
const auth = { identity, scope: { project: { name: project, domain } } };
const login = await fetch(OS_AUTH_URL + "/auth/tokens", {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ auth }),
});
const { token } = await login.json();
const [{ url }] = token.catalog.find(({ type }) => type === "database").endpoints;
const headers = { "x-auth-token": login.headers.get("x-subject-token") };
console.log(JSON.stringify(await (await fetch(url + "/instances", { headers })).json()));
`;

test("the package contains only compiled code, its types and the files of the dashboard", () => {
  const folder = join(program.folder, "node_modules/trove-simulator");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const others = files.filter(
    (file) => !/^dist\/(?:.+\.(?:js|d\.ts)|dashboard\/files\/\w+\.(?:html|css|svg))$/.test(file),
  );
  assert.deepEqual(others.sort(), ["LICENSE", "README.md", "package.json"]);
  for (const file of ["dist/index.js", "dist/index.d.ts", "dist/bin.js", "dist/dashboard/files/index.html"]) {
    assert.ok(files.includes(file), file);
  }
});

test("links of its README are external or lead to one of its headings", async () => {
  const readme = await readFile(join(program.folder, "node_modules/trove-simulator/README.md"), "utf8");
  assert.deepEqual([...readme.matchAll(/\]\((?!https?:|#)[^)]*\)/g)].flat(), []);
});

test("npx starts a cloud that answers a login and a list of instances", async () => {
  const cloud = spawn("npx", ["trove-simulator", "--dir", "cloud", "--stop-on-stdin-end"], { cwd: program.folder });
  const ended = once(cloud, "exit");
  try {
    const [ready] = await once(cloud.stdout, "data");
    assert.match(String(ready), /^ready .*cloud\n$/);
    program.write("list.mjs", listInstances);
    assert.equal(await program.run("sh", "-c", ". cloud/openrc && node list.mjs"), '{"instances":[]}\n');
  } finally {
    cloud.stdin.end();
  }
  const [code] = await ended;
  assert.equal(code, 0);
});

test("SIGTERM to npx ends the cloud, as `kill $!` in a script does", async () => {
  const npx = spawn("npx", ["trove-simulator", "--dir", "background"], { cwd: program.folder, stdio: "pipe" });
  await once(npx.stdout, "data");
  // The pipe closes when the last process with its write end has ended.
  const closed = once(npx.stdout, "close");
  npx.stdout.resume();
  npx.kill("SIGTERM");
  await closed;
  assert.ok(!existsSync(join(program.folder, "background/clouds.yaml")));
});

test("its command prints version and help", async () => {
  const { version } = JSON.parse(
    await readFile(join(program.folder, "node_modules/trove-simulator/package.json"), "utf8"),
  );
  assert.equal(await program.run("npx", "trove-simulator", "--version"), `${version}\n`);
  assert.match(await program.run("npx", "trove-simulator", "--help"), /^Usage: trove-simulator /);
});

test("a program imports it, and plain JavaScript requires it", async () => {
  const run = "startSimulator({ boot: 0 }).then((cloud) => cloud.stop().then(() => console.log(cloud.troveRelease)))";
  program.write("module.mjs", `import { startSimulator } from "trove-simulator";\n${run};\n`);
  program.write("plain.cjs", `const { startSimulator } = require("trove-simulator");\n${run};\n`);
  assert.equal(await program.run("node", "module.mjs"), "26\n");
  assert.equal(await program.run("node", "plain.cjs"), "26\n");
});

test("its types compile in a strict program that checks libraries too", async () => {
  const compilerOptions = { strict: true, exactOptionalPropertyTypes: true, target: "es2022", module: "nodenext" };
  program.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["typed.mts"] }));
  program.write(
    "typed.mts",
    `import { type Fault, type InstanceRecord, startSimulator } from "trove-simulator";

const fault: Fault = { method: "POST", path: "/instances$", effect: { type: "reset", when: "after" } };
const simulator = await startSimulator({ boot: 0.1, troveRelease: 18 });
simulator.faults.add(fault);
const names: string[] = simulator.instances("demo").map(({ name }: InstanceRecord) => name);
console.log(names);
await simulator.stop();
`,
  );
  await program.run("node_modules/.bin/tsc", "--noEmit", "--pretty", "false");
});
