import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TroveClient, type TroveCredentials } from "../../provider/client/index.ts";

/** What a key is called in the environment and in clouds.yaml. */
const names: Readonly<Record<string, readonly [variable: string, key: string]>> = {
  authType: ["OS_AUTH_TYPE", "auth_type"],
  authUrl: ["OS_AUTH_URL", "auth_url"],
  userName: ["OS_USERNAME", "username"],
  password: ["OS_PASSWORD", "password"],
  token: ["OS_TOKEN", "token"],
  apiKey: ["OS_API_KEY", "api_key"],
  applicationCredentialId: ["OS_APPLICATION_CREDENTIAL_ID", "application_credential_id"],
  applicationCredentialSecret: ["OS_APPLICATION_CREDENTIAL_SECRET", "application_credential_secret"],
  projectName: ["OS_PROJECT_NAME", "project_name"],
  userDomainName: ["OS_USER_DOMAIN_NAME", "user_domain_name"],
  projectDomainName: ["OS_PROJECT_DOMAIN_NAME", "project_domain_name"],
  region: ["OS_REGION_NAME", "region_name"],
};

/** Where credentials can be: each connects with those given, and with nothing else around. */
export const places: Readonly<Record<string, (credentials: TroveCredentials) => Promise<TroveClient>>> = {
  "an object": (credentials) => inEnvironment({}, () => TroveClient.connect(credentials)),
  "the environment": (credentials) => inEnvironment(renamed(credentials, 0), () => TroveClient.connect()),
  "clouds.yaml": (credentials) => {
    const folder = mkdtempSync(join(tmpdir(), "client-clouds-"));
    const file = join(folder, "clouds.yaml");
    writeFileSync(file, JSON.stringify({ clouds: { here: { auth: renamed(credentials, 1) } } }));
    const work = () => TroveClient.connect({ cloud: "here" });
    return inEnvironment({ OS_CLIENT_CONFIG_FILE: file }, work).finally(() => rmSync(folder, { recursive: true }));
  },
};

function renamed(credentials: TroveCredentials, which: 0 | 1): Record<string, string> {
  return Object.fromEntries(
    Object.entries(credentials).map(([key, value]) => [names[key]?.[which] ?? key, String(value)]),
  );
}

/** Does its work with these variables of OpenStack and no others. A file's tests run one after the other. */
async function inEnvironment<T>(variables: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) if (name.startsWith("OS_")) delete process.env[name];
  Object.assign(process.env, variables);
  try {
    return await work();
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}
