import "../provider/check-node.ts";

export type * from "./instance-args.ts";
export type * from "./instance-outputs.ts";
export type { TroveProviderArgs } from "./provider-args.ts";
export { TroveInstance } from "./trove-instance.ts";
export { TroveProvider } from "./trove-provider.ts";
