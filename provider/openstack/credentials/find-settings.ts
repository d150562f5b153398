import { ConfigError } from "../errors/config-error.ts";
import type { CredentialSources } from "./credential-sources.ts";
import { showPath } from "./expand-path.ts";
import { configFolders } from "./find-config-file.ts";
import type { Clouds } from "./from-clouds-file.ts";
import { readClouds } from "./from-clouds-file.ts";
import { fromConfig } from "./from-config.ts";
import { cloudOverlay, fromEnvironment } from "./from-environment.ts";
import { mergeSettings } from "./merge-settings.ts";
import type { Settings } from "./settings.ts";
import { hasIdentity } from "./settings.ts";

export interface Found {
  readonly settings: Settings;
  readonly source: string;
}

/**
 * Decides which places count, and lays the stronger over the weaker.
 *
 * @throws {ConfigError} Nothing was given, or no cloud of several was chosen.
 */
export async function findSettings(sources: CredentialSources): Promise<Found> {
  const config = fromConfig(sources.config);
  const inConfig = sources.explicit ? "The explicit TroveProvider" : "Pulumi config";
  const isComplete = config.settings.authUrl !== undefined && hasIdentity(config.settings);
  // OS_CLOUD is not mixed into a configuration that already says where and as whom to log in.
  const name = config.cloud ?? (sources.explicit || isComplete ? undefined : sources.env.OS_CLOUD || undefined);
  const over = (settings: Settings, place: string): Found => ({
    settings: mergeSettings(config.settings, settings),
    source: saysAnything(config.settings) ? `${inConfig} over ${place}` : place,
  });
  if (name !== undefined) {
    const clouds = await readClouds(sources);
    return over(await namedCloud(name, clouds, config.settings.region, sources), cloudName(name, clouds));
  }
  if (sources.explicit) {
    if (saysAnything(config.settings)) return { settings: config.settings, source: inConfig };
    throw new ConfigError("The TroveProvider was given no credentials: set authUrl and a login, or cloud.", {
      missing: true,
    });
  }
  const env = fromEnvironment(sources.env);
  const merged = mergeSettings(config.settings, env);
  if (merged.authUrl !== undefined || hasIdentity(merged)) {
    const inEnv = Object.entries(env).some(
      ([key, value]) => value !== undefined && merged[key as keyof Settings] === value,
    );
    if (!saysAnything(config.settings)) return { settings: merged, source: "The environment (OS_*)" };
    return { settings: merged, source: inEnv ? `${inConfig} over the environment (OS_*)` : inConfig };
  }
  const clouds = await readClouds(sources);
  const [only, another] = clouds.names;
  if (only === undefined || another !== undefined) throw nothingChosen(clouds, sources);
  return over(await namedCloud(only, clouds, config.settings.region, sources), cloudName(only, clouds));
}

/** The settings of a cloud of clouds.yaml; a region or an interface of the environment counts more. */
async function namedCloud(name: string, clouds: Clouds, region: string | undefined, sources: CredentialSources) {
  const overlay = sources.explicit ? {} : cloudOverlay(sources.env);
  return mergeSettings(overlay, await clouds.cloud(name, region ?? overlay.region));
}

function cloudName(name: string, { shown }: Clouds): string {
  return `Cloud "${name}" of ${shown}`;
}

function saysAnything(settings: Settings): boolean {
  return Object.values(settings).some((value) => value !== undefined);
}

function nothingChosen(clouds: Clouds, sources: CredentialSources): ConfigError {
  if (clouds.names.length > 1) {
    const names = clouds.names.map((name) => `"${name}"`).join(", ");
    return new ConfigError(`${clouds.shown} has the clouds ${names}: choose one with trove:cloud or OS_CLOUD.`);
  }
  const folders = configFolders(sources).map((folder) => showPath(folder, sources));
  return new ConfigError(
    "No OpenStack credentials were found. Looked for trove:authUrl, trove:cloud, openstack:authUrl and openstack:cloud in " +
      "Pulumi's configuration; for OS_CLOUD and OS_AUTH_URL in the environment; for clouds.yaml in " +
      `${folders.join(", ")}. Name a cloud with "pulumi config set trove:cloud <name>", or set a login.`,
    { missing: true },
  );
}
