import assert from "node:assert/strict";
import { test } from "node:test";
import { TroveClient } from "../../provider/client/index.ts";
import { startSimulator } from "../../simulator/index.ts";

test("a script that logs in over plain HTTP gets one warning of Node", async (t) => {
  const simulator = await startSimulator();
  t.after(() => simulator.stop());
  const warnings: Error[] = [];
  const listen = (warning: Error) => warnings.push(warning);
  process.on("warning", listen);
  t.after(() => process.off("warning", listen));
  const { id, secret } = simulator.applicationCredential;
  const credentials = { region: "RegionOne", applicationCredentialId: id, applicationCredentialSecret: secret };

  await TroveClient.connect({ ...credentials, authUrl: simulator.authUrl });
  assert.equal(warnings.length, 0);
  // Another name of this machine, which is no loopback address.
  const authUrl = simulator.authUrl.replace("127.0.0.1", "0.0.0.0");
  for (let connects = 0; connects < 2; connects += 1) await TroveClient.connect({ ...credentials, authUrl });
  await new Promise(setImmediate);
  assert.deepEqual(
    warnings.map(({ name }) => name),
    ["TroveWarning"],
  );
  assert.match(warnings[0]?.message ?? "", /^The login is sent to http:\/\/0\.0\.0\.0:\d+ without TLS.*https:\/\//);
  assert.ok(!warnings[0]?.message.includes(secret));
});
