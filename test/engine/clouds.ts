import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import type { TroveInstanceArgs } from "pulumi-trove";
import { type CloudApi, openApi } from "../support/cloud-api.ts";
import type { CloudKind } from "../support/cloud-options.ts";
import { type Cloud, realTroveMissing, startCloud } from "../support/clouds.ts";
import { type Datastore, type DatastoreType, datastores } from "../support/datastores.ts";
import type { TestStack, TestStackOptions } from "../support/engine.ts";
import type { TroveRelease } from "../support/trove-releases.ts";
import { type Coverage, simulatedDatastores } from "./coverage.ts";
import { declares, NO_CLOUD, stackOf } from "./harness.ts";

/** A cloud of either kind, seen through its API alone, and the datastore that a test uses there. */
export interface Place {
  readonly cloud: Cloud;
  readonly api: CloudApi;
  readonly datastore: Datastore;
  createStack(options?: TestStackOptions): Promise<TestStack>;
  /** A program that declares one instance of the datastore, `db`. */
  declares(args?: TroveInstanceArgs): PulumiFn;
}

interface Site {
  readonly kind: CloudKind;
  readonly release: TroveRelease;
  readonly type: DatastoreType;
}

type Body = (place: Place, t: TestContext) => Promise<void>;

/** Seconds from BUILD to ACTIVE. */
const BOOT = 0.5;

/** The test on every datastore on the simulator, as 18 and as 26, and on one datastore on each real Trove. */
export function onClouds(name: string, coverage: Coverage, body: Body): void {
  for (const release of [18, 26] as const) {
    for (const type of simulatedDatastores(coverage, release)) {
      onSite({ kind: "simulator", release, type }, name, BOOT, body);
    }
    onSite({ kind: "real", release, type: coverage.real[release] }, name, BOOT, body);
  }
}

/** The test on MySQL, which is the default datastore: on the simulator as 26, and on each real Trove. */
export function onEachCloud(name: string, body: Body): void {
  onSimulator(name, body);
  onRealTroves(name, BOOT, body);
}

/** The test on MySQL on the simulator as 26. */
export function onSimulator(name: string, body: Body): void {
  onSite({ kind: "simulator", release: 26, type: "mysql" }, name, BOOT, body);
}

/** The test on MySQL on each real Trove, where an instance takes `boot` seconds from BUILD to ACTIVE. */
export function onRealTroves(name: string, boot: number, body: Body): void {
  for (const release of [18, 26] as const) onSite({ kind: "real", release, type: "mysql" }, name, boot, body);
}

/** A real Trove whose packages are not there is skipped by name, except in CI, where the test fails. */
function onSite(site: Site, name: string, boot: number, body: Body): void {
  const { kind, release, type } = site;
  const missing = kind === "real" ? realTroveMissing(release) : undefined;
  const skip = missing === undefined || process.env.CI ? false : `the real Trove ${release} needs ${missing}`;
  test(`${kind} ${release}, ${type}: ${name}`, { skip }, async (t) => body(await placeOf(t, site, boot), t));
}

/** The tests of a file share a cloud of each kind and release: a real one takes seconds to start. */
const clouds = new Map<string, Promise<Cloud>>();
after(async () => {
  // Where one did not start, its tests have failed for that, and the others still have to be stopped.
  for (const starting of clouds.values()) await (await starting.catch(() => undefined))?.stop();
});

async function placeOf(t: TestContext, { kind, release, type }: Site, boot: number): Promise<Place> {
  const key = `${kind} ${release} ${boot}`;
  const starting =
    clouds.get(key) ??
    startCloud({ kind, release, boot, delete: 0.5, guestLag: 0.2, maxInstances: 100, maxVolumes: 400 });
  clouds.set(key, starting);
  const cloud = await starting;
  return {
    cloud,
    api: await openApi(cloud),
    datastore: datastores[type],
    createStack: (given) => stackOf(t, { ...given, env: { ...NO_CLOUD, ...cloud.env, ...given?.env } }),
    declares: (args) => declares({ datastore: { type }, ...args }),
  };
}

/** After an up: a preview would change nothing, and a refresh finds nothing. */
export async function assertUnchanged(stack: TestStack): Promise<void> {
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.refresh({ expectNoChanges: true });
}

/** The same in one operation: after a refresh a preview would change nothing. */
export async function assertSteady(stack: TestStack): Promise<void> {
  await stack.stack.preview({ refresh: true, expectNoChanges: true });
}

/** The id of the resource of this name, which is the only one of it. */
export async function idOf(stack: TestStack, name: string): Promise<string> {
  const named = (await stack.resources()).filter(({ urn }) => urn.endsWith(`::${name}`));
  assert.equal(named.length, 1, `${named.length} resources are named ${name}`);
  return named[0]?.id ?? assert.fail(`${name} has no id`);
}
