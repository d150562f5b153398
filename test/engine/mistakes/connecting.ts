import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Mistake } from "./mistake.ts";

/** What the mistakes are made with. */
export interface Surroundings {
  readonly authUrl: string;
  /** A clouds.yaml whose cloud `demo` works. */
  readonly cloudsYaml: string;
  /** The address of a server whose certificate is its own authority's. */
  readonly untrusted: string;
  /** The PEM of another authority. */
  readonly otherAuthority: string;
  /** For files. */
  readonly folder: string;
}

/** Mistakes in the settings that lead to the cloud. */
export async function connectingMistakes(given: Surroundings): Promise<readonly Mistake[]> {
  const { authUrl, untrusted, folder } = given;
  const openrc = {
    OS_AUTH_URL: authUrl,
    OS_USERNAME: "demo",
    OS_PASSWORD: "demo-password",
    OS_PROJECT_NAME: "demo",
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_NAME: "Default",
    OS_REGION_NAME: "RegionOne",
  };
  const write = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const { host, origin } = new URL(authUrl);
  return [
    {
      mistake: "a wrong password",
      code: "TROVE_AUTH",
      names: "OS_PASSWORD",
      cure: "Check the user, the password",
      env: { ...openrc, OS_PASSWORD: "wrong-canary" },
    },
    {
      mistake: "a host that does not exist",
      code: "TROVE_CONNECTION",
      names: "OS_AUTH_URL",
      cure: "Check the address",
      at: "up",
      env: { ...openrc, OS_AUTH_URL: "http://keystone.invalid:5000/v3" },
    },
    {
      mistake: "a path that Keystone does not have",
      code: "TROVE_AUTH",
      names: "OS_AUTH_URL",
      cure: "it must be that of Keystone v3",
      env: { ...openrc, OS_AUTH_URL: `${origin}/keystone` },
    },
    {
      mistake: "an address without a scheme",
      code: "TROVE_CONFIG",
      names: "OS_AUTH_URL",
      cure: "https://",
      env: { ...openrc, OS_AUTH_URL: `${host}/v3` },
    },
    {
      mistake: "no configuration",
      code: "TROVE_CONFIG",
      names: "OS_AUTH_URL",
      cure: "pulumi config set trove:cloud",
      at: "up",
      env: {},
    },
    {
      mistake: "an unknown region",
      code: "TROVE_ENDPOINT",
      names: "OS_REGION_NAME",
      cure: '"RegionOne"',
      env: { ...openrc, OS_REGION_NAME: "RegionNine" },
    },
    {
      mistake: "a misspelled cloud of clouds.yaml",
      code: "TROVE_CONFIG",
      names: '"dmeo"',
      cure: '"demo"',
      env: { OS_CLIENT_CONFIG_FILE: await write("clouds.yaml", given.cloudsYaml), OS_CLOUD: "dmeo" },
    },
    {
      mistake: "a clouds.yaml that is not YAML",
      code: "TROVE_CONFIG",
      names: "broken.yaml",
      cure: "line 3",
      env: { OS_CLIENT_CONFIG_FILE: await write("broken.yaml", "clouds:\n  demo: {\n  }}\n"), OS_CLOUD: "demo" },
    },
    {
      mistake: "a clouds.yaml that does not exist",
      code: "TROVE_CONFIG",
      names: "nowhere.yaml",
      cure: "OS_CLIENT_CONFIG_FILE",
      env: { OS_CLIENT_CONFIG_FILE: join(folder, "nowhere.yaml"), OS_CLOUD: "demo" },
    },
    {
      mistake: "an expired token",
      code: "TROVE_AUTH",
      names: "OS_TOKEN",
      cure: "get a new one",
      env: {
        OS_AUTH_URL: authUrl,
        OS_TOKEN: "expired-canary",
        OS_PROJECT_NAME: "demo",
        OS_PROJECT_DOMAIN_NAME: "Default",
      },
    },
    {
      mistake: "a certificate of an unknown authority",
      code: "TROVE_CONNECTION",
      names: "OS_CACERT",
      cure: "cacertFile",
      at: "up",
      env: { ...openrc, OS_AUTH_URL: untrusted },
    },
    {
      mistake: "the certificate of the wrong authority",
      code: "TROVE_CONNECTION",
      names: "OS_CACERT",
      cure: "not signed by an authority in cacertFile",
      never: "set cacertFile (OS_CACERT)",
      at: "up",
      env: { ...openrc, OS_AUTH_URL: untrusted, OS_CACERT: await write("ca.pem", given.otherAuthority) },
    },
    {
      mistake: "a misspelled setting",
      names: "trove:authURL",
      cure: "trove:authUrl",
      at: "warning",
      env: openrc,
      config: { "trove:authURL": "https://keystone.example.com/v3" },
    },
    {
      mistake: "a cloud that is down",
      code: "TROVE_CONNECTION",
      names: "OS_AUTH_URL",
      cure: "the service is running and reachable",
      at: "up",
      env: { ...openrc, OS_AUTH_URL: "http://127.0.0.1:1/v3" },
    },
  ];
}
