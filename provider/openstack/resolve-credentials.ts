import { authMethod } from "./credentials/auth-method.ts";
import type { CredentialSources } from "./credentials/credential-sources.ts";
import { type Found, findSettings } from "./credentials/find-settings.ts";
import { readPem } from "./credentials/read-pem.ts";
import { isWord } from "./credentials/scalars.ts";
import { howToSet, whereSet } from "./credentials/setting-advice.ts";
import { identityAddress, webAddress } from "./credentials/web-address.ts";
import type { Credentials, EndpointInterface } from "./credentials.ts";
import { environmentProxies } from "./environment-proxies.ts";
import { ConfigError } from "./errors/config-error.ts";

export type { CredentialSources } from "./credentials/credential-sources.ts";

/**
 * Finds the credentials: in Pulumi's configuration, then in the cloud that it or `OS_CLOUD` names, or, if none is named,
 * in the environment, then in the only cloud of clouds.yaml. A login never combines the secrets of two places.
 *
 * @throws {ConfigError} The credentials are missing, incomplete or contradictory.
 */
export async function resolveCredentials(sources: CredentialSources): Promise<Credentials> {
  const found = await findSettings(sources);
  const { warning } = found;
  try {
    const credentials = await toCredentials(found, sources);
    return warning === undefined ? credentials : { ...credentials, warning };
  } catch (error) {
    if (warning === undefined || !(error instanceof ConfigError)) throw error;
    throw new ConfigError(`${warning} ${error.message}`);
  }
}

async function toCredentials({ settings, source, origin }: Found, sources: CredentialSources): Promise<Credentials> {
  const provenance = { source, howToSet: howToSet(origin) };
  const authUrl = identityAddress(settings.authUrl, source, whereSet("authUrl", origin));
  if (authUrl === undefined) {
    throw new ConfigError(`${source} does not set the authentication URL. ${provenance.howToSet("authUrl")}`);
  }
  const cert = await readPem(settings.cert, "the client certificate", sources);
  const key = await readPem(settings.key, "the client key", sources);
  const proxies = environmentProxies(sources.env);
  return {
    authUrl,
    auth: authMethod(settings, provenance),
    region: settings.region,
    interface: endpointInterface(settings.interface, source),
    databaseEndpoint: webAddress(settings.databaseEndpoint, { what: "The endpoint of the database service", source }),
    tls: {
      insecure: settings.insecure ?? false,
      ca: await readPem(settings.cacert, "the CA certificate", sources),
      cert,
      key: key ?? (cert?.includes("PRIVATE KEY-----") ? cert : undefined),
    },
    ...(proxies && { proxies }),
    source,
    origin,
  };
}

function endpointInterface(text: string | undefined, source: string): EndpointInterface {
  const name = (text ?? "public").replace(/URL$/, "");
  if (name === "public" || name === "internal" || name === "admin") return name;
  const given = isWord(text) ? `the endpointType "${text}"` : "an unknown endpointType";
  throw new ConfigError(`${source} has ${given}. Known are public, internal and admin.`);
}
