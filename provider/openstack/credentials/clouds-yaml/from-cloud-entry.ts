import { asBoolean, asObject, asPemOrPath, asSecret, asText } from "../scalars.ts";
import type { LoginSettings } from "../settings.ts";

/** The settings of one cloud of clouds.yaml. What belongs under `auth` is also taken from beside it, as openstacksdk does. */
export function fromCloudEntry(entry: Readonly<Record<string, unknown>>, where: string): LoginSettings {
  const cloud = underscored(entry);
  const auth = underscored(asObject(entry.auth, `${where}: auth`) ?? {});
  const first = (...names: string[]) => {
    for (const name of names) {
      const text = asText(auth[name] ?? cloud[name], `${where}: ${name}`);
      if (text !== undefined) return text;
    }
    return undefined;
  };
  const secret = (name: string) => asSecret(auth[name] ?? cloud[name], `${where}: ${name}`);
  const pem = (name: string) => asPemOrPath(auth[name] ?? cloud[name], `${where}: ${name}`);
  return {
    authType: first("auth_type", "auth_plugin"),
    authUrl: first("auth_url"),
    userName: first("username", "user_name"),
    userId: first("user_id"),
    password: secret("password"),
    token: first("token", "auth_token"),
    apiKey: secret("api_key"),
    applicationCredentialId: first("application_credential_id"),
    applicationCredentialName: first("application_credential_name"),
    applicationCredentialSecret: secret("application_credential_secret"),
    projectName: first("project_name", "tenant_name"),
    projectId: first("project_id", "tenant_id"),
    userDomainName: first("user_domain_name"),
    userDomainId: first("user_domain_id"),
    projectDomainName: first("project_domain_name"),
    projectDomainId: first("project_domain_id"),
    domainName: first("domain_name"),
    domainId: first("domain_id"),
    defaultDomain: first("default_domain"),
    region: first("region_name", "region"),
    interface: first("database_interface", "interface", "endpoint_type"),
    databaseEndpoint: first("database_endpoint_override"),
    insecure: insecure(cloud, where),
    cacert: pem("cacert"),
    cert: pem("cert"),
    key: pem("key"),
  };
}

function insecure(cloud: Readonly<Record<string, unknown>>, where: string): boolean | undefined {
  const verify = asBoolean(cloud.verify, `${where}: verify`);
  return asBoolean(cloud.insecure, `${where}: insecure`) ?? (verify === undefined ? undefined : !verify);
}

/** openstacksdk takes `auth-url` for `auth_url`. */
function underscored(entry: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(entry).map(([key, value]) => [key.replaceAll("-", "_"), value]));
}
