import { asBoolean, asPemOrPath, asSecret, asText } from "./scalars.ts";
import type { LoginSettings } from "./settings.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

const CREDENTIAL_SECRET = "OS_APPLICATION_CREDENTIAL_SECRET";

/** The settings of the environment, by the names of `openrc` files. */
export function fromEnvironment(env: Environment): LoginSettings {
  const first = (...names: string[]) => {
    for (const name of names) {
      const text = asText(env[name], name);
      if (text !== undefined) return text;
    }
    return undefined;
  };
  return {
    authType: first("OS_AUTH_TYPE"),
    authUrl: first("OS_AUTH_URL"),
    userName: first("OS_USERNAME"),
    userId: first("OS_USER_ID", "OS_USERID"),
    password: asSecret(env.OS_PASSWORD, "OS_PASSWORD"),
    token: first("OS_TOKEN", "OS_AUTH_TOKEN"),
    apiKey: asSecret(env.OS_API_KEY, "OS_API_KEY"),
    applicationCredentialId: first("OS_APPLICATION_CREDENTIAL_ID"),
    applicationCredentialName: first("OS_APPLICATION_CREDENTIAL_NAME"),
    applicationCredentialSecret: asSecret(env[CREDENTIAL_SECRET], CREDENTIAL_SECRET),
    projectName: first("OS_PROJECT_NAME", "OS_TENANT_NAME"),
    projectId: first("OS_PROJECT_ID", "OS_TENANT_ID"),
    userDomainName: first("OS_USER_DOMAIN_NAME"),
    userDomainId: first("OS_USER_DOMAIN_ID"),
    projectDomainName: first("OS_PROJECT_DOMAIN_NAME"),
    projectDomainId: first("OS_PROJECT_DOMAIN_ID"),
    domainName: first("OS_DOMAIN_NAME"),
    domainId: first("OS_DOMAIN_ID"),
    defaultDomain: first("OS_DEFAULT_DOMAIN"),
    ...cloudOverlay(env),
    databaseEndpoint: first("OS_DATABASE_ENDPOINT_OVERRIDE"),
    insecure: asBoolean(env.OS_INSECURE, "OS_INSECURE"),
    cacert: asPemOrPath(env.OS_CACERT, "OS_CACERT"),
    cert: asPemOrPath(env.OS_CERT, "OS_CERT"),
    key: asPemOrPath(env.OS_KEY, "OS_KEY"),
  };
}

/** The only two that the environment may change of a named cloud, as in openstacksdk. */
export function cloudOverlay(env: Environment): Pick<LoginSettings, "region" | "interface"> {
  return {
    region: asText(env.OS_REGION_NAME, "OS_REGION_NAME"),
    interface: asText(env.OS_INTERFACE, "OS_INTERFACE") ?? asText(env.OS_ENDPOINT_TYPE, "OS_ENDPOINT_TYPE"),
  };
}

/** The cloud of clouds.yaml that the environment names. */
export function cloudOfEnvironment(env: Environment): string | undefined {
  return asText(env.OS_CLOUD, "OS_CLOUD");
}
