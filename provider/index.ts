// What a state's `__provider` text loads: one dynamic provider a resource kind. This module's path and the names that it
// exports are in every state ever written, and stay for ever.
import "./check-node.ts";
import { DynamicProvider } from "./hosts/dynamic/dynamic-provider.ts";
import { HostConfiguration } from "./hosts/dynamic/host-configuration.ts";
import type { InstanceInputs } from "./resources/instance/arguments.ts";
import type { InstanceState } from "./resources/instance/state.ts";

const settings = new HostConfiguration();

/** @internal `pulumi-nodejs:dynamic/trove:Instance` */
export const Instance: DynamicProvider<InstanceInputs, InstanceState> = new DynamicProvider(
  settings,
  async () => (await import("./resources/instance/index.ts")).instance,
);
