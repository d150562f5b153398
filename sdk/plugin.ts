import "../provider/check-node.ts";

export type * from "./kinds/instance.ts";
export { TroveInstance } from "./plugin/trove-instance.ts";
export { TroveProvider } from "./plugin/trove-provider.ts";
export type { TroveProviderArgs } from "./provider-args.ts";
