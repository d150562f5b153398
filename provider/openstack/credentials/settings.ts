/** The ways to log in. */
export type LoginMethod = "password" | "token" | "applicationCredential" | "rackspace";

/** One setting of the login, and its names in every place where it can be given. */
export interface Setting {
  /**
   * Keys of Pulumi's configuration, of a `TroveProvider` and of the client; a dot leads into an object.
   *
   * @default the name of the setting
   */
  readonly config?: readonly string[];
  /** Variables of the environment. */
  readonly env: readonly string[];
  /** Keys of a cloud in clouds.yaml, under `auth` or beside it. */
  readonly cloudsYaml: readonly string[];
  /**
   * How the value is read: a `passphrase` keeps the white space in it, `pem` is PEM text or the path of a file.
   *
   * @default "text"
   */
  readonly kind?: "text" | "passphrase" | "pem" | "boolean";
  readonly secret?: true;
  /** The login that this setting chooses. No login is put together from the settings of two places. */
  readonly method?: LoginMethod;
  /** Settings of one group name the same thing: one of them in a stronger place drops all of them in a weaker place. */
  readonly group?: string;
  /** pulumi-openstack has no such key, so `openstack:` is not read for it. */
  readonly troveOnly?: true;
  /** The environment overrides it in a named cloud too, as in openstacksdk. */
  readonly overridesCloud?: true;
  /** What clouds.yaml, Terraform's provider and the openstack command call it, in lower case, without `_` and `-`. */
  readonly otherNames?: readonly string[];
}

/**
 * The settings of a login. This table decides how they are read and merged, which keys are known, what advice names, and
 * what is secret. Of several names in one place the first that has a value counts, and advice gives the first.
 */
export const LOGIN_SETTINGS = {
  authUrl: { env: ["OS_AUTH_URL"], cloudsYaml: ["auth_url"], otherNames: ["url"] },
  authType: { env: ["OS_AUTH_TYPE"], cloudsYaml: ["auth_type", "auth_plugin"], troveOnly: true },
  userName: { env: ["OS_USERNAME"], cloudsYaml: ["username", "user_name"], group: "user", otherNames: ["user"] },
  userId: { env: ["OS_USER_ID", "OS_USERID"], cloudsYaml: ["user_id"], group: "user" },
  password: { env: ["OS_PASSWORD"], cloudsYaml: ["password"], kind: "passphrase", secret: true, method: "password" },
  token: {
    env: ["OS_TOKEN", "OS_AUTH_TOKEN"],
    cloudsYaml: ["token", "auth_token"],
    secret: true,
    method: "token",
    otherNames: ["authtoken"],
  },
  applicationCredentialId: {
    env: ["OS_APPLICATION_CREDENTIAL_ID"],
    cloudsYaml: ["application_credential_id"],
    method: "applicationCredential",
    group: "applicationCredential",
  },
  applicationCredentialName: {
    env: ["OS_APPLICATION_CREDENTIAL_NAME"],
    cloudsYaml: ["application_credential_name"],
    method: "applicationCredential",
    group: "applicationCredential",
  },
  applicationCredentialSecret: {
    env: ["OS_APPLICATION_CREDENTIAL_SECRET"],
    cloudsYaml: ["application_credential_secret"],
    kind: "passphrase",
    secret: true,
    method: "applicationCredential",
  },
  apiKey: {
    env: ["OS_API_KEY"],
    cloudsYaml: ["api_key"],
    kind: "passphrase",
    secret: true,
    method: "rackspace",
    troveOnly: true,
  },
  projectName: {
    config: ["projectName", "tenantName"],
    env: ["OS_PROJECT_NAME", "OS_TENANT_NAME"],
    cloudsYaml: ["project_name", "tenant_name"],
    group: "project",
    otherNames: ["project"],
  },
  projectId: {
    config: ["projectId", "tenantId"],
    env: ["OS_PROJECT_ID", "OS_TENANT_ID"],
    cloudsYaml: ["project_id", "tenant_id"],
    group: "project",
  },
  userDomainName: {
    env: ["OS_USER_DOMAIN_NAME"],
    cloudsYaml: ["user_domain_name"],
    group: "userDomain",
    otherNames: ["userdomain"],
  },
  userDomainId: { env: ["OS_USER_DOMAIN_ID"], cloudsYaml: ["user_domain_id"], group: "userDomain" },
  projectDomainName: {
    env: ["OS_PROJECT_DOMAIN_NAME"],
    cloudsYaml: ["project_domain_name"],
    group: "projectDomain",
    otherNames: ["projectdomain"],
  },
  projectDomainId: { env: ["OS_PROJECT_DOMAIN_ID"], cloudsYaml: ["project_domain_id"], group: "projectDomain" },
  domainName: { env: ["OS_DOMAIN_NAME"], cloudsYaml: ["domain_name"], group: "domain", otherNames: ["domain"] },
  domainId: { env: ["OS_DOMAIN_ID"], cloudsYaml: ["domain_id"], group: "domain" },
  defaultDomain: { env: ["OS_DEFAULT_DOMAIN"], cloudsYaml: ["default_domain"] },
  region: {
    env: ["OS_REGION_NAME"],
    cloudsYaml: ["region_name", "region"],
    overridesCloud: true,
    otherNames: ["regionname"],
  },
  interface: {
    config: ["endpointType"],
    env: ["OS_INTERFACE", "OS_ENDPOINT_TYPE"],
    cloudsYaml: ["database_interface", "interface", "endpoint_type"],
    overridesCloud: true,
    otherNames: ["interface"],
  },
  databaseEndpoint: {
    config: ["endpointOverrides.database"],
    env: ["OS_DATABASE_ENDPOINT_OVERRIDE"],
    cloudsYaml: ["database_endpoint_override"],
    otherNames: ["endpoint", "databaseendpointoverride"],
  },
  // In clouds.yaml `verify: false` means the same, and only beside `auth`: `fromCloudEntry` reads both.
  insecure: { env: ["OS_INSECURE"], cloudsYaml: ["insecure"], kind: "boolean", otherNames: ["verify"] },
  cacert: {
    config: ["cacertFile"],
    env: ["OS_CACERT"],
    cloudsYaml: ["cacert"],
    kind: "pem",
    otherNames: ["cacert"],
  },
  cert: {
    env: ["OS_CERT"],
    cloudsYaml: ["cert"],
    kind: "pem",
    group: "clientCertificate",
    otherNames: ["clientcert", "certfile"],
  },
  key: {
    env: ["OS_KEY"],
    cloudsYaml: ["key"],
    kind: "pem",
    secret: true,
    group: "clientCertificate",
    otherNames: ["clientkey", "keyfile"],
  },
} as const satisfies Readonly<Record<string, Setting>>;

