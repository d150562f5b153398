import "../provider/check-node.ts";

export type * from "./kinds/configuration.ts";
export type * from "./kinds/instance.ts";
export { TroveConfiguration } from "./plugin/trove-configuration.ts";
export { TroveInstance } from "./plugin/trove-instance.ts";
export { TroveProvider } from "./plugin/trove-provider.ts";
export type { TroveProviderArgs } from "./provider-args.ts";
