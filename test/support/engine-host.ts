import { join } from "node:path";
import { root } from "../../scripts/root.ts";

/** What runs the provider: Pulumi's dynamic host, or the plugin of this package. */
export type EngineHost = "dynamic" | "plugin";

/** The host of all stacks in this process. */
export const engineHost: EngineHost = hostOf(process.env.ENGINE_HOST ?? "dynamic");

function hostOf(name: string): EngineHost {
  if (name !== "dynamic" && name !== "plugin") throw new Error(`ENGINE_HOST must be dynamic or plugin, not ${name}.`);
  return name;
}

/** What a project needs in its `Pulumi.yaml`, so that the engine finds the plugin. */
export const pluginEntry = { providers: [{ name: "trove", path: join(root, "plugin") }] } as const;
