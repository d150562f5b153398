import { systemClock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import { loginSecret } from "../openstack/login/identity-message.ts";

import { openSession } from "../openstack/open-session.ts";
import { createProcessServices, type ProcessServices } from "../resources/process-services.ts";
import { TroveApi } from "../trove/trove-api.ts";
import { InstancePoller } from "../wait/instances/instance-poller.ts";
import { CheckedInputs } from "./diff/checked-inputs.ts";
import { Replacements } from "./diff/replacements.ts";
import { InstanceNames } from "./names/instance-names.ts";
import { Predecessors } from "./predecessors.ts";
import { maskedLog, SecretMasks } from "./secrets/secret-masks.ts";
import { type Configuration, findCredentials, providerSettings, unknownSettings } from "./settings.ts";

/** Where a host shows log lines. */
export interface HostLog {
  /** The log of the resource with this URN; of the whole process if there is none. */
  of(urn: string | undefined): Log;
  /** Resolves when the host has shown the lines so far. */
  flush(): Promise<void>;
}

export interface ProcessOptions {
  readonly configuration: Configuration;
  /** Aborted when the engine cancels the operations of this process. */
  readonly signal: AbortSignal;
  readonly hostLog: HostLog;
  readonly userAgent: string;
}

/** What all resources of a provider process share. Sends no request before the first operation does. */
export class ProviderProcess {
  readonly clock = systemClock;
  readonly signal: AbortSignal;
  readonly hostLog: HostLog;
  readonly checked = new CheckedInputs();
  readonly predecessors = new Predecessors();
  readonly replacements = new Replacements();
  readonly names = new InstanceNames();
  readonly masks = new SecretMasks(this.names);
  readonly trove: TroveApi;
  readonly poller: InstancePoller;
  readonly #configuration: Configuration;
  readonly #log: Log;
  #services: ProcessServices | undefined;
  #hasWarned = false;

  constructor({ configuration, signal, hostLog, userAgent }: ProcessOptions) {
    this.#configuration = configuration;
    this.signal = signal;
    this.hostLog = hostLog;
    this.#log = maskedLog(hostLog.of(undefined), this.masks.ofProcess);
    const credentials = async () => {
      const found = await findCredentials(configuration);
      this.masks.addLogin(loginSecret(found.auth), ...(found.proxies?.secrets ?? []));
      return found;
    };
    this.trove = new TroveApi(openSession({ credentials, clock: this.clock, log: this.#log, userAgent }));
    this.poller = new InstancePoller(this.names.learningFrom(this.trove.instances), this.trove, this.clock);
  }

  /** @throws {ConfigError} a setting of the provider has a value that it does not take. */
  get services(): ProcessServices {
    this.#services ??= createProcessServices(providerSettings(this.#configuration));
    return this.#services;
  }

  /** Warns once of settings that do not exist: the engine accepts any key. */
  warnOfUnknownSettings(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    for (const warning of unknownSettings(this.#configuration)) this.#log.warn(warning);
  }
}
