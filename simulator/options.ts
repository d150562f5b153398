import { isIPv4 } from "node:net";
import { behaviorOf, NEWEST_RELEASE, type TroveRelease } from "./trove/release.ts";

/** The options of `startSimulator`: the flags of the command line in camelCase. */
export interface SimulatorOptions {
  /** Keystone's port on 127.0.0.1. @default 0, any free port */
  readonly keystone?: number | undefined;
  /** Trove's port on 127.0.0.1. @default 0, any free port */
  readonly trove?: number | undefined;
  /** The release of Trove to simulate. @default 26, the newest */
  readonly troveRelease?: TroveRelease | undefined;
  /** Seconds from BUILD to ACTIVE. @default 2 */
  readonly boot?: number | undefined;
  /** Seconds from DELETE to 404. @default 1 */
  readonly delete?: number | undefined;
  /** Seconds from a backup's BUILDING to COMPLETED, also for the backup of a replica's source. @default 1.5 */
  readonly backup?: number | undefined;
  /**
   * Seconds until the guest agent has performed an asynchronous call. The databases and users of a create exist that
   * long after ACTIVE. @default 0.5
   */
  readonly guestLag?: number | undefined;
  /** Requests per minute for each of GET, POST, PUT and DELETE in each project. @default 200 */
  readonly rate?: number | undefined;
  /** Quota of instances per project. @default 10 */
  readonly maxInstances?: number | undefined;
  /** Quota of volumes per project, in GB. @default 40 */
  readonly maxVolumes?: number | undefined;
  /** Whether instances store their data on volumes. If false, a create with a volume is refused. @default true */
  readonly volumes?: boolean | undefined;
  /** The locality of new instances that set none; operators can configure it since Trove 26. @default none */
  readonly defaultLocality?: string | undefined;
  /** Seconds that a token is valid. @default 3600 */
  readonly tokenSeconds?: number | undefined;
  /**
   * Whether a database server runs inside each instance, so that programs can connect to it: `memory` runs none, `auto`
   * runs one for each datastore whose server this machine has, `real` refuses to start without all of them.
   *
   * @default "memory"; on the command line "auto"
   */
  readonly databases?: Databases | undefined;
  /**
   * The first three numbers of the loopback network that instances get their addresses from, such as `127.0.0`.
   *
   * @default any network that no other simulator uses
   */
  readonly network?: string | undefined;
  /** Receives a line for each thing that is not as in a real cloud, and for each failure. It has no flag. @default none */
  readonly log?: ((line: string) => void) | undefined;
  /** A file to which a JSON line is appended for each request to Trove: `{t, method, path, status}`. */
  readonly accessLog?: string | undefined;
  /**
   * The clock of the servers, in milliseconds since the epoch, for `Date` headers, `created`, the expiry of tokens and
   * the rate limits. It may be wrong or run faster; the durations above use the machine's clock. It has no flag.
   * @default Date.now
   */
  readonly now?: (() => number) | undefined;
}

export type Databases = "memory" | "real" | "auto";

export type Settings = Readonly<Record<NumberOption, number>> & {
  readonly troveRelease: TroveRelease;
  readonly volumes: boolean;
  readonly defaultLocality: string | undefined;
  readonly accessLog: string | undefined;
  readonly databases: Databases;
  readonly network: string | undefined;
  readonly log: (line: string) => void;
  readonly now: () => number;
};

export type NumberOption = Exclude<
  keyof SimulatorOptions,
  "accessLog" | "databases" | "defaultLocality" | "log" | "network" | "now" | "troveRelease" | "volumes"
>;

interface NumberKind {
  /** The accepted values, in words. */
  readonly takes: string;
  readonly accepts: (value: number) => boolean;
}

// setTimeout fires immediately for more than 2^31 - 1 ms.
const seconds: NumberKind = { takes: "seconds, from 0 to 2147483", accepts: (value) => value >= 0 && value <= 2147483 };
const count: NumberKind = { takes: "a whole number", accepts: (value) => isWhole(value) };
const port: NumberKind = {
  takes: "a port from 1 to 65535, or 0 for any free port",
  accepts: (value) => isWhole(value, 0, 65535),
};

export const numberKinds: Readonly<Record<NumberOption, NumberKind>> = {
  keystone: port,
  trove: port,
  boot: seconds,
  delete: seconds,
  backup: seconds,
  guestLag: seconds,
  rate: { takes: "a whole number, 1 or more", accepts: (value) => isWhole(value, 1) },
  maxInstances: count,
  maxVolumes: count,
  tokenSeconds: seconds,
};

export const databasesOptions: readonly string[] = ["real", "memory", "auto"];
export const LOOPBACK_NETWORK = "three numbers of a loopback network, such as 127.0.0";

/** The localities that an operator of the newest release can configure. */
export const defaultLocalities = behaviorOf(NEWEST_RELEASE).localities;

/** @throws {TypeError} for an option whose value is not accepted. */
export function resolveOptions(options: SimulatorOptions): Settings {
  const settings = {
    keystone: options.keystone ?? 0,
    trove: options.trove ?? 0,
    troveRelease: options.troveRelease ?? NEWEST_RELEASE,
    boot: options.boot ?? 2,
    delete: options.delete ?? 1,
    backup: options.backup ?? 1.5,
    guestLag: options.guestLag ?? 0.5,
    rate: options.rate ?? 200,
    maxInstances: options.maxInstances ?? 10,
    maxVolumes: options.maxVolumes ?? 40,
    volumes: options.volumes ?? true,
    defaultLocality: options.defaultLocality,
    tokenSeconds: options.tokenSeconds ?? 3600,
    accessLog: options.accessLog,
    databases: options.databases ?? "memory",
    network: options.network,
    log: options.log ?? (() => {}),
    now: options.now ?? Date.now,
  };
  check(settings);
  return settings;
}

function check(settings: Settings): void {
  for (const [name, { takes, accepts }] of Object.entries(numberKinds)) {
    const value = settings[name as NumberOption];
    if (typeof value !== "number" || !accepts(value)) throw refused(name, takes, value);
  }
  const { troveRelease, defaultLocality, databases, network } = settings;
  if (troveRelease !== 18 && troveRelease !== 26) throw refused("troveRelease", "18 or 26", troveRelease);
  if (defaultLocality !== undefined && !defaultLocalities.includes(defaultLocality)) {
    throw refused("defaultLocality", defaultLocalities.join(", "), defaultLocality);
  }
  if (!databasesOptions.includes(databases)) throw refused("databases", databasesOptions.join(", "), databases);
  if (network !== undefined && !isLoopbackNetwork(network)) throw refused("network", LOOPBACK_NETWORK, network);
}

/** The first three numbers of a /24 within 127.0.0.0/8. */
export function isLoopbackNetwork(network: string): boolean {
  return /^127\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/.test(network) && isIPv4(`${network}.1`);
}

function refused(option: string, takes: string, value: unknown): TypeError {
  return new TypeError(`${option} takes ${takes}, not ${JSON.stringify(value)}`);
}

function isWhole(value: number, least = 0, most = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
