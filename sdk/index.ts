import "../provider/check-node.ts";

export { TroveInstance } from "./dynamic/trove-instance.ts";
export { TroveProvider } from "./dynamic/trove-provider.ts";
export type * from "./kinds/instance.ts";
export type { TroveProviderArgs } from "./provider-args.ts";
