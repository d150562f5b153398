import { ConfigError } from "../../errors/config-error.ts";
import type { CredentialSources, FileSources } from "../credential-sources.ts";
import { fromCloudEntry } from "../read-settings.ts";
import { asObject, asText } from "../scalars.ts";
import { howToSet } from "../setting-advice.ts";
import type { LoginSettings } from "../settings.ts";
import type { ConfigFile } from "./find-config-file.ts";
import { findConfigFile, shownFolders } from "./find-config-file.ts";

type Entry = Readonly<Record<string, unknown>>;

export interface CloudSettings {
  readonly settings: LoginSettings;
  /** A warning that the profile of the cloud was not found. */
  readonly warning?: string | undefined;
}

export interface Clouds {
  /** The path of clouds.yaml for texts; `undefined` if there is no such file. */
  readonly shown: string | undefined;
  readonly names: readonly string[];
  /** Reads one cloud. `region` is the region that another place sets. */
  cloud(name: string, region: string | undefined): Promise<CloudSettings>;
}

/** Reads clouds.yaml, with secure.yaml laid over it. */
export async function readClouds(sources: CredentialSources): Promise<Clouds> {
  const file = await findConfigFile("clouds", sources, "OS_CLIENT_CONFIG_FILE");
  const secure = await findConfigFile("secure", sources, "OS_CLIENT_SECURE_FILE");
  const entries = deepMerge(section(file, "clouds"), section(secure, "clouds"));
  const names = Object.keys(section(file, "clouds"));
  return {
    shown: file?.shown,
    names,
    async cloud(name, region) {
      const entry = names.includes(name) ? asObject(entries[name], `${file?.shown}: cloud "${name}"`) : undefined;
      if (!entry) throw file ? unknownCloud(name, file, names) : noFile(name, sources);
      const where = `${file?.shown}: cloud "${name}"`;
      const choose = `choose one. ${howToSet({ ...sources, cloud: true })("region")}`;
      const { merged, warning } = await withProfile(entry, where, sources);
      return { settings: fromCloudEntry(chooseRegion(merged, { where, choose }, region), where), warning };
    },
  };
}

function section(file: ConfigFile | undefined, name: string): Entry {
  return file ? (asObject(file.content[name], `${file.shown}: ${name}`) ?? {}) : {};
}

function noFile(name: string, sources: FileSources): ConfigError {
  return new ConfigError(
    `The cloud "${name}" is chosen, but there is no clouds.yaml. Looked in ${shownFolders(sources)}. ` +
      "Create it in one of them, or name it with OS_CLIENT_CONFIG_FILE.",
  );
}

function unknownCloud(name: string, file: ConfigFile, names: readonly string[]): ConfigError {
  const known = names.length > 0 ? `It has ${names.map((known) => `"${known}"`).join(", ")}.` : "It has no clouds.";
  return new ConfigError(`${file.shown} has no cloud "${name}". ${known}`);
}

/** Lays the cloud over the profile of clouds-public.yaml that it names. A missing profile is only a warning. */
async function withProfile(
  entry: Entry,
  where: string,
  sources: FileSources,
): Promise<{ readonly merged: Entry; readonly warning?: string }> {
  const name = asText(entry.profile ?? entry.cloud, `${where}: profile`);
  if (name === undefined) return { merged: entry };
  const file = await findConfigFile("clouds-public", sources);
  const profiles = section(file, "public-clouds");
  const profile = asObject(profiles[name], `${file?.shown}: "${name}"`);
  if (profile) return { merged: deepMerge(profile, entry) };
  const known = Object.keys(profiles).map((known) => `"${known}"`);
  const has = file ? `${file.shown} has ${known.join(", ") || "none"}` : "there is no clouds-public.yaml";
  const advice =
    "The profiles of openstacksdk itself are not available: write their auth_url and region_name into the cloud.";
  return { merged: entry, warning: `${where} names the profile "${name}", but ${has}. ${advice}` };
}

/** Chooses one of `regions`, a list of names or of `{ name, values }`, and lays its values over the cloud. */
function chooseRegion(
  entry: Entry,
  { where, choose }: { readonly where: string; readonly choose: string },
  asked: string | undefined,
): Entry {
  if (!Array.isArray(entry.regions) || entry.regions.length === 0) return entry;
  const regions = entry.regions.map((region: unknown) => {
    if (typeof region === "string") return { name: asText(region, `${where}: regions`), values: {} };
    const { name, values } = asObject(region, `${where}: regions`) ?? {};
    return { name: asText(name, `${where}: regions`), values: asObject(values, `${where}: regions`) ?? {} };
  });
  const known = regions.map(({ name }) => `"${name}"`).join(", ");
  const wanted = asked ?? asText(entry.region_name, `${where}: region_name`);
  const region =
    wanted === undefined && regions.length === 1 ? regions[0] : regions.find(({ name }) => name === wanted);
  if (region) return deepMerge({ ...entry, region_name: region.name }, region.values);
  if (wanted !== undefined) throw new ConfigError(`${where} has no region "${wanted}". It has ${known}: ${choose}`);
  throw new ConfigError(`${where} has the regions ${known}: ${choose}`);
}

function deepMerge(weak: Entry, strong: Entry): Entry {
  const merged: Record<string, unknown> = { ...weak };
  for (const [key, value] of Object.entries(strong)) {
    const old = merged[key];
    merged[key] = isEntry(old) && isEntry(value) ? deepMerge(old, value) : value;
  }
  return merged;
}

function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
