import { homedir } from "node:os";
import { systemClock } from "../core/clock.ts";
import { userAgent } from "../core/user-agent.ts";
import { createHttp } from "../http/create-http.ts";
import type { Http } from "../http/http.ts";
import type { Proxies } from "../http/proxy/proxy.ts";
import { readPem } from "../openstack/credentials/clouds-yaml/read-pem.ts";
import { environmentProxies } from "../openstack/credentials/environment-proxies.ts";
import type { Cloud, TlsOptions } from "../openstack/credentials.ts";
import { openSession } from "../openstack/open-session.ts";
import { resolveCredentials } from "../openstack/resolve-credentials.ts";
import type { Session } from "../openstack/session.ts";
import type { Backups } from "../trove/backups/backups.ts";
import type { Configurations } from "../trove/configurations/configurations.ts";
import type { Datastores } from "../trove/datastores.ts";
import type { Flavors } from "../trove/flavors.ts";
import type { Databases } from "../trove/guest/databases.ts";
import type { Users } from "../trove/guest/users.ts";
import type { Limits } from "../trove/limits/limits.ts";
import { listVersions } from "../trove/list-versions.ts";
import { TroveApi as ProviderClient } from "../trove/trove-api.ts";
import type { CallOptions, Version } from "../trove/types.ts";
import { sourcesOf, unknownCredentials } from "./sources-of.ts";
import type { TroveCredentials } from "./trove-credentials.ts";
import { WaitableInstances } from "./waitable-instances.ts";
import { warningsLog } from "./warnings.ts";

/** How a service is asked that needs no login. */
export interface VersionsOptions extends CallOptions {
  /**
   * Whether any certificate is accepted.
   *
   * @default false
   */
  readonly insecure?: boolean | undefined;
  /** The authority that signed the service's certificate: a path, or PEM text. */
  readonly cacertFile?: string | undefined;
}

/** Milliseconds for the versions of a service, which may not be there at all. */
const versionsMs = 20_000;

/**
 * Trove's API for one project of one cloud: one login, whose token is renewed when it ends.
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
  /** The users of an instance, and what they are granted. */
  readonly users: Users;
  /** The configuration groups of the project. */
  readonly configurations: Configurations;
  /** The backups of the project. */
  readonly backups: Backups;
  /** The sizes that instances come in. */
  readonly flavors: Flavors;
  /** The kinds of databases, with their versions. */
  readonly datastores: Datastores;
  /** The quotas and rates of the project. */
  readonly limits: Limits;
  readonly #client: ProviderClient;
  /** Without a token. */
  readonly #http: Http;

  /**
   * Finds the credentials and logs in.
   *
   * @param credentials Where and as whom, or a cloud of clouds.yaml; they stand alone. Left out, or empty: what the
   * environment says (`OS_CLOUD`, or `OS_AUTH_URL` and the rest), else the only cloud of clouds.yaml.
   * A login or a password that is sent over http:// to another machine makes one warning of the process (`TroveWarning`).
   *
   * @throws {ConfigError} they are missing, incomplete or contradictory.
   * @throws {AuthError} they are refused.
   * @throws {EndpointError} the cloud has no Trove there.
   * @throws {ConnectionError} the cloud cannot be reached, for 20 s.
   */
  static async connect(credentials: TroveCredentials = {}, options: CallOptions = {}): Promise<TroveClient> {
    for (const warning of unknownCredentials(credentials)) warningsLog.warn(warning);
    const found = await resolveCredentials(sourcesOf(credentials));
    const client = new TroveClient(
      openSession({ credentials: async () => found, log: warningsLog }),
      anonymousHttp(found.tls, found.proxies),
    );
    await client.cloud(options);
    return client;
  }

  /**
   * The versions of the API that a Trove serves. Needs no credentials.
   *
   * @param url The address of the service, `http://host:8779`; one that goes on to a version and a project will do.
   */
  static async versions(url: string, options: VersionsOptions = {}): Promise<Version[]> {
    const { insecure = false, cacertFile, ...call } = options;
    const ca = await readPem(cacertFile, "the CA certificate", { cwd: process.cwd(), home: homedir() });
    return listVersions(anonymousHttp({ insecure, ca }, environmentProxies(process.env)), url, call);
  }

  private constructor(session: Session, http: Http) {
    const client = new ProviderClient(session);
    this.#client = client;
    this.#http = http;
    this.instances = new WaitableInstances(session, systemClock);
    this.databases = client.databases;
    this.users = client.users;
    this.configurations = client.configurations;
    this.backups = client.backups;
    this.flavors = client.flavors;
    this.datastores = client.datastores;
    this.limits = client.limits;
  }

  /** The versions of the API that this cloud's Trove serves. */
  async versions(options: CallOptions = {}): Promise<Version[]> {
    const { endpoint } = await this.cloud(options);
    return listVersions(this.#http, endpoint, options);
  }

  /** Which cloud this is. */
  cloud(options: CallOptions = {}): Promise<Cloud> {
    return this.#client.cloud(options);
  }

  /** The time by the server's own clock, in milliseconds since the epoch; `undefined` before its first answer. */
  serverNow(): number | undefined {
    return this.#client.serverNow();
  }
}

function anonymousHttp(tls: TlsOptions, proxies: Proxies | undefined): Http {
  return createHttp({ clock: systemClock, userAgent: userAgent(), tls, proxies, retry: { totalMs: versionsMs } });
}
