import { homedir } from "node:os";
import { systemClock } from "../core/clock.ts";
import { type Log, silentLog } from "../core/log.ts";
import { userAgent } from "../core/user-agent.ts";
import { createHttp } from "../http/create-http.ts";
import type { Http } from "../http/http.ts";
import type { Proxies } from "../http/proxy/proxy.ts";
import { readPem } from "../openstack/credentials/read-pem.ts";
import type { Cloud, TlsOptions } from "../openstack/credentials.ts";
import { environmentProxies } from "../openstack/environment-proxies.ts";
import { openSession } from "../openstack/open-session.ts";
import { resolveCredentials } from "../openstack/resolve-credentials.ts";
import type { Session } from "../openstack/session.ts";
import type { BackupStrategies } from "../trove/backups/backup-strategies.ts";
import type { Backups } from "../trove/backups/backups.ts";
import type { Configurations } from "../trove/configurations/configurations.ts";
import type { Datastores } from "../trove/datastores.ts";
import type { Flavors } from "../trove/flavors.ts";
import type { Databases } from "../trove/guest/databases.ts";
import type { Root } from "../trove/guest/root.ts";
import type { Users } from "../trove/guest/users.ts";
import type { Limits } from "../trove/limits/limits.ts";
import { listVersions } from "../trove/list-versions.ts";
import { TroveApi } from "../trove/trove-api.ts";
import type { CallOptions, Version } from "../trove/types.ts";
import { credentialSources, type TroveCredentials, unknownCredentials } from "./trove-credentials.ts";
import { WaitableInstances } from "./waitable-instances.ts";

/** Options of a request that needs no login. */
export interface VersionsOptions extends CallOptions {
  /**
   * Whether to accept any certificate.
   *
   * @default false
   */
  readonly insecure?: boolean | undefined;
  /** The CA certificate that signed the service's certificate: a path, or PEM text. */
  readonly cacertFile?: string | undefined;
}

const emitted = new Set<string>();

/** Emits each warning once a process, as a warning of Node. Everything else that the client logs is dropped. */
const warningsLog: Log = {
  ...silentLog,
  warn(message) {
    if (emitted.has(message)) return;
    emitted.add(message);
    process.emitWarning(message, "TroveWarning");
  },
};

/** Milliseconds for all attempts to read the versions: the address may be wrong. */
const VERSIONS_TIMEOUT_MS = 20_000;

/**
 * Trove's API for one project of one cloud. It logs in once and renews the token before it expires.
 *
 * @example
 * ```ts
 * const client = await TroveClient.connect();
 * for await (const instance of client.instances.list()) {
 *   console.log(instance.name, instance.status);
 * }
 * ```
 */
export class TroveClient {
  /** The instances of the project. */
  readonly instances: WaitableInstances;
  /** The databases in an instance. */
  readonly databases: Databases;
  /** The users of an instance, and their grants. */
  readonly users: Users;
  /** The superuser of the database server of an instance. */
  readonly root: Root;
  /** The configuration groups of the project. */
  readonly configurations: Configurations;
  /** The backups of the project. */
  readonly backups: Backups;
  /** The containers for backups that name none, of the project and of its instances. */
  readonly backupStrategies: BackupStrategies;
  /** The flavors of the cloud: the sizes of instances. */
  readonly flavors: Flavors;
  /** The datastores of the cloud, with their versions. */
  readonly datastores: Datastores;
  /** The quotas and rate limits of the project. */
  readonly limits: Limits;
  readonly #api: TroveApi;
  /** For requests without a login. */
  readonly #http: Http;

  /**
   * Finds the credentials and logs in. A login or a password that is sent over http:// to another machine emits one
   * warning of the process (`TroveWarning`).
   *
   * @param credentials The address and the login, or a cloud of clouds.yaml; no other source is used then. If left out
   * or empty, the environment (`OS_CLOUD`, or `OS_AUTH_URL` and the rest), else the only cloud of clouds.yaml.
   *
   * @throws {ConfigError} the credentials are missing, incomplete or contradictory.
   * @throws {AuthError} Keystone refused the credentials.
   * @throws {EndpointError} the service catalog has no matching endpoint of Trove.
   * @throws {ConnectionError} the cloud could not be reached for 20 s.
   */
  static async connect(credentials: TroveCredentials = {}, options: CallOptions = {}): Promise<TroveClient> {
    for (const warning of unknownCredentials(credentials)) warningsLog.warn(warning);
    const found = await resolveCredentials(credentialSources(credentials));
    const client = new TroveClient(
      openSession({ credentials: async () => found, log: warningsLog }),
      anonymousHttp(found.tls, found.proxies),
    );
    await client.cloud(options);
    return client;
  }

  /**
   * Lists the API versions that a Trove service offers. Needs no credentials.
   *
   * @param url The address of the service, `http://host:8779`. A version and a project at its end are ignored.
   */
  static async versions(url: string, options: VersionsOptions = {}): Promise<Version[]> {
    const { insecure = false, cacertFile, ...call } = options;
    const ca = await readPem(cacertFile, "the CA certificate", { cwd: process.cwd(), home: homedir() });
    return listVersions(anonymousHttp({ insecure, ca }, environmentProxies(process.env)), url, call);
  }

  private constructor(session: Session, http: Http) {
    const api = new TroveApi(session);
    this.#api = api;
    this.#http = http;
    this.instances = new WaitableInstances(session, systemClock);
    this.databases = api.databases;
    this.users = api.users;
    this.root = api.root;
    this.configurations = api.configurations;
    this.backups = api.backups;
    this.backupStrategies = api.backupStrategies;
    this.flavors = api.flavors;
    this.datastores = api.datastores;
    this.limits = api.limits;
  }

  /** Lists the API versions that this cloud's Trove offers. */
  async versions(options: CallOptions = {}): Promise<Version[]> {
    const { endpoint } = await this.cloud(options);
    return listVersions(this.#http, endpoint, options);
  }

  /** Returns the project, the region and the endpoint. */
  cloud(options: CallOptions = {}): Promise<Cloud> {
    return this.#api.cloud(options);
  }

  /** Returns the time of the server's clock, in milliseconds since the epoch; `undefined` before its first response. */
  serverNow(): number | undefined {
    return this.#api.serverNow();
  }
}

function anonymousHttp(tls: TlsOptions, proxies: Proxies | undefined): Http {
  return createHttp({
    clock: systemClock,
    userAgent: userAgent(),
    tls,
    proxies,
    retry: { totalMs: VERSIONS_TIMEOUT_MS },
  });
}
