import { createRequire } from "node:module";
import { homedir } from "node:os";
import { boundText } from "../core/bound-text.ts";
import { systemClock } from "../core/clock.ts";
import { userAgent } from "../core/user-agent.ts";
import { engineLog } from "../hosts/dynamic/engine-log.ts";
import type { HostConfiguration } from "../hosts/dynamic/host-configuration.ts";
import { SecretMask } from "../http/secrets/secret-mask.ts";
import { asText, isWord } from "../openstack/credentials/scalars.ts";
import { ConfigError } from "../openstack/errors/config-error.ts";
import { proofOf } from "../openstack/login/identity-message.ts";
import { openSession } from "../openstack/open-session.ts";
import { resolveCredentials } from "../openstack/resolve-credentials.ts";
import { createProcessServices, type ProcessServices } from "../resources/process-services.ts";
import { TroveApi } from "../trove/trove-api.ts";
import { InstancePoller } from "../wait/instances/instance-poller.ts";
import { CheckedInputs } from "./checked-inputs.ts";
import { InstanceNames } from "./instance-names.ts";
import { Predecessors } from "./predecessors.ts";
import { type Mask, maskedLog } from "./secrets/masked-log.ts";
import { unknownSettings } from "./settings.ts";

/** Texts of this package can list all arguments of a resource, each with what a server said about it. */
const LONGEST_LINE = 16_384;

/**
 * What one process of the dynamic host has for all its resources: one session, one memory. The engine starts a process
 * for each provider and each phase of an operation.
 */
export class HostProcess {
  static readonly #of = new WeakMap<HostConfiguration, HostProcess>();
  readonly settings: HostConfiguration;
  readonly clock = systemClock;
  readonly checked = new CheckedInputs();
  readonly predecessors = new Predecessors();
  readonly names = new InstanceNames();
  /** No I/O before the first request. */
  readonly trove: TroveApi;
  readonly poller: InstancePoller;
  /** The password, token or key of the login, once it is known. */
  readonly #login: string[] = [];
  /** The secrets of all resources so far: what serves them together may speak of any. */
  readonly #met = new Set<string>();
  /** Those among them that are names of instances: texts about a replica or an adoption name another resource's instance. */
  readonly #secretNames = new Set<string>();
  /** Whether the operation is a preview: the SDK says so in every check. */
  preview = false;
  #services: ProcessServices | undefined;
  #hasWarned = false;

  constructor(settings: HostConfiguration) {
    this.settings = settings;
    this.trove = new TroveApi(
      openSession({
        credentials: async () => {
          const credentials = await findCredentials(settings);
          this.#login.push(proofOf(credentials.auth), ...(credentials.proxies?.secrets ?? []));
          return credentials;
        },
        clock: this.clock,
        log: maskedLog(engineLog(undefined), (text) => this.#mask(this.#met, text)),
        userAgent: userAgent(pulumiVersion()),
      }),
    );
    this.poller = new InstancePoller(this.names.learningFrom(this.trove.instances), this.trove, this.clock);
  }

  static of(settings: HostConfiguration): HostProcess {
    const process = HostProcess.#of.get(settings) ?? new HostProcess(settings);
    HostProcess.#of.set(settings, process);
    return process;
  }

  /**
   * The mask of an operation on a resource with these secrets. It also names the instances that the text has by id.
   *
   * @param names those that the resource has had
   */
  maskOf(secrets: readonly string[], names: readonly unknown[]): Mask {
    for (const secret of secrets) {
      this.#met.add(secret);
      if (names.includes(secret)) this.#secretNames.add(secret);
    }
    return (text) => this.#mask(secrets, text);
  }

  #mask(secrets: Iterable<string>, text: string): string {
    const masked = new SecretMask([...this.#login, ...this.#secretNames, ...secrets]);
    return masked.apply(boundText(this.names.addTo(text), LONGEST_LINE));
  }

  /** Warns, once in a process, of settings that do not exist: the engine takes any key. */
  warnOfUnknownSettings(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    const log = maskedLog(engineLog(undefined), (text) => this.#mask(this.#met, text));
    for (const warning of unknownSettings(this.settings)) log.warn(warning);
  }

  get services(): ProcessServices {
    this.#services ??= createProcessServices({
      resumeInterrupted: flag(this.settings, "trove:resumeInterrupted"),
      previewChecks: onOrOff(this.settings, "trove:previewChecks", true),
    });
    return this.#services;
  }
}

function findCredentials(settings: HostConfiguration) {
  return resolveCredentials({
    config: (key) => settings.config(key),
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    explicit: flag(settings, "trove:explicit"),
  });
}

/** @throws {ConfigError} the value is neither true nor false. */
function flag(settings: HostConfiguration, key: string): boolean {
  const value = asText(settings.config(key), key) ?? "false";
  if (value !== "true" && value !== "false") {
    throw new ConfigError(`${key}${given(value)} must be true or false.`);
  }
  return value === "true";
}

/** @throws {ConfigError} the value is neither `on` nor `off`. */
function onOrOff(settings: HostConfiguration, key: string, fallback: boolean): boolean {
  const value = asText(settings.config(key), key) ?? (fallback ? "on" : "off");
  if (value !== "on" && value !== "off") {
    throw new ConfigError(`${key}${given(value)} must be on or off.`);
  }
  return value === "on";
}

function given(value: unknown): string {
  return isWord(value) ? ` is "${value}"; it` : "";
}

function pulumiVersion(): string | undefined {
  return (createRequire(import.meta.url)("@pulumi/pulumi/package.json") as { version?: string }).version;
}
