import { type TroveRelease, trovePythons } from "./trove-releases.ts";

export type CloudKind = "simulator" | "real";

/** The options of both clouds. Times are in seconds of the cloud's own clock. */
export interface CloudOptions {
  /** @default the environment variable CONTRACT_CLOUD, else "simulator" */
  readonly kind?: CloudKind;
  /**
   * The release of Trove. @default the environment variable CONTRACT_RELEASE, else 26 on the simulator and 18, the
   * release of Debian's packages, on the real cloud
   */
  readonly release?: TroveRelease;
  /** From BUILD to ACTIVE. @default 0.8 */
  readonly boot?: number;
  /** From DELETE until the server is gone. @default 1 */
  readonly delete?: number;
  /** From a backup's start to its end. @default 0.5 */
  readonly backup?: number;
  /** Until the guest agent has performed an asynchronous call. @default CONTRACT_GUEST_LAG, else 0 */
  readonly guestLag?: number;
  /** Requests per minute for each method and project. @default 100000, which no test reaches */
  readonly rate?: number;
  /** @default 10 */
  readonly maxInstances?: number;
  /** GB of volumes in a project. @default 40 */
  readonly maxVolumes?: number;
  /** Whether instances have volumes. @default true */
  readonly volumes?: boolean;
  /** The locality that the operator configures for new instances (since Trove 26). @default none */
  readonly defaultLocality?: string;
  /** Until a token expires. @default 3600 */
  readonly tokenSeconds?: number;
  /** Whether a database server runs inside each instance, on the simulator. @default "memory" */
  readonly databases?: "memory" | "real" | "auto";
  /** The loopback network of the instances, on the simulator. @default any free one */
  readonly network?: string;
  /** A file to which a JSON line is appended for each request. */
  readonly accessLog?: string;
}

export function cloudKind(options: CloudOptions = {}): CloudKind {
  const kind = options.kind ?? process.env.CONTRACT_CLOUD ?? "simulator";
  if (kind !== "simulator" && kind !== "real")
    throw new Error(`CONTRACT_CLOUD is "${kind}". Set it to simulator or real.`);
  return kind;
}

export function troveRelease(options: CloudOptions = {}): TroveRelease {
  const release = options.release ?? Number(process.env.CONTRACT_RELEASE ?? (cloudKind(options) === "real" ? 18 : 26));
  if (release !== 18 && release !== 26) throw new Error(`CONTRACT_RELEASE must be 18 or 26, not ${release}.`);
  return release;
}

export function guestLag(options: CloudOptions = {}): number {
  return options.guestLag ?? Number(process.env.CONTRACT_GUEST_LAG ?? 0);
}

/** Seconds from BUILD to ACTIVE. */
export const defaultBoot = 0.6;

/** All flags, so that the defaults of the two clouds do not matter. */
export function cloudFlags(options: CloudOptions): string[] {
  const flags = {
    boot: options.boot ?? defaultBoot,
    delete: options.delete ?? 2,
    backup: options.backup ?? 0.5,
    "guest-lag": guestLag(options),
    rate: options.rate ?? 100_000,
    "max-instances": options.maxInstances ?? 10,
    "max-volumes": options.maxVolumes ?? 40,
    "token-seconds": options.tokenSeconds ?? 3600,
  };
  const release = troveRelease(options);
  const which =
    cloudKind(options) === "real" ? ["--trove-python", trovePythons[release]] : simulatorFlags(release, options);
  const { accessLog, volumes = true, defaultLocality } = options;
  return [
    ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ...which,
    ...(accessLog === undefined ? [] : ["--access-log", accessLog]),
    ...(volumes ? [] : ["--no-volumes"]),
    ...(defaultLocality === undefined ? [] : ["--default-locality", defaultLocality]),
  ];
}

function simulatorFlags(release: TroveRelease, { databases = "memory", network }: CloudOptions): string[] {
  const flags = ["--trove-release", String(release), "--databases", databases];
  return network === undefined ? flags : [...flags, "--network", network];
}
