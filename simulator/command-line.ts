import { parseArgs } from "node:util";
import type { SimulatorOptions } from "./options.ts";
import type { TroveRelease } from "./trove/release.ts";

export const USAGE = `trove-simulator --dir DIR --keystone PORT --trove PORT [flags]

A Keystone and a Trove on 127.0.0.1. Writes DIR/clouds.yaml and DIR/openrc, then prints "ready DIR".
Ends at SIGTERM, SIGINT or the end of standard input.

  --trove-release N  the release of Trove that it is: 18 or 26 (26)
  --boot S           seconds from BUILD to ACTIVE (2)
  --delete S         seconds from DELETE to 404 (1)
  --backup S         seconds from a backup's BUILDING to COMPLETED (1.5)
  --guest-lag S      seconds until the guest has done what is cast to it (0.5)
  --rate N           requests a minute, for each verb and project (200)
  --max-instances N  quota (10)
  --max-volumes GB   quota (40)
  --no-volumes       instances have their data on the server's disk
  --default-locality L
                     locality of new instances that ask for none; since Trove 26
  --token-seconds N  life of a token (3600)
  --access-log FILE  a JSON line for each request to Trove
  --speed X          taken, and without effect
`;

const NUMBERS = {
  keystone: "keystone",
  trove: "trove",
  boot: "boot",
  delete: "delete",
  backup: "backup",
  "guest-lag": "guestLag",
  rate: "rate",
  "max-instances": "maxInstances",
  "max-volumes": "maxVolumes",
  "token-seconds": "tokenSeconds",
} as const satisfies Readonly<Record<string, keyof SimulatorOptions>>;

const NO_VOLUMES = "--no-volumes";

export interface CommandLine {
  readonly dir: string;
  readonly options: SimulatorOptions;
}

/** @throws {TypeError} a flag that is unknown, missing or no number. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const text = { type: "string" } as const;
  const flags = [...Object.keys(NUMBERS), "dir", "trove-release", "default-locality", "access-log", "speed"];
  // The one flag without a value.
  const args = argv.filter((flag) => flag !== NO_VOLUMES);
  const { values } = parseArgs({ args, options: Object.fromEntries(flags.map((flag) => [flag, text])) });
  const options: Record<string, number | string | boolean> = {};
  for (const [flag, option] of Object.entries(NUMBERS)) {
    const value = values[flag];
    if (value !== undefined) options[option] = numberOf(flag, value);
  }
  const release = values["trove-release"];
  if (release !== undefined) options.troveRelease = releaseOf(release);
  if (argv.includes(NO_VOLUMES)) options.volumes = false;
  if (values["default-locality"] !== undefined) options.defaultLocality = values["default-locality"];
  if (values["access-log"] !== undefined) options.accessLog = values["access-log"];
  if (values.dir === undefined) throw new TypeError("--dir is missing");
  return { dir: values.dir, options };
}

function releaseOf(text: string): TroveRelease {
  if (text === "18") return 18;
  if (text === "26") return 26;
  throw new TypeError(`--trove-release takes 18 or 26, not ${JSON.stringify(text)}`);
}

function numberOf(flag: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new TypeError(`--${flag} takes a number, not ${JSON.stringify(text)}`);
}
