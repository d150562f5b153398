import "../provider/check-node.ts";

export { TroveConfiguration } from "./dynamic/trove-configuration.ts";
export { TroveInstance } from "./dynamic/trove-instance.ts";
export { TroveProvider } from "./dynamic/trove-provider.ts";
export type * from "./kinds/configuration.ts";
export type * from "./kinds/instance.ts";
export type { TroveProviderArgs } from "./provider-args.ts";
