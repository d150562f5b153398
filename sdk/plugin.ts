import "../provider/check-node.ts";

export type * from "./instance-args.ts";
export type * from "./instance-outputs.ts";
export { TroveInstance } from "./plugin/trove-instance.ts";
export { TroveProvider } from "./plugin/trove-provider.ts";
export type { TroveProviderArgs } from "./provider-args.ts";
