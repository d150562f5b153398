import { ProviderProcess } from "../../service/process.ts";
import { engineLog } from "../encoding/engine-log.ts";
import { connectEngine } from "./engine.ts";
import type { HostConfiguration } from "./host-configuration.ts";
import { userAgentOfHost } from "./user-agent.ts";

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
  return new ProviderProcess({ configuration, signal, hostLog, userAgent: userAgentOfHost() });
}
