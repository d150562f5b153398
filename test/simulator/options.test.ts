import assert from "node:assert/strict";
import { test } from "node:test";
import { type SimulatorOptions, startSimulator } from "../../simulator/index.ts";

const refusals: Readonly<Record<string, unknown>> = {
  boot: -1,
  delete: Number.NaN,
  backup: "soon",
  guestLag: 1e9,
  tokenSeconds: Number.POSITIVE_INFINITY,
  keystone: 65_536,
  trove: 80.5,
  rate: 0,
  maxInstances: 1.5,
  maxVolumes: -1,
  troveRelease: 22,
  defaultLocality: "near",
};

for (const [option, value] of Object.entries(refusals)) {
  test(`startSimulator refuses ${option}: ${value}`, async () => {
    const options = { [option]: value } as SimulatorOptions;
    await assert.rejects(startSimulator(options), {
      name: "TypeError",
      message: new RegExp(`^${option} takes .*, not `),
    });
  });
}
