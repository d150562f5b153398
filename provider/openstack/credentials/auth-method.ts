import type { AuthMethod, DomainRef, Scope, UserRef } from "../credentials.ts";
import { ConfigError } from "../errors/config-error.ts";
import { isWord } from "./scalars.ts";
import type { HowToSet } from "./setting-advice.ts";
import { type LoginMethod, type LoginSettings, methodsOf, type SettingName } from "./settings.ts";

const AUTH_TYPES: Readonly<Record<string, LoginMethod>> = {
  password: "password",
  v3password: "password",
  token: "token",
  v3token: "token",
  v3applicationcredential: "applicationCredential",
  rackspace: "rackspace",
  // The name in clouds.yaml of rackspaceauth, a plugin of Python's keystoneauth.
  rackspace_apikey: "rackspace",
};

const METHOD_NAMES: Readonly<Record<LoginMethod, string>> = {
  password: "a password",
  token: "a token",
  applicationCredential: "an application credential",
  rackspace: "an API key",
};

/** Where the settings come from, for error texts. */
interface Provenance {
  readonly source: string;
  readonly howToSet: HowToSet;
}

/**
 * Decides how these settings log in.
 *
 * @throws {ConfigError} A setting is missing, or two contradict each other.
 */
export function authMethod(settings: LoginSettings, provenance: Provenance): AuthMethod {
  const method = chooseMethod(settings, provenance.source);
  if (method === "applicationCredential") return applicationCredential(settings, provenance);
  if (method === "rackspace") return rackspace(settings, provenance);
  if (method === "token") {
    if (settings.token === undefined) throw missing(provenance, "the token", ["token"]);
    return { type: "token", token: settings.token, scope: projectScope(settings) };
  }
  if (settings.password === undefined) {
    throw missing(provenance, "the password (or an application credential, or a token)", ["password"]);
  }
  const user = userRef(settings);
  if (!user) throw missing(provenance, "the user", ["userName", "userId"]);
  const scope = projectScope(settings);
  if (!scope) throw missing(provenance, "the project", ["projectName", "projectId"]);
  return { type: "password", user, password: settings.password, scope };
}

function chooseMethod(settings: LoginSettings, source: string): LoginMethod {
  const { authType } = settings;
  if (authType !== undefined) {
    const method = Object.hasOwn(AUTH_TYPES, authType) ? AUTH_TYPES[authType] : undefined;
    if (method !== undefined) return method;
    const known = Object.keys(AUTH_TYPES).join(", ");
    const given = isWord(authType) ? `the unknown authType "${authType}"` : "an unknown authType";
    throw new ConfigError(`${source} has ${given}. Known are ${known}.`);
  }
  const methods = methodsOf(settings);
  if (methods.length > 1) {
    const given = methods.map((method) => METHOD_NAMES[method]).join(" and ");
    throw new ConfigError(`${source} has ${given}: remove all but one, or choose one with authType.`);
  }
  return methods[0] ?? "password";
}

function rackspace(settings: LoginSettings, provenance: Provenance): AuthMethod {
  const { userName, apiKey, projectId, projectName } = settings;
  if (apiKey === undefined) throw missing(provenance, "the API key", ["apiKey"]);
  if (userName === undefined) throw missing(provenance, "the user", ["userName"]);
  const name = projectName === undefined ? undefined : { name: projectName };
  return { type: "rackspace", userName, apiKey, account: projectId === undefined ? name : { id: projectId } };
}

function applicationCredential(settings: LoginSettings, provenance: Provenance): AuthMethod {
  const { applicationCredentialId: id, applicationCredentialName: name } = settings;
  const secret = settings.applicationCredentialSecret;
  if (secret === undefined) {
    throw missing(provenance, "the secret of the application credential", ["applicationCredentialSecret"]);
  }
  if (id !== undefined) return { type: "applicationCredential", id, secret };
  if (name === undefined) {
    throw missing(provenance, "the id of the application credential", ["applicationCredentialId"]);
  }
  const user = userRef(settings);
  if (!user) {
    const user = `the user, to whom the application credential "${name}" belongs (its id needs no user)`;
    throw missing(provenance, user, ["userName", "userId"]);
  }
  return { type: "applicationCredential", name, user, secret };
}

function userRef(settings: LoginSettings): UserRef | undefined {
  if (settings.userId !== undefined) return { id: settings.userId };
  if (settings.userName === undefined) return undefined;
  return { name: settings.userName, domain: domainOf(settings, settings.userDomainId, settings.userDomainName) };
}

function projectScope(settings: LoginSettings): Scope | undefined {
  if (settings.projectId !== undefined) return { project: { id: settings.projectId } };
  if (settings.projectName === undefined) return undefined;
  const domain = domainOf(settings, settings.projectDomainId, settings.projectDomainName);
  return { project: { name: settings.projectName, domain } };
}

/** The domain's own setting, else the common one, else the default domain, which has the id `default` in every Keystone. */
function domainOf(settings: LoginSettings, id: string | undefined, name: string | undefined): DomainRef {
  if (id !== undefined) return { id };
  if (name !== undefined) return { name };
  if (settings.domainId !== undefined) return { id: settings.domainId };
  if (settings.domainName !== undefined) return { name: settings.domainName };
  return { id: settings.defaultDomain ?? "default" };
}

function missing({ source, howToSet }: Provenance, what: string, names: readonly SettingName[]): ConfigError {
  return new ConfigError(`${source} does not set ${what}. ${howToSet(...names)}`);
}
