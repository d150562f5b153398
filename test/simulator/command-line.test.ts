import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { parseCommandLine } from "../../simulator/command-line.ts";

const PROGRAM = join(import.meta.dirname, "../../simulator/bin.ts");

interface Running extends AsyncDisposable {
  readonly process: ChildProcessWithoutNullStreams;
  readonly directory: string;
  readonly ports: readonly number[];
}

async function start(): Promise<Running> {
  const parent = await mkdtemp(join(tmpdir(), "trove-simulator-"));
  const directory = join(parent, "cloud");
  const process = spawn(globalThis.process.execPath, [PROGRAM, "--dir", directory, "--keystone", "0", "--trove", "0"]);
  const [output] = await once(process.stdout, "data");
  assert.equal(String(output), `ready ${directory}\n`);
  const openrc = await readFile(join(directory, "openrc"), "utf8");
  const keystone = Number(/OS_AUTH_URL=http:\/\/127\.0\.0\.1:(\d+)\/v3/.exec(openrc)?.[1]);
  return {
    process,
    directory,
    ports: [keystone, await trovePort(keystone)],
    async [Symbol.asyncDispose]() {
      process.kill("SIGKILL");
      await rm(parent, { recursive: true, force: true });
    },
  };
}

async function trovePort(keystone: number): Promise<number> {
  const user = { name: "demo", domain: { id: "default" }, password: "demo-password" };
  const scope = { project: { name: "demo", domain: { id: "default" } } };
  const body = JSON.stringify({ auth: { identity: { methods: ["password"], password: { user } }, scope } });
  const answer = await fetch(`http://127.0.0.1:${keystone}/v3/auth/tokens`, { method: "POST", body });
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

test("the program says that it is ready, and ends when its standard input does", async () => {
  await using running = await start();
  const clouds = await readFile(join(running.directory, "clouds.yaml"), "utf8");
  for (const name of ["demo", "other", "two", "appcred"]) assert.match(clouds, new RegExp(`^  ${name}:$`, "m"));
  for (const port of running.ports) assert.ok(await listens(port));
  running.process.stdin.end();
  const [code] = await once(running.process, "exit");
  assert.equal(code, 0);
  for (const port of running.ports) assert.ok(!(await listens(port)));
});

test("the program ends at SIGTERM, also with a request under way", async () => {
  await using running = await start();
  const trove = `http://127.0.0.1:${running.ports[1]}`;
  await fetch(`${trove}/_simulator/faults`, { method: "POST", body: JSON.stringify({ effect: { type: "hang" } }) });
  const hanging = assert.rejects(fetch(`${trove}/`));
  running.process.kill("SIGTERM");
  const [code] = await once(running.process, "exit");
  assert.equal(code, 0);
  await hanging;
});

test("a wrong flag ends the program with its usage", async () => {
  const process = spawn(globalThis.process.execPath, [PROGRAM, "--dir", "/nowhere", "--boot", "soon"]);
  let errors = "";
  process.stderr.on("data", (data) => {
    errors += data;
  });
  const [code] = await once(process, "close");
  assert.equal(code, 2);
  assert.match(errors, /^--boot takes a number, not "soon"\n\ntrove-simulator --dir DIR/);
});

test("every flag of the real cloud is taken", () => {
  const argv = "--dir D --keystone 1 --trove 2 --boot 3 --delete 4 --guest-lag 0.5 --rate 6 --max-instances 7";
  const more =
    "--max-volumes 8 --token-seconds 9 --access-log F --backup 1 --speed 0.1 --trove-release 18 --no-volumes --default-locality affinity";
  assert.deepEqual(parseCommandLine(`${argv} ${more}`.split(" ")), {
    dir: "D",
    options: {
      keystone: 1,
      trove: 2,
      boot: 3,
      delete: 4,
      backup: 1,
      guestLag: 0.5,
      rate: 6,
      maxInstances: 7,
      maxVolumes: 8,
      tokenSeconds: 9,
      accessLog: "F",
      troveRelease: 18,
      volumes: false,
      defaultLocality: "affinity",
    },
  });
});

test("another release than 18 and 26 is refused", () => {
  const parse = () => parseCommandLine(["--dir", "D", "--trove-release", "22"]);
  assert.throws(parse, { message: '--trove-release takes 18 or 26, not "22"' });
});
