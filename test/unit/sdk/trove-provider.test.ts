import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { TroveProvider, type TroveProviderArgs } from "../../../sdk/index.ts";
import { isSecret, mockEngine, register } from "./registrations.ts";

before(() => mockEngine());

test("an explicit provider is a dynamic one, with keys in the namespace trove", async () => {
  const { type, inputs } = await register(
    "second",
    () => new TroveProvider("second", { cloud: "second", region: "R2" }),
  );
  assert.equal(type, "pulumi:providers:pulumi-nodejs");
  assert.deepEqual(inputs, { "trove:cloud": "second", "trove:region": "R2", "trove:explicit": "true" });
});

test("marks the secrets of a login, and nothing else", async () => {
  const secrets = { password: "a", token: "b", applicationCredentialSecret: "c", key: "d" };
  const rest = { userName: "e", authUrl: "f", applicationCredentialId: "g", cert: "h" };
  const { inputs } = await register("secrets", () => new TroveProvider("secrets", { ...secrets, ...rest }));
  for (const key of Object.keys(secrets)) assert.ok(isSecret(inputs[`trove:${key}`]), key);
  for (const [key, value] of Object.entries(rest)) assert.equal(inputs[`trove:${key}`], value);
});

test("passes tenant names and the settings of the provider", async () => {
  const { inputs } = await register(
    "settings",
    () =>
      new TroveProvider("settings", {
        tenantName: "web",
        tenantId: "1",
        previewChecks: "off",
        resumeInterrupted: true,
      }),
  );
  assert.deepEqual(inputs, {
    "trove:tenantName": "web",
    "trove:tenantId": "1",
    "trove:previewChecks": "off",
    "trove:resumeInterrupted": true,
    "trove:explicit": "true",
  });
});

test("leaves out undefined values, also in outputs", async () => {
  const none = pulumi.output<string | undefined>(undefined);
  const args = { cloud: "second", region: undefined, userName: none, password: none, key: undefined };
  const { inputs } = await register("undefined", () => new TroveProvider("undefined", args));
  assert.deepEqual(inputs, { "trove:cloud": "second", "trove:explicit": "true" });
});

test("registers a provider without arguments", async () => {
  const none = undefined as unknown as TroveProviderArgs;
  const { inputs } = await register("bare", () => new TroveProvider("bare", none));
  assert.deepEqual(inputs, { "trove:explicit": "true" });
});
