import { mkdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The environment of a Pulumi that keeps all that it writes in one folder: its state, its settings and its plugins. It
 * asks nobody for updates or plugins. The passphrase guards what is thrown away with the folder.
 */
export function hermeticPulumi(folder: string): Record<string, string> {
  const backend = join(folder, "backend");
  const home = join(folder, "home");
  for (const path of [backend, home]) mkdirSync(path, { recursive: true });
  return {
    // Without the .attrs files beside the state, which are not written atomically: a kill of Pulumi can leave an empty one,
    // and then it cannot load its state (gocloud.dev, `blob/fileblob`).
    PULUMI_BACKEND_URL: `file://${backend}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: "passphrase",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_HOME: home,
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}
