import { version } from "./version.ts";

/** `pulumi-trove/0.1.0 pulumi/3.270.0 node/24`; without Pulumi's version, for scripts, its part is left out. */
export function userAgent(pulumiVersion?: string): string {
  const pulumi = pulumiVersion === undefined ? "" : ` pulumi/${pulumiVersion}`;
  return `pulumi-trove/${version}${pulumi} node/${process.versions.node.split(".")[0]}`;
}