/** The name of a cloud in clouds.yaml. It selects where the other settings come from. */
export const CLOUD_SETTING = {
  config: ["cloud"],
  env: ["OS_CLOUD"],
  cloudsYaml: [],
  otherNames: ["profile", "oscloud"],
} as const satisfies Setting;

type Table = typeof LOGIN_SETTINGS;
export type SettingName = keyof Table;
type FlagName = { [Name in SettingName]: Table[Name] extends { kind: "boolean" } ? Name : never }[SettingName];

/** What one place sets, by the names of the table; nothing is judged yet. */
export type LoginSettings = { readonly [Name in SettingName]?: (Name extends FlagName ? boolean : string) | undefined };

export const SETTING_NAMES: readonly SettingName[] = Object.keys(LOGIN_SETTINGS).filter(isSettingName);

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(LOGIN_SETTINGS, name);
}

/** The keys of the configuration at which a setting is read. */
export function configKeys(name: SettingName): readonly string[] {
  const { config = [name] }: Setting = LOGIN_SETTINGS[name];
  return config;
}

/** The login that a setting chooses, if it chooses one. */
export function methodOf(name: SettingName): LoginMethod | undefined {
  const { method }: Setting = LOGIN_SETTINGS[name];
  return method;
}

/** The group of a setting, whose members name the same thing. */
export function groupOf(name: SettingName): string | undefined {
  const { group }: Setting = LOGIN_SETTINGS[name];
  return group;
}

/** The logins that the settings choose, in the order of the table. */
export function methodsOf(settings: LoginSettings): readonly LoginMethod[] {
  const methods = SETTING_NAMES.filter((name) => settings[name] !== undefined).map(methodOf);
  return [...new Set(methods)].filter((method) => method !== undefined);
}

/** Whether the settings say who logs in. */
export function hasIdentity(settings: LoginSettings): boolean {
  return methodsOf(settings).length > 0 || settings.userName !== undefined || settings.userId !== undefined;
}
