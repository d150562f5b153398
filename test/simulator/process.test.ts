import assert from "node:assert/strict";
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout } from "node:timers/promises";

const PROGRAM = join(import.meta.dirname, "../../simulator/bin.ts");

interface Running {
  readonly process: ChildProcess;
  readonly directory: string;
  readonly ports: readonly number[];
  /** Its standard error so far. */
  errors(): string;
}

/** Starts the program with a folder that does not exist yet. */
async function start(t: TestContext, flags: readonly string[] = [], options: SpawnOptions = {}): Promise<Running> {
  const directory = join(await temporaryFolder(t), "cloud");
  return startIn(t, directory, ["--dir", directory, ...flags], options);
}

async function startIn(
  t: TestContext,
  directory: string,
  flags: readonly string[],
  options: SpawnOptions = {},
): Promise<Running> {
  const child = spawn(process.execPath, [PROGRAM, ...flags], options);
  t.after(() => child.kill("SIGKILL"));
  let errors = "";
  child.stderr?.on("data", (data) => {
    errors += data;
  });
  assert.ok(child.stdout);
  const [output] = await once(child.stdout, "data");
  assert.equal(String(output), `ready ${directory}\n`);
  const openrc = await readFile(join(directory, "openrc"), "utf8");
  const keystone = Number(/OS_AUTH_URL=http:\/\/127\.0\.0\.1:(\d+)\/v3/.exec(openrc)?.[1]);
  return { process: child, directory, ports: [keystone, await trovePort(keystone)], errors: () => errors };
}

