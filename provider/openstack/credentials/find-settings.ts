import type { Origin } from "../credentials.ts";
import { ConfigError } from "../errors/config-error.ts";
import { shownFolders } from "./clouds-yaml/find-config-file.ts";
import type { CloudSettings, Clouds } from "./clouds-yaml/from-clouds-file.ts";
import { readClouds } from "./clouds-yaml/from-clouds-file.ts";
import type { CredentialSources } from "./credential-sources.ts";
import { mergeSettings } from "./merge-settings.ts";
import { cloudOfEnvironment, cloudOverlay, fromConfig, fromEnvironment } from "./read-settings.ts";
import { hasIdentity, type LoginSettings, SETTING_NAMES } from "./settings.ts";

export interface Found {
  readonly settings: LoginSettings;
  readonly source: string;
  readonly origin: Origin;
  /** A warning, which is part of the error if the settings are incomplete. */
  readonly warning?: string | undefined;
}

/**
 * Decides which places are used, and lays the stronger ones over the weaker ones.
 *
 * @throws {ConfigError} No place has settings, or several clouds are defined and none is chosen.
 */
export async function findSettings(sources: CredentialSources): Promise<Found> {
  const config = fromConfig(sources.config, sources.script);
  const inConfig = nameOfConfig(sources);
  const hasAddress = config.settings.authUrl !== undefined;
  const hasLogin = hasIdentity(config.settings);
  const origin: Origin = {
    explicit: sources.explicit,
    script: sources.script,
    stored: !sources.script && (hasAddress || hasLogin),
  };
  // OS_CLOUD is ignored if the configuration has an address and a login of its own.
  const name =
    config.cloud ?? (sources.explicit || (hasAddress && hasLogin) ? undefined : cloudOfEnvironment(sources.env));
  const over = ({ settings, warning }: CloudSettings, place: string): Found => ({
    warning,
    settings: mergeSettings(config.settings, settings),
    source: hasAny(config.settings) ? `${inConfig} over ${place}` : place,
    origin: { ...origin, cloud: true },
  });
  if (name !== undefined) {
    const clouds = await readClouds(sources);
    return over(await namedCloud(name, clouds, config.settings.region, sources), cloudName(name, clouds));
  }
  if (sources.explicit) {
    if (hasAny(config.settings)) return { settings: config.settings, source: inConfig, origin };
    throw new ConfigError("The TroveProvider was given no credentials: set authUrl and a login, or cloud.", {
      missing: true,
    });
  }
  const env = fromEnvironment(sources.env);
  const merged = mergeSettings(config.settings, env);
  if (merged.authUrl !== undefined || hasIdentity(merged)) {
    const inEnv = SETTING_NAMES.some((name) => env[name] !== undefined && merged[name] === env[name]);
    if (!hasAny(config.settings)) return { settings: merged, source: "The environment (OS_*)", origin };
    return { settings: merged, source: inEnv ? `${inConfig} over the environment (OS_*)` : inConfig, origin };
  }
  const clouds = await readClouds(sources);
  const [only, another] = clouds.names;
  if (only === undefined || another !== undefined) throw nothingChosen(clouds, sources);
  return over(await namedCloud(only, clouds, config.settings.region, sources), cloudName(only, clouds));
}

function nameOfConfig({ script, explicit }: CredentialSources): string {
  if (script) return "The object given to TroveClient.connect";
  return explicit ? "The explicit TroveProvider" : "Pulumi config";
}

/** Reads a cloud of clouds.yaml; a region or an interface of the environment overrides the cloud's. */
async function namedCloud(name: string, clouds: Clouds, region: string | undefined, sources: CredentialSources) {
  const overlay = sources.explicit ? {} : cloudOverlay(sources.env);
  const { settings, warning } = await clouds.cloud(name, region ?? overlay.region);
  return { settings: mergeSettings(overlay, settings), warning };
}

function cloudName(name: string, { shown }: Clouds): string {
  return `Cloud "${name}" of ${shown}`;
}

function hasAny(settings: LoginSettings): boolean {
  return Object.values(settings).some((value) => value !== undefined);
}

function nothingChosen(clouds: Clouds, sources: CredentialSources): ConfigError {
  if (clouds.names.length > 1) {
    const names = clouds.names.map((name) => `"${name}"`).join(", ");
    const how = sources.script ? "OS_CLOUD, or give cloud to TroveClient.connect" : "trove:cloud or OS_CLOUD";
    return new ConfigError(`${clouds.shown} has the clouds ${names}: choose one with ${how}.`);
  }
  const others = `OS_CLOUD and OS_AUTH_URL in the environment; for clouds.yaml in ${shownFolders(sources)}`;
  const pulumis = "trove:authUrl, trove:cloud, openstack:authUrl and openstack:cloud in Pulumi's configuration; for ";
  const places = sources.script ? others : `${pulumis}${others}`;
  const how = sources.script
    ? "Give a login or a cloud to TroveClient.connect, or set OS_CLOUD."
    : 'Name a cloud with "pulumi config set trove:cloud <name>", or set a login.';
  return new ConfigError(`No OpenStack credentials were found. Looked for ${places}. ${how}`, { missing: true });
}
