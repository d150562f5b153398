import { parseArgs } from "node:util";
import {
  databasesOptions,
  defaultLocalities,
  isLoopbackNetwork,
  LOOPBACK_NETWORK,
  type NumberOption,
  numberKinds,
  type SimulatorOptions,
} from "./options.ts";
import type { TroveRelease } from "./trove/release.ts";

export const USAGE = "Usage: trove-simulator [options]";

export const HELP = `${USAGE}

An OpenStack database cloud on 127.0.0.1: Keystone and Trove. A database server
runs inside each instance, where this machine has one. Writes clouds.yaml and
openrc into a folder, prints "ready <folder>", and runs until Ctrl-C or SIGTERM.
Then it deletes the two files, and ends the servers.

Timing, in seconds:
  --boot S              until a new instance is ACTIVE (2)
  --guest-lag S         until new databases, users and grants exist (0.5)
  --delete S            until a deleted instance is gone (1)
  --backup S            until a backup is COMPLETED (1.5)
    for tests:          --boot 0.1 --guest-lag 0 --delete 0.1 --backup 0.1
    like a real cloud:  --boot 120 --guest-lag 5 --delete 20 --backup 60

Databases:
  --databases KIND      memory: none, the API alone; real: a server inside each
                        instance; auto: real where this machine has the server
                        of the datastore, else memory (auto)
  --network N           the loopback network of the instances, by its first
                        three numbers, such as 127.0.0 (any free one)

Folder and ports:
  --dir DIR             the folder of clouds.yaml and openrc (a temporary one)
  --keystone PORT       Keystone's port, usually 5000 (any free port)
  --trove PORT          Trove's port, usually 8779 (any free port)

The cloud:
  --trove-release N     18 (2022) or 26 (2026) (26)
  --rate N              requests per minute, for each method and project (200)
  --max-instances N     quota of each project (10)
  --max-volumes GB      quota of each project (40)
  --no-volumes          instances store their data on the server's disk
  --default-locality L  for new instances that set no locality, on Trove 26:
                        affinity, soft-affinity, anti-affinity or
                        soft-anti-affinity (none)
  --token-seconds S     how long a token is valid (3600)

The process:
  --access-log FILE     append a JSON line for each request to Trove
  --stop-on-stdin-end   also stop when standard input ends: for a parent process
  -h, --help            print this text
  --version             print the version
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
} as const satisfies Readonly<Record<string, NumberOption>>;

const text = { type: "string" } as const;
const on = { type: "boolean" } as const;
const FLAGS = {
  ...Object.fromEntries(Object.keys(NUMBERS).map((flag) => [flag, text])),
  dir: text,
  "trove-release": text,
  "default-locality": text,
  "access-log": text,
  databases: text,
  network: text,
  // Scales the sleeps of the real Trove, which tests start with the same flags. The simulator ignores it.
  speed: text,
  "no-volumes": on,
  "stop-on-stdin-end": on,
  help: { ...on, short: "h" },
  version: on,
} as const;

export interface CommandLine {
  /** @default a temporary folder */
  readonly dir?: string;
  readonly options: SimulatorOptions;
  readonly stopOnStdinEnd?: boolean;
  /** The text to print instead of starting a cloud. */
  readonly print?: "help" | "version";
}

/** @throws {TypeError} for an unknown flag, or a value that is missing or not accepted. The message is one line. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const values = parseFlags(args);
  const options: Record<string, number | string | boolean> = {};
  for (const [flag, option] of Object.entries(NUMBERS)) {
    const value = values.get(flag);
    if (value !== undefined) options[option] = numberOf(flag, option, value);
  }
  const release = values.get("trove-release");
  if (release !== undefined) options.troveRelease = releaseOf(release);
  if (values.has("no-volumes")) options.volumes = false;
  const locality = values.get("default-locality");
  if (locality !== undefined) options.defaultLocality = localityOf(locality);
  const accessLog = values.get("access-log");
  if (accessLog !== undefined) options.accessLog = accessLog;
  if (options.keystone && options.keystone === options.trove) {
    throw new TypeError(`--keystone and --trove need different ports, both are ${options.trove}`);
  }
  const databases = values.get("databases");
  if (databases !== undefined) options.databases = databasesOf(databases);
  const network = values.get("network");
  if (network !== undefined) options.network = networkOf(network);
  const dir = values.get("dir");
  return {
    ...(dir === undefined ? {} : { dir }),
    options,
    ...(values.has("stop-on-stdin-end") ? { stopOnStdinEnd: true } : {}),
    ...(values.has("help") ? { print: "help" } : values.has("version") ? { print: "version" } : {}),
  };
}

/** The value of each flag; "" if it takes none. Not `strict`: those messages of `parseArgs` span several lines. */
function parseFlags(args: readonly string[]): ReadonlyMap<string, string> {
  const { tokens } = parseArgs({ args: [...args], options: FLAGS, strict: false, tokens: true });
  const values = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === "positional") throw new TypeError(`Unexpected argument ${JSON.stringify(token.value)}`);
    if (token.kind === "option-terminator") continue;
    const { name, rawName, value } = token;
    const flag = Object.hasOwn(FLAGS, name) ? FLAGS[name as keyof typeof FLAGS] : undefined;
    if (flag === undefined) throw new TypeError(`Unknown option ${rawName}`);
    if (flag.type === "boolean" && value !== undefined) throw new TypeError(`${rawName} takes no value`);
    if (flag.type === "string" && (value === undefined || value === ""))
      throw new TypeError(`${rawName} needs a value`);
    values.set(name, value ?? "");
  }
  return values;
}

function releaseOf(text: string): TroveRelease {
  if (text === "18") return 18;
  if (text === "26") return 26;
  throw refused("trove-release", "18 or 26", text);
}

function localityOf(text: string): string {
  if (defaultLocalities.includes(text)) return text;
  throw refused("default-locality", defaultLocalities.join(", "), text);
}

function databasesOf(text: string): string {
  if (databasesOptions.includes(text)) return text;
  throw refused("databases", databasesOptions.join(", "), text);
}

function networkOf(text: string): string {
  if (isLoopbackNetwork(text)) return text;
  throw refused("network", LOOPBACK_NETWORK, text);
}

function numberOf(flag: string, option: NumberOption, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const { takes, accepts } = numberKinds[option];
  if (accepts(value)) return value;
  throw refused(flag, takes, text);
}

function refused(flag: string, takes: string, text: string): TypeError {
  return new TypeError(`--${flag} takes ${takes}, not ${JSON.stringify(text)}`);
}
