import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../simulator/index.ts";
import { type DynamicHost, type DynamicHostOptions, startDynamicHost } from "../support/dynamic-host.ts";
import { startPluginAsHost } from "../support/plugin-as-host.ts";
import { HostError, INSTANCE_PROVIDER, type Properties } from "../support/provider-process.ts";

/** Whether the tests run on the plugin instead of the dynamic host. */
const onPlugin = process.env.PROVIDER_HOST === "plugin";

/** `provider.proto`: of changes of the inputs, which the dynamic host leaves to the engine's own comparison. */
export const CHANGED = onPlugin ? 2 : 0;

/**
 * A test of the dynamic host alone. On the plugin it is skipped by name, with the reason. In CI, where a skipped test counts as
 * failed, it is left out.
 */
export function testOnDynamic(because: string, title: string, body: (t: TestContext) => Promise<void>): void {
  if (!onPlugin) test(title, body);
  else if (!process.env.CI) test(title, { skip: `not on the plugin: ${because}` }, () => {});
}

/** A cloud, and processes of a host that use it. All end with the test. */
export interface Harness {
  readonly cloud: Simulator;
  /** Starts another process, by default configured for the project `demo`. */
  start(options?: DynamicHostOptions): Promise<DynamicHost>;
}

export const TIMES: SimulatorOptions = {
  boot: 0.2,
  delete: 0.2,
  guestLag: 0,
  rate: 100_000,
  maxInstances: 30,
  maxVolumes: 60,
};

export async function startHarness(t: TestContext, options: SimulatorOptions = {}): Promise<Harness> {
  const cloud = await startSimulator({ ...TIMES, ...options });
  t.after(() => cloud.stop());
  return {
    cloud,
    async start(given = {}) {
      const startHost = onPlugin ? startPluginAsHost : startDynamicHost;
      const host = await startHost({ config: login(cloud), ...given, env: { ...NO_CLOUD, ...given.env } });
      t.after(() => host.stop());
      return host;
    },
  };
}

/** Hides the environment and the files of the machine that runs the tests. */
export const NO_CLOUD = {
  OS_CLOUD: "",
  OS_AUTH_URL: "",
  OS_PASSWORD: "",
  OS_USERNAME: "",
  OS_CLIENT_CONFIG_FILE: "",
  HOME: "/nonexistent",
  XDG_CONFIG_HOME: "/nonexistent",
};

/** The stack configuration for a project, by default `demo`. */
export function login(cloud: Simulator, projectName = "demo"): Properties {
  return {
    "trove:authUrl": cloud.authUrl,
    "trove:userName": "demo",
    "trove:password": "demo-password",
    "trove:projectName": projectName,
    "trove:userDomainName": "Default",
    "trove:projectDomainName": "Default",
    "trove:region": "RegionOne",
  };
}

export const PASSWORD = "s3cret-of-app";

/** The properties of an instance as the SDK registers them, overridden by `fields`. */
export function properties(fields: Properties = {}): Properties {
  return {
    flavor: "m1.small",
    volume: { size: 1 },
    __urn: "urn:pulumi:test::test::pulumi-nodejs:dynamic/trove:Instance::db",
    __defaultName: "db-1234567",
    __provider: INSTANCE_PROVIDER,
    ...fields,
  };
}

/** The same with a database and a user. */
export function withUser(fields: Properties = {}): Properties {
  const users = { "app@%": { password: PASSWORD, databases: ["app"] } };
  return properties({ databases: { app: {} }, users, ...fields });
}

/** Returns the inputs that check returns, and asserts that nothing failed. */
export async function checked(host: DynamicHost, news: Properties, olds: Properties = {}): Promise<Properties> {
  const { inputs, failures } = await host.check(olds, news);
  if (failures.length > 0) throw new Error(`check failed: ${JSON.stringify(failures)}`);
  return inputs;
}

/** The paths of the failures of a check. No failure names a property, since the engine would print its value. */
export function pathsOf(failures: readonly { readonly property: string; readonly reason: string }[]): string[] {
  return failures.map(({ property, reason }) => {
    assert.equal(property, "");
    return reason.slice(0, reason.indexOf(": "));
  });
}

/** As the engine creates: check, then create. */
export async function created(host: DynamicHost, news: Properties = properties()) {
  const inputs = await checked(host, news);
  return { inputs, ...(await host.create(inputs)) };
}

/** The error of a call. Fails if the call succeeds. */
export async function failureOf(call: Promise<unknown>): Promise<HostError> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in outcome && outcome.error instanceof HostError) return outcome.error;
  throw new Error(`expected a failure of the host, got ${JSON.stringify(outcome)}`);
}

/** The partial failure that a call ended with. */
export async function partialOf(call: Promise<unknown>) {
  const { partial, message } = await failureOf(call);
  if (partial === undefined) throw new Error(`expected a partial failure, got: ${message}`);
  return partial;
}

/** The paths of the requests with this method that Trove received, such as `/instances`. */
export function asked(cloud: Simulator, method: string): string[] {
  return cloud.requests
    .filter((request) => request.service === "trove" && request.method === method)
    .map(({ path }) => path.replace(/^\/v1\.0\/[0-9a-f]+/, ""));
}
