import { createRequire } from "node:module";
import { userAgent } from "../../core/user-agent.ts";
import { ProviderProcess } from "../../service/process.ts";
import { engineLog } from "../encoding/engine-log.ts";
import { connectEngine } from "./engine.ts";
import type { HostConfiguration } from "./host-configuration.ts";

const hostLog = engineLog(connectEngine);
const processes = new WeakMap<HostConfiguration, ProviderProcess>();

/** What the resources of a configuration share. The engine starts a process for each provider and phase of an operation. */
export function processOf(configuration: HostConfiguration): ProviderProcess {
  const process = processes.get(configuration) ?? start(configuration);
  processes.set(configuration, process);
  return process;
}

function start(configuration: HostConfiguration): ProviderProcess {
  const { signal } = configuration;
  return new ProviderProcess({ configuration, signal, hostLog, userAgent: userAgent(pulumiVersion()) });
}

function pulumiVersion(): string | undefined {
  return (createRequire(import.meta.url)("@pulumi/pulumi/package.json") as { version?: string }).version;
}
