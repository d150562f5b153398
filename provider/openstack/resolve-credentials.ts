import { authMethod } from "./credentials/auth-method.ts";
import { showPath } from "./credentials/expand-path.ts";
import type { FilePlaces } from "./credentials/find-config-file.ts";
import { configFolders } from "./credentials/find-config-file.ts";
import type { Clouds } from "./credentials/from-clouds-file.ts";
import { readClouds } from "./credentials/from-clouds-file.ts";
import { fromConfig } from "./credentials/from-config.ts";
import { cloudOverlay, fromEnvironment } from "./credentials/from-environment.ts";
import { mergeSettings } from "./credentials/merge-settings.ts";
import { readPem } from "./credentials/read-pem.ts";
import type { Settings } from "./credentials/settings.ts";
import { hasIdentity } from "./credentials/settings.ts";
import type { Credentials, EndpointInterface } from "./credentials.ts";
import { ConfigError } from "./errors/config-error.ts";

/** Everything outside the program that credentials come from. */
export interface CredentialSources extends FilePlaces {
  /** A value of Pulumi's configuration by its full name (`trove:authUrl`): text, boolean, number, object or `undefined`. */
  readonly config: (key: string) => unknown;
  /**
   * The configuration is that of an explicit `TroveProvider`: it, with the cloud that it names, counts alone, never the
   * environment's login.
   */
  readonly explicit?: boolean | undefined;
}

interface Found {
  readonly settings: Settings;
  readonly source: string;
}

/**
 * Finds the credentials. Pulumi's configuration comes first, then the cloud that it or `OS_CLOUD` names, then, with no
 * cloud named, the environment, then the only cloud of clouds.yaml. A login is never put together from the proofs of two
 * places.
 *
 * @throws {ConfigError} They are missing, incomplete or contradictory.
 */
export async function resolveCredentials(sources: CredentialSources): Promise<Credentials> {
  const { settings, source } = await find(sources);
  const authUrl = webAddress(settings.authUrl, "The authentication URL", source);
  if (authUrl === undefined) {
    throw new ConfigError(
      `${source} does not say where to log in. Set trove:authUrl in Pulumi's configuration, or OS_AUTH_URL.`,
    );
  }
  const cert = await readPem(settings.cert, "the client certificate", sources);
  const key = await readPem(settings.key, "the client key", sources);
  return {
    authUrl,
    auth: authMethod(settings, source),
    region: settings.region,
    interface: endpointInterface(settings.interface, source),
    databaseEndpoint: webAddress(settings.databaseEndpoint, "The endpoint of the database service", source),
    tls: {
      insecure: settings.insecure ?? false,
      ca: await readPem(settings.cacert, "the CA certificate", sources),
      cert,
      key: key ?? (cert?.includes("PRIVATE KEY-----") ? cert : undefined),
    },
    source,
  };
}

async function find(sources: CredentialSources): Promise<Found> {
  const config = fromConfig(sources.config);
  const inConfig = sources.explicit ? "The TroveProvider's arguments" : "Pulumi config";
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

function endpointInterface(text: string | undefined, source: string): EndpointInterface {
  const name = (text ?? "public").replace(/URL$/, "");
  if (name === "public" || name === "internal" || name === "admin") return name;
  throw new ConfigError(`${source} has the endpointType "${text}". Known are public, internal and admin.`);
}

function webAddress(text: string | undefined, what: string, source: string): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new ConfigError(`${what} of ${source} is no http:// or https:// address.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new ConfigError(`${what} of ${source} has a user or a password in it: set them apart.`);
  }
  return text;
}
