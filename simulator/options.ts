import { behaviorOf, NEWEST_RELEASE, type TroveRelease } from "./trove/release.ts";

/** What `startSimulator` takes: the command line's flags in camelCase. */
export interface SimulatorOptions {
  /** Keystone's port on 127.0.0.1. @default 0, any free one */
  readonly keystone?: number | undefined;
  /** Trove's port on 127.0.0.1. @default 0, any free one */
  readonly trove?: number | undefined;
  /** The release of Trove that it is. @default 26, the newest */
  readonly troveRelease?: TroveRelease | undefined;
  /** Seconds from BUILD to ACTIVE. @default 2 */
  readonly boot?: number | undefined;
  /** Seconds from DELETE to 404. @default 1 */
  readonly delete?: number | undefined;
  /** Seconds from a backup's BUILDING to COMPLETED; a replica's source is backed up as long. @default 1.5 */
  readonly backup?: number | undefined;
  /**
   * Seconds until the guest has done what Trove only casts to it; an instance's first databases and users come as long
   * after ACTIVE. @default 0.5
   */
  readonly guestLag?: number | undefined;
  /** Requests a minute for each of GET, POST, PUT and DELETE, and each project. @default 200 */
  readonly rate?: number | undefined;
  /** Quota: instances a project. @default 10 */
  readonly maxInstances?: number | undefined;
  /** Quota: GB of volumes a project. @default 40 */
  readonly maxVolumes?: number | undefined;
  /** Whether instances have their data on volumes of their own; without, a create that asks for one is refused. @default true */
  readonly volumes?: boolean | undefined;
  /** The locality of new instances for which none is asked, as operators can set it since Trove 26. @default none */
  readonly defaultLocality?: string | undefined;
  /** Seconds that a token lives. @default 3600 */
  readonly tokenSeconds?: number | undefined;
  /** A file that gets a JSON line a request: `{t, method, path, status}`. */
  readonly accessLog?: string | undefined;
  /**
   * The clock of the servers, in milliseconds since the epoch: what they say in `Date` and `created`, and measure tokens
   * and rates by. It may be wrong, or run faster; the times above are the machine's. No flag.
   * @default Date.now
   */
  readonly now?: (() => number) | undefined;
}

export type Settings = Readonly<Record<NumberOption, number>> & {
  readonly troveRelease: TroveRelease;
  readonly volumes: boolean;
  readonly defaultLocality: string | undefined;
  readonly accessLog: string | undefined;
  readonly now: () => number;
};

export type NumberOption = Exclude<
  keyof SimulatorOptions,
  "accessLog" | "now" | "troveRelease" | "volumes" | "defaultLocality"
>;

interface NumberKind {
  /** The accepted values, in words. */
  readonly takes: string;
  readonly accepts: (value: number) => boolean;
}

// setTimeout fires at once after more than 2^31 - 1 ms.
const seconds: NumberKind = { takes: "seconds, from 0 to 2147483", accepts: (value) => value >= 0 && value <= 2147483 };
const count: NumberKind = { takes: "a whole number", accepts: (value) => isWhole(value) };
const port: NumberKind = {
  takes: "a port from 1 to 65535, or 0 for any free one",
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

/** Every locality that an operator of the newest release can set. */
export const defaultLocalities = behaviorOf(NEWEST_RELEASE).localities;

/** @throws {TypeError} naming the option whose value is not accepted. */
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
  const { troveRelease, defaultLocality } = settings;
  if (troveRelease !== 18 && troveRelease !== 26) throw refused("troveRelease", "18 or 26", troveRelease);
  if (defaultLocality !== undefined && !defaultLocalities.includes(defaultLocality)) {
    throw refused("defaultLocality", defaultLocalities.join(", "), defaultLocality);
  }
}

function refused(option: string, takes: string, value: unknown): TypeError {
  return new TypeError(`${option} takes ${takes}, not ${JSON.stringify(value)}`);
}

function isWhole(value: number, least = 0, most = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
