import { mergeSettings } from "./merge-settings.ts";
import { asBoolean, asObject, asPemOrPath, asSecret, asText } from "./scalars.ts";
import type { LoginSettings } from "./settings.ts";

/** Reads a configuration value by its full name; `undefined` when it is not set. */
export type ReadConfig = (key: string) => unknown;

/** One namespace of the configuration: its values, and how texts name them. */
interface Namespace {
  readonly read: ReadConfig;
  readonly nameOf: (key: string) => string;
}

/**
 * The settings of Pulumi's configuration, `trove:<key>` before pulumi-openstack's `openstack:<key>`; or those of a
 * script's object, which texts name without a namespace.
 */
export function fromConfig(
  read: ReadConfig,
  script = false,
): { readonly cloud: string | undefined; readonly settings: LoginSettings } {
  const namespace = (name: string): Namespace => ({
    read: (key) => read(`${name}:${key}`),
    nameOf: (key) => (script ? key : `${name}:${key}`),
  });
  const trove = namespace("trove");
  const openstack = namespace("openstack");
  // pulumi-openstack has no authType and no apiKey.
  const own = { authType: readText(trove, "authType"), apiKey: readSecret(trove, "apiKey") };
  return {
    cloud: readText(trove, "cloud") ?? readText(openstack, "cloud"),
    settings: mergeSettings({ ...own, ...readNamespace(trove) }, readNamespace(openstack)),
  };
}

function readText({ read, nameOf }: Namespace, key: string): string | undefined {
  return asText(read(key), nameOf(key));
}

function readSecret({ read, nameOf }: Namespace, key: string): string | undefined {
  return asSecret(read(key), nameOf(key));
}

function readNamespace(namespace: Namespace): LoginSettings {
  const text = (key: string) => readText(namespace, key);
  const pem = (key: string) => asPemOrPath(namespace.read(key), namespace.nameOf(key));
  return {
    authUrl: text("authUrl"),
    userName: text("userName"),
    userId: text("userId"),
    password: readSecret(namespace, "password"),
    token: text("token"),
    applicationCredentialId: text("applicationCredentialId"),
    applicationCredentialName: text("applicationCredentialName"),
    applicationCredentialSecret: readSecret(namespace, "applicationCredentialSecret"),
    projectName: text("projectName") ?? text("tenantName"),
    projectId: text("projectId") ?? text("tenantId"),
    userDomainName: text("userDomainName"),
    userDomainId: text("userDomainId"),
    projectDomainName: text("projectDomainName"),
    projectDomainId: text("projectDomainId"),
    domainName: text("domainName"),
    domainId: text("domainId"),
    defaultDomain: text("defaultDomain"),
    region: text("region"),
    interface: text("endpointType"),
    databaseEndpoint: databaseEndpoint(namespace),
    insecure: asBoolean(namespace.read("insecure"), namespace.nameOf("insecure")),
    cacert: pem("cacertFile"),
    cert: pem("cert"),
    key: pem("key"),
  };
}

function databaseEndpoint({ read, nameOf }: Namespace): string | undefined {
  const name = nameOf("endpointOverrides");
  return asText(asObject(read("endpointOverrides"), name)?.database, `${name}.database`);
}
