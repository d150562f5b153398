import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import type { TroveInstanceArgs } from "pulumi-trove";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../simulator/index.ts";
import { createTestStack, type TestStack, type TestStackOptions } from "../support/engine.ts";
import { TroveInstance } from "./host.ts";

/** A cloud in this process, and stacks that work on it; all of them end with the test. */
export interface Harness {
  readonly cloud: Simulator;
  /** The login to the project `demo`, for a process. */
  readonly env: Readonly<Record<string, string>>;
  createStack(options?: TestStackOptions): Promise<TestStack>;
}

const TIMES: SimulatorOptions = { boot: 0.2, delete: 0.2, guestLag: 0, rate: 100_000 };

/** The stacks use the project `demo`, unless told otherwise. */
export async function startHarness(t: TestContext, options: SimulatorOptions = {}): Promise<Harness> {
  const cloud = await startSimulator({ ...TIMES, ...options });
  t.after(() => cloud.stop());
  const env = await login(t, cloud.cloudsYaml);
  return { cloud, env, createStack: (given) => stackOf(t, { ...given, env: { ...env, ...given?.env } }) };
}

/** A stack that is removed with the test. */
export async function stackOf(t: TestContext, options: TestStackOptions): Promise<TestStack> {
  const stack = await createTestStack(options);
  t.after(() => stack.remove());
  return stack;
}

/** The environment that says to use `demo` of this `clouds.yaml`, and nothing of the machine that the tests run on. */
async function login(t: TestContext, cloudsYaml: string): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-trove-login-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "clouds.yaml");
  await writeFile(file, cloudsYaml);
  return { ...NO_CLOUD, HOME: folder, XDG_CONFIG_HOME: folder, OS_CLIENT_CONFIG_FILE: file, OS_CLOUD: "demo" };
}

/** Hides the variables of a cloud that may be set where the tests run. */
export const NO_CLOUD: Readonly<Record<string, string>> = {
  OS_CLOUD: "",
  OS_CLIENT_CONFIG_FILE: "",
  OS_AUTH_URL: "",
  OS_USERNAME: "",
  OS_PASSWORD: "",
  OS_TOKEN: "",
  OS_REGION_NAME: "",
};

/** A program that declares one instance, `db`. */
export function declares(args: TroveInstanceArgs = {}, options?: CustomResourceOptions): PulumiFn {
  return async () => {
    new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 }, ...args }, options);
  };
}

/** What a user sees of an operation that fails. */
export async function failureOf(operation: Promise<unknown>): Promise<string> {
  const failed = await operation.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(failed instanceof Error, "the operation succeeded");
  return failed.message;
}

/** The id of the one resource in the state. */
export async function onlyId(stack: TestStack): Promise<string> {
  const resources = await stack.resources();
  assert.equal(resources.length, 1, JSON.stringify(resources.map(({ urn, id }) => ({ urn, id }))));
  return resources[0]?.id ?? assert.fail("it has no id");
}

/** A new stack of the program, brought up; gives the instance's id too. */
export async function upOf(
  harness: Harness,
  program: PulumiFn,
): Promise<{ readonly stack: TestStack; readonly id: string }> {
  const stack = await harness.createStack({ program });
  await stack.stack.up();
  return { stack, id: await onlyId(stack) };
}

/** The ids of the instances in the cloud. */
export function idsIn(cloud: Simulator): string[] {
  return cloud.instances().map(({ id }) => id);
}

/** The requests that Trove saw, such as `/instances`. */
export function asked(cloud: Simulator, method: string): string[] {
  return cloud.requests
    .filter((request) => request.service === "trove" && request.method === method)
    .map(({ path }) => path.replace(/^\/v1\.0\/[0-9a-f]+/, ""));
}

/** The requests that the cloud gets while an operation runs. */
export async function during(cloud: Simulator, operation: () => Promise<unknown>): Promise<Simulator["requests"]> {
  const from = cloud.requests.length;
  await operation();
  return cloud.requests.slice(from);
}

/** Those that change something in Trove: `POST /instances`. */
export function writes(requests: Simulator["requests"]): string[] {
  return requests
    .filter(({ service, method }) => service === "trove" && method !== "GET" && method !== "HEAD")
    .map(({ method, path }) => `${method} ${path.replace(/^\/v1\.0\/[0-9a-f]+/, "")}`);
}

/** Waits until something is so; fails after two minutes, which is a busy machine's time to start many processes. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!holds()) {
    assert.ok(Date.now() < deadline, `waited two minutes for ${what}`);
    await sleep(20);
  }
}