/** Runs the program until it ends. */
async function finish(...flags: readonly string[]): Promise<{ code: number; output: string; errors: string }> {
  const child = spawn(process.execPath, [PROGRAM, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  let [output, errors] = ["", ""];
  child.stdout.on("data", (data) => {
    output += data;
  });
  child.stderr.on("data", (data) => {
    errors += data;
  });
  const [code] = await once(child, "close");
  return { code, output, errors };
}

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "simulator-process-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function listening(t: TestContext): Promise<number> {
  const server: Server = createServer();
  t.after(() => server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  return address.port;
}

async function trovePort(keystone: number): Promise<number> {
  const user = { name: "demo", domain: { id: "default" }, password: "demo-password" };
  const scope = { project: { name: "demo", domain: { id: "default" } } };
  const body = JSON.stringify({ auth: { identity: { methods: ["password"], password: { user } }, scope } });
  const answer = await fetch(`http://127.0.0.1:${keystone}/v3/auth/tokens`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
  });
  const { token } = (await answer.json()) as { token: { catalog: { type: string; endpoints: { url: string }[] }[] } };
  const database = token.catalog.find(({ type }) => type === "database");
  return Number(new URL(database?.endpoints[0]?.url ?? "").port);
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

test('prints "ready", and ends when its standard input ends', async (t) => {
  const running = await start(t, ["--keystone", "0", "--trove", "0", "--stop-on-stdin-end"]);
  const clouds = await readFile(join(running.directory, "clouds.yaml"), "utf8");
  for (const name of ["demo", "other", "two", "appcred"]) assert.match(clouds, new RegExp(`^  ${name}:$`, "m"));
  for (const port of running.ports) assert.ok(await listens(port));
  running.process.stdin?.end();
  const [code] = await once(running.process, "exit");
  assert.equal(code, 0);
  for (const port of running.ports) assert.ok(!(await listens(port)));
});

test("ends at SIGTERM, even during a request", async (t) => {
  const running = await start(t);
  const trove = `http://127.0.0.1:${running.ports[1]}`;
  await fetch(`${trove}/_simulator/faults`, { method: "POST", body: JSON.stringify({ effect: { type: "hang" } }) });
  const hanging = assert.rejects(fetch(`${trove}/`));
  running.process.kill("SIGTERM");
  const [code] = await once(running.process, "exit");
  assert.equal(code, 0);
  await hanging;
});

for (const stdin of ["ignore", "pipe"] as const) {
  test(`keeps running when its standard input ends (${stdin})`, async (t) => {
    const { process: child, ports } = await start(t, [], { stdio: [stdin, "pipe", "pipe"] });
    child.stdin?.end();
    // Each login passes through the event loop, which would have noticed the end of the input.
    for (let login = 0; login < 20; login++) assert.equal(await trovePort(ports[0] ?? 0), ports[1]);
    assert.equal(child.exitCode, null);
  });
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  test(`${signal} ends it silently with code 0 and deletes its files`, async (t) => {
    const { process: child, directory, errors } = await start(t);
    const output = once(child, "close").then(errors);
    while (!errors().includes("stops it.\n")) await once(child.stderr ?? assert.fail(), "data");
    const before = errors();
    // npx does the same: it forwards the signal that the terminal has sent already.
    child.kill(signal);
    child.kill(signal);
    assert.equal(await output, before);
    assert.equal(child.exitCode, 0);
    assert.deepEqual(
      [existsSync(join(directory, "clouds.yaml")), existsSync(join(directory, "openrc"))],
      [false, false],
    );
  });
}

test("keeps running when its output is not read, and deletes its files", async (t) => {
  const directory = join(await temporaryFolder(t), "cloud");
  const script = 'exec 3>&1; { "$0" "$1" --dir "$2" 2>&1 & echo $! >&3; wait $!; echo "code $?" >&3; } | exec true';
  const shell = spawn("bash", ["-c", script, process.execPath, PROGRAM, directory]);
  const [pid] = await once(shell.stdout, "data");
  t.after(() => shell.kill());
  const limit = AbortSignal.timeout(20_000);
  while (!existsSync(join(directory, "clouds.yaml")) && !limit.aborted) await setTimeout(20);
  // By now both lines are written, or the program has ended.
  await setTimeout(200);
  const code = once(shell.stdout, "data");
  process.kill(Number(pid), "SIGTERM");
  assert.equal(String(await code), "code 0\n");
  assert.equal(existsSync(join(directory, "clouds.yaml")), false);
});

test("openrc has the address of the control API", async (t) => {
  const { directory, ports } = await start(t);
  const script = '. "$0" && printf %s "$TROVE_SIMULATOR"';
  const { stdout } = spawnSync("sh", ["-c", script, join(directory, "openrc")], { encoding: "utf8" });
  assert.equal(stdout, `http://127.0.0.1:${ports[1]}/_simulator`);
  assert.equal((await fetch(`${stdout}/instances`)).status, 200);
});

test("prints how to use the cloud, with the folder's name quoted", async (t) => {
  const directory = join(await temporaryFolder(t), "a user's cloud");
  const { process: child, errors } = await startIn(t, directory, ["--dir", directory]);
  while (!errors().includes("OS_CLOUD")) await once(child.stderr ?? assert.fail(), "data");
  const [line = ""] = /^ {2}export .*$/m.exec(errors()) ?? [];
  const shell = spawn("sh", ["-c", `${line}; printf '%s %s' "$OS_CLIENT_CONFIG_FILE" "$OS_CLOUD"`]);
  const [printed] = await once(shell.stdout, "data");
  assert.equal(String(printed), `${join(directory, "clouds.yaml")} demo`);
});

test("without flags it uses a temporary folder and deletes it", async (t) => {
  const child = spawn(process.execPath, [PROGRAM]);
  t.after(() => child.kill("SIGKILL"));
  const [ready] = await once(child.stdout, "data");
  const [, folder = ""] = /^ready (.+)\n$/.exec(String(ready)) ?? [];
  assert.equal(dirname(folder), tmpdir());
  assert.ok(existsSync(join(folder, "clouds.yaml")));
  child.kill("SIGTERM");
  await once(child, "exit");
  assert.ok(!existsSync(folder));
});

test("a wrong flag ends the program with its usage", async () => {
  const { code, errors } = await finish("--dir", "/nowhere", "--boot", "soon");
  assert.equal(code, 2);
  assert.match(errors, /^--boot takes seconds, .*, not "soon"\.\n\nUsage: trove-simulator \[options\]; --help .*\n$/);
});

test("--help and --version print on standard output and start nothing", async () => {
  const help = await finish("--help");
  assert.deepEqual([help.code, help.errors], [0, ""]);
  for (const flag of ["--boot", "--dir", "--keystone", "--stop-on-stdin-end"]) assert.ok(help.output.includes(flag));
  const { version } = JSON.parse(await readFile(join(PROGRAM, "../package.json"), "utf8"));
  assert.deepEqual(await finish("--version"), { code: 0, output: `${version}\n`, errors: "" });
});

for (const flag of ["--keystone", "--trove"]) {
  test(`reports a ${flag} port in use in one line`, async (t) => {
    const directory = await temporaryFolder(t);
    const port = await listening(t);
    const { code, output, errors } = await finish("--dir", directory, flag, String(port));
    assert.deepEqual([code, output], [1, ""]);
    assert.match(errors, new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is in use\\. .*${flag}.*\\n$`));
    assert.ok(!existsSync(join(directory, "clouds.yaml")));
  });
}

test("reports a path that cannot be written in one line", async (t) => {
  const file = join(await temporaryFolder(t), "file");
  await writeFile(file, "");
  const below = join(file, "below");
  for (const [flag, path, problem] of [
    ["--dir", file, `${file} is not a folder.`],
    ["--dir", below, `Cannot write ${below}: not a directory (ENOTDIR).`],
    ["--access-log", below, `Cannot write ${below}: not a directory (ENOTDIR).`],
  ] as const) {
    assert.deepEqual(await finish(flag, path), { code: 1, output: "", errors: `${problem}\n` });
  }
});

test("neither replaces nor deletes a foreign clouds.yaml", async (t) => {
  const directory = await temporaryFolder(t);
  const path = join(directory, "clouds.yaml");
  await writeFile(path, "clouds: {}\n");
  const { code, errors } = await finish("--dir", directory);
  assert.equal(code, 1);
  assert.match(errors, /^\/.*clouds\.yaml was not written by trove-simulator, .*--dir\.\n$/);
  assert.equal(await readFile(path, "utf8"), "clouds: {}\n");
});

test("at its end keeps the files of another simulator in its folder", async (t) => {
  const directory = join(await temporaryFolder(t), "cloud");
  await mkdir(directory);
  const first = await startIn(t, directory, ["--dir", directory]);
  const second = await startIn(t, directory, ["--dir", directory]);
  first.process.kill("SIGTERM");
  await once(first.process, "exit");
  const text = await readFile(join(directory, "openrc"), "utf8");
  assert.ok(text.includes(`:${second.ports[0]}/v3`));
});

const hasScript = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux");

test("keeps running in the background of a shell while the terminal has input", {
  skip: hasScript ? false : "script of util-linux, which makes terminals, is missing",
}, async (t) => {
  const directory = join(await temporaryFolder(t), "cloud");
  // A process that the terminal has stopped does not respond.
  const login = `const [, url] = /OS_AUTH_URL=(\\S+)/.exec(fs.readFileSync(process.argv[1], "utf8"));
    for (let i = 0; i < 5; i++) await fetch(url, { signal: AbortSignal.timeout(10_000) });`;
  const script = `set -m
"$NODE" "$PROGRAM" --dir "$DIRECTORY" &
until [ -s "$DIRECTORY/clouds.yaml" ]; do sleep 0.1; done
"$NODE" --input-type=module --eval "$LOGIN" "$DIRECTORY/openrc" && echo answered
jobs
kill %1
wait %1
echo "code $?"`;
  const env = { SCRIPT: script, LOGIN: login, NODE: process.execPath, PROGRAM, DIRECTORY: directory };
  const terminal = spawn("script", ["-qec", 'bash -c "$SCRIPT"', "/dev/null"], { env: { ...process.env, ...env } });
  terminal.stdin.write("pulumi up\n");
  let output = "";
  terminal.stdout.on("data", (data) => {
    output += data;
  });
  await once(terminal, "close");
  assert.match(output, /answered/);
  assert.match(output, /^\[1\]\+ +Running/m);
  assert.match(output, /^code 0\r$/m);
});
