import type { TestContext } from "node:test";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../simulator/index.ts";
import { login, NO_CLOUD, TIMES } from "../host/harness.ts";
import { type PluginHost, startPlugin } from "../support/plugin-host.ts";
import type { ProcessOptions, Properties } from "../support/provider-process.ts";

/** A cloud, and processes of the plugin that use it. All end with the test. */
export interface Harness {
  readonly cloud: Simulator;
  /** Starts another process, configured for the project `demo`. */
  start(options?: ProcessOptions): Promise<PluginHost>;
}

export async function startHarness(t: TestContext, options: SimulatorOptions = {}): Promise<Harness> {
  const cloud = await startSimulator({ ...TIMES, ...options });
  t.after(() => cloud.stop());
  return {
    cloud,
    async start(given) {
      const plugin = await startUnconfigured(t, given);
      await plugin.configure(settings(cloud));
      return plugin;
    },
  };
}

export async function startUnconfigured(t: TestContext, options: ProcessOptions = {}): Promise<PluginHost> {
  const plugin = await startPlugin({ ...options, env: { ...NO_CLOUD, ...options.env } });
  t.after(() => plugin.stop());
  return plugin;
}

/** The settings for a project, by default `demo`. */
export function settings(cloud: Simulator, projectName?: string): Properties {
  const entries = Object.entries(login(cloud, projectName));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice("trove:".length), value]));
}

/** The arguments of a program. */
export function program(fields: Properties = {}): Properties {
  return { flavor: "m1.small", volume: { size: 1 }, ...fields };
}

/** Returns the inputs that check returns, and asserts that nothing failed. */
export async function checked(plugin: PluginHost, news: Properties = program(), olds: Properties = {}) {
  const { inputs, failures } = await plugin.check({ olds, news });
  if (failures.length > 0) throw new Error(`check failed: ${JSON.stringify(failures)}`);
  return inputs;
}

/** As the engine creates: check, then create. */
export async function created(plugin: PluginHost, news: Properties = program()) {
  const inputs = await checked(plugin, news);
  return { inputs, ...(await plugin.create({ properties: inputs })) };
}
