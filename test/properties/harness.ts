import { TroveClient } from "../../provider/client/trove-client.ts";
import { type Simulator, startSimulator } from "../../simulator/index.ts";
import { type DynamicHost, startDynamicHost } from "../support/dynamic-host.ts";
import type { groupNames } from "./names.ts";

/** A cloud, and a process of the dynamic host for each kind of operation. Stacks share them. */
export interface Harness {
  readonly simulator: Simulator;
  /** The host for previews and updates. */
  readonly host: DynamicHost;
  /** The host for refreshes. As with the engine, it is never asked to check inputs. */
  readonly refreshing: DynamicHost;
  readonly config: Readonly<Record<string, unknown>>;
  /** The ids of the configuration groups by name: two that require no restart and one that does. */
  readonly groups: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const quick = { boot: 0.05, delete: 0.05, guestLag: 0.02, rate: 1e9, maxInstances: 1e6, maxVolumes: 1e9 };

/**
 * @param more additional configuration of the second process.
 * @param env environment variables of both.
 */
export async function openHarness(
  more: Readonly<Record<string, unknown>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Harness> {
  const simulator = await startSimulator(quick);
  const config = configOf(simulator);
  const [host, refreshing] = await Promise.all([
    startDynamicHost({ config, env }),
    startDynamicHost({ config: { ...config, ...more }, env }),
  ]);
  return {
    simulator,
    host,
    refreshing,
    config,
    groups: await createGroups(simulator),
    async close() {
      await Promise.all([host.stop(), refreshing.stop()]);
      await simulator.stop();
    },
  };
}

export async function createGroups(simulator: Simulator): Promise<Record<string, string>> {
  const client = await connect(simulator);
  const values = {
    patient: { wait_timeout: 300 },
    crowded: { max_connections: 200 },
    restarting: { innodb_buffer_pool_size: 10_485_760 },
  } satisfies Record<(typeof groupNames)[number], object>;
  const made = await Promise.all(
    Object.entries(values).map(async ([name, values]) => [
      name,
      (await client.configurations.create({ name, values })).id,
    ]),
  );
  return Object.fromEntries(made);
}

/** A client that acts as another user of the project. */
export function connect({ authUrl }: Simulator): Promise<TroveClient> {
  return TroveClient.connect({
    authUrl,
    userName: "demo",
    password: "demo-password",
    projectName: "demo",
    userDomainName: "Default",
    projectDomainName: "Default",
    region: "RegionOne",
  });
}

/** Stack configuration with which a host uses the cloud, regardless of its environment variables. */
export function configOf({ authUrl }: Simulator): Readonly<Record<string, unknown>> {
  return {
    "trove:authUrl": authUrl,
    "trove:userName": "demo",
    "trove:password": "demo-password",
    "trove:projectName": "demo",
    "trove:userDomainName": "Default",
    "trove:projectDomainName": "Default",
    "trove:region": "RegionOne",
  };
}
