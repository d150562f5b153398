import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { makePair } from "../support/certificates.ts";
import { NO_CLOUD, stackOf, startHarness } from "./harness.ts";
import { connectingMistakes } from "./mistakes/connecting.ts";
import { assertHelps } from "./mistakes/mistake.ts";

test("a mistake in what leads to the cloud is named once, with its cure", async (t) => {
  const { cloud } = await startHarness(t);
  const folder = await mkdtemp(join(tmpdir(), "pulumi-trove-mistakes-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const rows = await connectingMistakes({
    authUrl: cloud.authUrl,
    cloudsYaml: cloud.cloudsYaml,
    untrusted: await serveTls(t),
    otherAuthority: pairOf("other").cert,
    folder,
  });
  for (const row of rows) {
    await t.test(row.mistake, async (t) => {
      const stack = await stackOf(t, { env: { ...NO_CLOUD, HOME: folder, ...row.env }, config: configOf(row.config) });
      await assertHelps(row, stack);
    });
  }
});

function configOf(config: Readonly<Record<string, string>> = {}) {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }]));
}

/** An HTTPS server of 127.0.0.1 that no authority vouches for. */
async function serveTls(t: TestContext): Promise<string> {
  const server = createServer(pairOf("ip"), (_, response) => response.end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/v3`;
}

function pairOf(name: string) {
  return makePair(name) ?? assert.fail("openssl, which makes certificates, is missing");
}
