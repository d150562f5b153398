import { ConfigError } from "../errors/config-error.ts";
import { mergeSettings } from "./merge-settings.ts";
import { asBoolean, asObject, asText } from "./scalars.ts";
import type { Settings } from "./settings.ts";

/** Reads a configuration value by its full name; `undefined` when it is not set. */
export type ReadConfig = (key: string) => unknown;

/** The settings of Pulumi's configuration: `trove:<key>` before pulumi-openstack's `openstack:<key>`. */
export function fromConfig(read: ReadConfig): { readonly cloud: string | undefined; readonly settings: Settings } {
  const trove = readNamespace("trove", read);
  const openstack = readNamespace("openstack", read);
  return {
    cloud: asText(read("trove:cloud"), "trove:cloud") ?? asText(read("openstack:cloud"), "openstack:cloud"),
    settings: mergeSettings(trove, openstack),
  };
}

function readNamespace(namespace: "trove" | "openstack", read: ReadConfig): Settings {
  const text = (key: string) => asText(read(`${namespace}:${key}`), `${namespace}:${key}`);
  return {
    // pulumi-openstack has no authType and no apiKey.
    authType: namespace === "trove" ? authType(text) : undefined,
    authUrl: text("authUrl"),
    userName: text("userName"),
    userId: text("userId"),
    password: text("password"),
    token: text("token"),
    applicationCredentialId: text("applicationCredentialId"),
    applicationCredentialName: text("applicationCredentialName"),
    applicationCredentialSecret: text("applicationCredentialSecret"),
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
    databaseEndpoint: databaseEndpoint(namespace, read),
    insecure: asBoolean(read(`${namespace}:insecure`), `${namespace}:insecure`),
    cacert: text("cacertFile"),
    cert: text("cert"),
    key: text("key"),
  };
}

function databaseEndpoint(namespace: string, read: ReadConfig): string | undefined {
  const name = `${namespace}:endpointOverrides`;
  return asText(asObject(read(name), name)?.database, `${name}.database`);
}

function authType(text: (key: string) => string | undefined): string | undefined {
  const given = text("authType");
  if (given === undefined && text("apiKey") !== undefined) {
    throw new ConfigError("trove:apiKey belongs to trove:authType rackspace, which this version does not have yet.");
  }
  return given;
}
