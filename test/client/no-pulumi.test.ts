import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { startSimulator } from "../../simulator/index.ts";
import { runScript } from "./run-script.ts";

// Ahead of the script: tells at its end what was loaded, whether imported or required.
const spy = `
  import { registerHooks } from "node:module";
  const loaded = [];
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
  process.on("exit", () => console.log(JSON.stringify(loaded)));`;

test("the client alone loads neither Pulumi nor the SDK", async (t) => {
  const simulator = await startSimulator({ boot: 0, delete: 0 });
  t.after(() => simulator.stop());
  const script = `
    import { TroveClient } from "pulumi-trove/client";
    const client = await TroveClient.connect(${JSON.stringify({
      authUrl: simulator.authUrl,
      userName: "demo",
      password: "demo-password",
      projectName: "demo",
      region: "RegionOne",
    })});
    await client.versions();
    const { id } = await client.instances.create({ name: "db", flavorId: "1", volume: { size: 1 } });
    await client.instances.waitFor(id, "ACTIVE");
    await client.instances.delete(id);
    await client.instances.waitFor(id, "gone");`;
  const preload = `data:text/javascript,${encodeURIComponent(spy)}`;
  const output = await runScript(["--import", preload, "--input-type=module", "--eval", script]);
  const loaded: string[] = JSON.parse(output.at(-1) ?? "[]");
  const root = pathToFileURL(join(import.meta.dirname, "../../dist")).href;
  assert.ok(loaded.includes(`${root}/provider/client/index.js`), "the client was loaded");
  assert.deepEqual(
    loaded.filter((url) => /@pulumi|\/dist\/(sdk|provider\/(host|resources))\//.test(url)),
    [],
  );
});
