import { version } from "./version.ts";

/** Makes the user agent: `pulumi-trove/0.1.0 pulumi/3.270.0 node/24`. Scripts have no Pulumi version. */
export function userAgent(pulumiVersion?: string): string {
  const pulumi = pulumiVersion === undefined ? "" : ` pulumi/${pulumiVersion}`;
  return `pulumi-trove/${version}${pulumi} node/${process.versions.node.split(".")[0]}`;
}
