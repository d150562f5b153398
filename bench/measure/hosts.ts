import { join } from "node:path";
import * as dynamicSdk from "pulumi-trove";
import * as pluginSdk from "pulumi-trove/plugin";
import { dynamicType, pluginType } from "../../sdk/resource-kind.ts";
import { type EngineHost, pluginEntry } from "../../test/support/engine-host.ts";
import type { InstanceClass } from "./instances.ts";

/** A process that runs the provider for the engine. */
export interface Host {
  readonly name: EngineHost;
  /** The command that the engine starts. */
  readonly command: string;
  /** The text before each key of the configuration that the engine sends. */
  readonly configPrefix: string;
  /** The type of an instance in requests of the engine. */
  readonly instanceType: string;
  /** The class of an instance in programs. */
  readonly TroveInstance: InstanceClass;
}

export const dynamicHost: Host = {
  name: "dynamic",
  command: "pulumi-resource-pulumi-nodejs",
  configPrefix: "trove:",
  instanceType: dynamicType("Instance"),
  TroveInstance: dynamicSdk.TroveInstance,
};

export const pluginHost: Host = {
  name: "plugin",
  command: join(pluginEntry.providers[0].path, "pulumi-resource-trove"),
  configPrefix: "",
  instanceType: pluginType("Instance"),
  TroveInstance: pluginSdk.TroveInstance,
};
