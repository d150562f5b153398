import { createRequire } from "node:module";
import { userAgent } from "../../core/user-agent.ts";

/** The user agent of requests from a process that has Pulumi's SDK, with the version of that. */
export function userAgentOfHost(): string {
  return userAgent((createRequire(import.meta.url)("@pulumi/pulumi/package.json") as { version?: string }).version);
}
