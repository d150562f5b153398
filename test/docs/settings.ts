import { TroveClient } from "pulumi-trove/client";
import type { Simulator } from "trove-simulator";

/** What a page is run with. */
export interface Setting {
  /** The page begins with nothing but a clone; without, with a project of Pulumi's template and credentials. */
  readonly isFromScratch?: true;
  /** Variables beside those that log in to the cloud; an empty one takes one of them away. */
  readonly env?: (cloud: Simulator) => Readonly<Record<string, string>>;
  /** The stack that the page has, instead of `dev`. */
  readonly stack?: string;
  /** Prepares the cloud that the page takes for granted. Gives what stands for the examples of the page. */
  readonly prepare?: (cloud: Simulator) => Promise<Readonly<Record<string, string>>>;
}

export const settings: Readonly<Record<string, Setting>> = {
  "README.md": {
    isFromScratch: true,
    prepare: async ({ applicationCredential: { id, secret } }) => ({
      "<id of the credential>": id,
      "<secret of the credential>": secret,
      "<name of the flavor>": "m1.small",
      "<id of the network>": "5f0c8a5e-7f4d-4a0e-9a55-0f5a3a5c9d11",
    }),
  },
  "docs/guides/existing-instances.md": {
    prepare: async (cloud) => ({ "<id of the instance>": await legacyInstance(cloud) }),
  },
  "docs/guides/ci.md": {
    stack: "production",
    env: ({ authUrl, applicationCredential: { id, secret } }) => ({
      OS_CLIENT_CONFIG_FILE: "",
      OS_CLOUD: "",
      OS_AUTH_URL: authUrl,
      OS_REGION_NAME: "RegionOne",
      OS_APPLICATION_CREDENTIAL_ID: id,
      OS_APPLICATION_CREDENTIAL_SECRET: secret,
    }),
  },
};

/** An instance that something else than Pulumi created. */
async function legacyInstance({ authUrl }: Simulator): Promise<string> {
  const { instances } = await TroveClient.connect({
    ...{ authUrl, userName: "demo", password: "demo-password", projectName: "demo", region: "RegionOne" },
  });
  const { id } = await instances.create({
    name: "legacy",
    flavorId: "2",
    volume: { size: 2 },
    databases: [{ name: "shop" }],
    users: [{ name: "shop", password: "correct-horse", databases: ["shop"] }],
  });
  await instances.waitFor(id, "ACTIVE");
  return id;
}
