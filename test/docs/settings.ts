import { TroveClient } from "pulumi-trove/client";
import packageJson from "../../package.json" with { type: "json" };
import type { Simulator } from "../../simulator/index.ts";

/** The settings with which a page runs. */
export interface Setting {
  /**
   * The starting point of the page. By default a project from Pulumi's template with credentials; otherwise a clone of
   * this repository with its packages installed, built or not.
   */
  readonly begins?: "with a clone" | "in a built clone";
  /** Whether it has programs in YAML, Python and Go: `test/languages/pages.test.ts` runs it. @default false */
  readonly languages?: boolean;
  /** Whether it shows how to log in to Pulumi. Otherwise it starts logged in. @default false */
  readonly logsIn?: boolean;
  /** Environment variables in addition to the cloud's credentials; an empty value removes one. */
  readonly env?: (cloud: Simulator) => Readonly<Record<string, string>>;
  /** The stack that the page requires. @default `dev`, or none with a clone */
  readonly stack?: string;
  /** The stack configuration that the page's programs require and the page does not set. */
  readonly config?: Readonly<Record<string, string>>;
  /** Prepares the cloud for the page. Returns the replacements of the page's example values. */
  readonly prepare?: (cloud: Simulator) => Promise<Readonly<Record<string, string>>>;
  /** Commands to run before the page. */
  readonly before?: string;
  /** Commands to run after the page, which verify its settings. */
  readonly after?: string;
}

const NETWORK = "5f0c8a5e-7f4d-4a0e-9a55-0f5a3a5c9d11";
const ADOPTED = "8a2f3c1e-5b0d-4a52-9d0e-7c1f6f3f2a10";
const LOOKED_UP = "c4d1a0b2-6f7e-4c3a-8f5d-2b9e1a7c6d40";
/** Installs the plugin as from a release. Each project then finds the package of the folder above. */
const INSTALL_PLUGIN = `tar -czf plugin.tar.gz -C ../node_modules/pulumi-trove/plugin .
pulumi plugin install resource trove ${packageJson.version} --file plugin.tar.gz`;
const NO_LOGIN = { OS_CLIENT_CONFIG_FILE: "", OS_CLOUD: "" };

