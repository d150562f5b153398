import assert from "node:assert/strict";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, type TestContext, test } from "node:test";
import { list } from "tar";
import { hermeticPulumi } from "../../scripts/hermetic-pulumi.ts";
import { ensurePulumi } from "../../scripts/pulumi-cli.ts";
import { writePluginArchives } from "../../scripts/release/plugin-archives.ts";
import { root } from "../../scripts/root.ts";
import { type Finished, run } from "../../scripts/run.ts";
import { stagePackage } from "../../scripts/stage-package.ts";

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const platforms = ["darwin-amd64", "darwin-arm64", "linux-amd64", "linux-arm64", "windows-amd64", "windows-arm64"];
const names = platforms.map(archiveFor);

const folder = mkdtempSync(join(tmpdir(), "pulumi-trove-archives-"));
let packageFolder: string;
before(async () => {
  packageFolder = await stagePackage(join(mkdtempSync(join(folder, "staged-")), "package"));
  await writePluginArchives(packageFolder, version, folder);
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("there is an archive for each platform", () => {
  assert.deepEqual(
    readdirSync(folder)
      .filter((name) => name.endsWith(".tar.gz"))
      .sort(),
    names,
  );
});

for (const platform of platforms) {
  test(`the archive for ${platform} has the plugin, with an executable launcher`, async () => {
    const modes: Record<string, number | undefined> = {};
    await list({ file: join(folder, archiveFor(platform)), onReadEntry: ({ path, mode }) => (modes[path] = mode) });
    const plugin = readdirSync(join(packageFolder, "plugin"));
    const files = ["LICENSE", ...plugin.filter((file) => file !== "pulumi-resource-trove")];
    assert.deepEqual(modes, {
      ...Object.fromEntries(files.map((file) => [file, 0o644])),
      "pulumi-resource-trove": 0o755,
    });
  });
}

test("neither times nor permissions of the files change the bytes of an archive", async (t) => {
  const again = temporaryFolder(t);
  const copy = await stagePackage(join(again, "package"));
  const plugin = join(copy, "plugin");
  for (const file of readdirSync(plugin)) {
    chmodSync(join(plugin, file), 0o600);
    utimesSync(join(plugin, file), 0, 0);
  }
  await writePluginArchives(copy, version, again);
  for (const name of names) assert.ok(readFileSync(join(again, name)).equals(readFileSync(join(folder, name))), name);
});

test("Pulumi installs the plugin from an archive and starts it", async (t) => {
  const pulumi = await freshPulumi(t);
  const archive = join(folder, nameHere());
  succeeds(await pulumi("plugin", "install", "resource", "trove", version, "--file", archive), "--file");
  await assertServesSchema(pulumi, `trove@${version}`);
});

test("Pulumi downloads the plugin from a server with the archives", async (t) => {
  const requested: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    requested.push(url);
    const name = basename(url);
    // Pulumi refuses an answer without a length.
    if (names.includes(name)) response.end(readFileSync(join(folder, name)));
    else response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const pulumi = await freshPulumi(t);
  const source = ["--server", `http://127.0.0.1:${port}`];
  succeeds(await pulumi("plugin", "install", "resource", "trove", version, ...source), "--server");
  assert.deepEqual(requested, [`/${nameHere()}`]);
  await assertServesSchema(pulumi, `trove@${version}`);
});

test("Pulumi reads the schema from the plugin in the npm package", async (t) => {
  await assertServesSchema(await freshPulumi(t), join(packageFolder, "plugin/pulumi-resource-trove"));
});

type Pulumi = (...args: readonly string[]) => Promise<Finished>;

/** Pulumi with a home in which no plugin is installed, outside the repository. */
async function freshPulumi(t: TestContext): Promise<Pulumi> {
  const home = temporaryFolder(t);
  const { env } = await ensurePulumi();
  return (...args) => run("pulumi", args, { cwd: home, env: { ...env, ...hermeticPulumi(home) } });
}

async function assertServesSchema(pulumi: Pulumi, source: string): Promise<void> {
  const { output } = succeeds(await pulumi("package", "get-schema", source), source);
  const schema = readFileSync(join(packageFolder, "plugin/schema.json"), "utf8");
  assert.deepEqual(JSON.parse(output), JSON.parse(schema));
}

function succeeds(finished: Finished, what: string): Finished {
  assert.equal(finished.code, 0, `${what}: ${finished.output}`);
  assert.doesNotMatch(finished.output, /^warning:/m, what);
  return finished;
}

function archiveFor(platform: string): string {
  return `pulumi-resource-trove-v${version}-${platform}.tar.gz`;
}

/** The name of the archive for this machine. */
function nameHere(): string {
  return archiveFor(`${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`);
}

function temporaryFolder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "pulumi-trove-plugin-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
