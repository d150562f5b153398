import { type TestContext, type TestOptions, test } from "node:test";
import type * as dynamic from "pulumi-trove";
import { dynamicType, pluginType } from "../../sdk/resource-kind.ts";
import { type EngineHost, engineHost } from "../support/engine-host.ts";

/** What a program on this process's host imports. */
const entry = engineHost === "plugin" ? "pulumi-trove/plugin" : "pulumi-trove";

const sdk: typeof dynamic = await import(entry);

/** The lookups of the entry. */
export const lookups: typeof dynamic = sdk;
export const {
  TroveBackup,
  TroveBackupStrategy,
  TroveConfiguration,
  TroveDatabase,
  TroveInstance,
  TroveProvider,
  TroveRoot,
  TroveUser,
} = sdk;
export type TroveInstance = dynamic.TroveInstance;

/** The type of an instance in the state. */
export const instanceType = (engineHost === "plugin" ? pluginType : dynamicType)("Instance");

/** The URN of an instance, of the project and stack `test`. */
export function urnOf(name: string): string {
  return `urn:pulumi:test::test::${instanceType}::${name}`;
}

/** The same on the dynamic host: default names hash this URN on both hosts. */
export function dynamicUrnOf(name: string): string {
  return `urn:pulumi:test::test::${dynamicType("Instance")}::${name}`;
}

/** The time-outs that the state must have beside those that the engine stores: it does not pass them to a dynamic host. */
export function storedTimeouts<T>(timeouts: T): T | undefined {
  return engineHost === "dynamic" ? timeouts : undefined;
}

interface Restriction {
  readonly only: EngineHost;
  /** Why the other host differs. */
  readonly because: string;
}

/**
 * A test for one host. On the other host it is skipped by name, with the reason. In CI, where a skipped test counts as
 * failed, it is left out.
 */
export function testOnHost(
  { only, because }: Restriction,
  title: string,
  body: (t: TestContext) => Promise<void>,
  options: TestOptions = {},
): void {
  if (only === engineHost) test(title, options, body);
  else if (!process.env.CI) test(title, { skip: `only on the ${only} host: ${because}` }, () => {});
}
