/** What one place says, every name in our own spelling; nothing is judged yet. */
export interface LoginSettings {
  readonly authType?: string | undefined;
  readonly authUrl?: string | undefined;
  readonly userName?: string | undefined;
  readonly userId?: string | undefined;
  readonly password?: string | undefined;
  readonly token?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly applicationCredentialId?: string | undefined;
  readonly applicationCredentialName?: string | undefined;
  readonly applicationCredentialSecret?: string | undefined;
  readonly projectName?: string | undefined;
  readonly projectId?: string | undefined;
  readonly userDomainName?: string | undefined;
  readonly userDomainId?: string | undefined;
  readonly projectDomainName?: string | undefined;
  readonly projectDomainId?: string | undefined;
  readonly domainName?: string | undefined;
  readonly domainId?: string | undefined;
  readonly defaultDomain?: string | undefined;
  readonly region?: string | undefined;
  readonly interface?: string | undefined;
  readonly databaseEndpoint?: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly cacert?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** The proofs of identity among the settings, by the kind of login that they belong to. */
export type Method = "password" | "token" | "applicationCredential" | "rackspace";

export function methodsOf(settings: LoginSettings): readonly Method[] {
  const methods: Method[] = [];
  if (settings.password !== undefined) methods.push("password");
  if (settings.token !== undefined) methods.push("token");
  const { applicationCredentialId, applicationCredentialName, applicationCredentialSecret } = settings;
  if (applicationCredentialId ?? applicationCredentialName ?? applicationCredentialSecret) {
    methods.push("applicationCredential");
  }
  if (settings.apiKey !== undefined) methods.push("rackspace");
  return methods;
}

/** Whether the settings say who logs in. */
export function hasIdentity(settings: LoginSettings): boolean {
  return methodsOf(settings).length > 0 || settings.userName !== undefined || settings.userId !== undefined;
}