export const settings: Readonly<Record<string, Setting>> = {
  "README.md": {
    begins: "with a clone",
    logsIn: true,
    env: () => NO_LOGIN,
    prepare: async ({ applicationCredential: { id } }) => ({
      "<id of the credential>": id,
      "<name of the flavor>": "m1.small",
      "<id of the network>": NETWORK,
    }),
  },
  "docs/client.md": {
    prepare: async (cloud) => ({
      "http://localhost:8779": cloud.troveUrl,
      "<id of the instance>": await legacyInstance(cloud),
    }),
  },
  "docs/configuration.md": {
    env: () => NO_LOGIN,
    after: `cat >index.ts <<'END'
import { TroveInstance } from "pulumi-trove";
new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 } });
END
pulumi config rm trove:cloud
pulumi up
pulumi stack init files
pulumi config set trove:cloud demo
pulumi up
`,
  },
  "docs/instance.md": {
    config: {
      network: NETWORK,
      password: "correct-horse",
      readerPassword: "battery-staple",
      secondCloud: "<secret of the credential>",
    },
    prepare: async (cloud) => ({ [ADOPTED]: await legacyInstance(cloud), [LOOKED_UP]: await legacyInstance(cloud) }),
  },
  "docs/configuration-group.md": {
    prepare: async (cloud) => ({ [ADOPTED]: await legacyGroup(cloud), [LOOKED_UP]: await legacyGroup(cloud) }),
    before: INSTALL_PLUGIN,
  },
  "docs/backup.md": {
    prepare: async (cloud) => {
      const { instanceId, id } = await backedUpInstance(cloud, "orders");
      const other = await backedUpInstance(cloud, "others");
      return {
        [ADOPTED]: instanceId,
        "5f2b6c1d-93a4-4d0e-8c57-6a1e2f0b9d38": id,
        "0d9c4b7a-1e65-4f38-b2a0-93f5d8e7c146": other.id,
      };
    },
    before: INSTALL_PLUGIN,
  },
  "docs/backup-strategy.md": {
    prepare: async (cloud) => ({
      "67e55044-10b1-426f-9247-bb680e5fe0c8": cloud.projects.demo,
      [ADOPTED]: await instanceWithStrategy(cloud),
      [LOOKED_UP]: await instanceWithStrategy(cloud),
    }),
    before: INSTALL_PLUGIN,
  },
  "docs/database.md": {
    config: { network: NETWORK, password: "correct-horse" },
    prepare: async (cloud) => ({ [ADOPTED]: await legacyInstance(cloud), [LOOKED_UP]: await legacyInstance(cloud) }),
    before: INSTALL_PLUGIN,
  },
  "docs/user.md": {
    config: { network: NETWORK, password: "correct-horse" },
    prepare: async (cloud) => ({ [ADOPTED]: await legacyInstance(cloud), [LOOKED_UP]: await legacyInstance(cloud) }),
    before: INSTALL_PLUGIN,
  },
  "docs/root.md": {
    config: { network: NETWORK },
    prepare: async (cloud) => ({ [ADOPTED]: await rootedInstance(cloud), [LOOKED_UP]: await rootedInstance(cloud) }),
    before: INSTALL_PLUGIN,
  },
  "docs/simulator.md": { begins: "with a clone", logsIn: true, env: () => NO_LOGIN, before: "cd pulumi-trove" },
  "docs/languages.md": { begins: "with a clone", languages: true, before: "cd pulumi-trove" },
  "docs/import.md": {
    languages: true,
    prepare: async (cloud) => ({ "<id of the instance>": await legacyInstance(cloud) }),
    before: INSTALL_PLUGIN,
  },
  "docs/lookups.md": {
    languages: true,
    prepare: async (cloud) => {
      await backedUpInstance(cloud, "orders");
      return {};
    },
    before: INSTALL_PLUGIN,
  },
  "docs/guides/existing-instances.md": {
    prepare: async (cloud) => ({ "<id of the instance>": await legacyInstance(cloud) }),
  },
  "docs/guides/ci.md": {
    stack: "production",
    env: ({ authUrl, applicationCredential: { id, secret } }) => ({
      ...NO_LOGIN,
      OS_AUTH_URL: authUrl,
      OS_REGION_NAME: "RegionOne",
      OS_APPLICATION_CREDENTIAL_ID: id,
      OS_APPLICATION_CREDENTIAL_SECRET: secret,
    }),
  },
  "examples/quickstart/index.ts": {
    begins: "in a built clone",
    prepare: async () => ({ "<id of the network that the database listens in>": NETWORK }),
  },
  "examples/app/index.ts": {
    begins: "in a built clone",
    prepare: async () => ({ "<id of the network that the database listens in>": NETWORK }),
  },
  "examples/grow/index.ts": { begins: "in a built clone" },
  "examples/restore/index.ts": { begins: "in a built clone" },
};

/** Creates an instance outside of Pulumi. */
async function legacyInstance(cloud: Simulator): Promise<string> {
  const { instances } = await connect(cloud);
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

/** Creates an instance whose root is enabled. */
async function rootedInstance(cloud: Simulator): Promise<string> {
  const id = await legacyInstance(cloud);
  cloud.change(id, (record) => {
    record.rootEnabled = record.now();
  });
  return id;
}

/** Creates a configuration group. */
async function legacyGroup(cloud: Simulator): Promise<string> {
  const { configurations } = await connect(cloud);
  const datastore = { type: "mysql", version: "8.0.29" };
  return (await configurations.create({ name: "legacy", datastore, values: { wait_timeout: 60 } })).id;
}

/** Creates an instance with a backup strategy. */
async function instanceWithStrategy(cloud: Simulator): Promise<string> {
  const id = await legacyInstance(cloud);
  await (await connect(cloud)).backupStrategies.set({ instanceId: id, swiftContainer: "nightly" });
  return id;
}

/** Creates an instance that has a completed backup. */
async function backedUpInstance(cloud: Simulator, name: string) {
  const { instances, backups } = await connect(cloud);
  const { id: instanceId } = await instances.create({ name, flavorId: "2", volume: { size: 2 } });
  await instances.waitFor(instanceId, "ACTIVE");
  const { id } = await backups.create({ name: "nightly", instanceId });
  await instances.waitFor(instanceId, "ACTIVE");
  return { instanceId, id };
}

function connect({ authUrl }: Simulator): Promise<TroveClient> {
  const login = { userName: "demo", password: "demo-password", projectName: "demo", region: "RegionOne" };
  return TroveClient.connect({ authUrl, ...login });
}
