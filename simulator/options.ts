import { NEWEST_RELEASE, type TroveRelease } from "./trove/release.ts";

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

export type Settings = Readonly<
  Record<Exclude<keyof SimulatorOptions, "accessLog" | "now" | "troveRelease" | "volumes" | "defaultLocality">, number>
> & {
  readonly troveRelease: TroveRelease;
  readonly volumes: boolean;
  readonly defaultLocality: string | undefined;
  readonly accessLog: string | undefined;
  readonly now: () => number;
};

export function resolveOptions(options: SimulatorOptions): Settings {
  return {
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
}
