import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { type CloudApi, openApi } from "../support/cloud-api.ts";
import type { CloudKind } from "../support/cloud-options.ts";
import { type Cloud, realTroveMissing, startCloud } from "../support/clouds.ts";
import type { TestStack, TestStackOptions } from "../support/engine.ts";
import { NO_CLOUD, stackOf } from "./world.ts";

/** A cloud of either kind, seen through its API alone. */
export interface Place {
  readonly kind: CloudKind;
  readonly cloud: Cloud;
  readonly api: CloudApi;
  createStack(options?: TestStackOptions): Promise<TestStack>;
}

/**
 * The same test on the simulator and on the real Trove, which is skipped by name where its packages are not there. The
 * tests of a file share a cloud of each kind, since a real one takes seconds.
 */
export function onBothClouds(name: string, body: (place: Place) => Promise<void>): void {
  for (const kind of ["simulator", "real"] as const) onCloud(kind, name, body);
}

function onCloud(kind: CloudKind, name: string, body: (place: Place) => Promise<void>): void {
  const missing = kind === "real" ? realTroveMissing() : undefined;
  const skip = missing === undefined || process.env.CI ? false : `the real Trove needs the package ${missing}`;
  test(`${kind}: ${name}`, { skip }, async (t) => body(await placeOf(t, kind)));
}

const clouds = new Map<CloudKind, Promise<Cloud>>();
after(async () => {
  for (const starting of clouds.values()) await (await starting).stop();
});

async function placeOf(t: TestContext, kind: CloudKind): Promise<Place> {
  const starting =
    clouds.get(kind) ?? startCloud({ kind, boot: 0.5, guestLag: 0.2, maxInstances: 100, maxVolumes: 400 });
  clouds.set(kind, starting);
  const cloud = await starting;
  return {
    kind,
    cloud,
    api: await openApi(cloud),
    createStack: (given) => stackOf(t, { ...given, env: { ...NO_CLOUD, ...cloud.env, ...given?.env } }),
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
