import { mkdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Environment variables for a Pulumi CLI that writes its state, settings and plugins into one folder only, and does not
 * check for updates or download plugins. The passphrase may be public: the folder is temporary.
 */
export function hermeticPulumi(folder: string): Record<string, string> {
  const backend = join(folder, "backend");
  const home = join(folder, "home");
  for (const path of [backend, home]) mkdirSync(path, { recursive: true });
  return {
    // Disables the .attrs files beside the state: they are not written atomically, and an empty one, after a kill of
    // Pulumi, makes the state unreadable (gocloud.dev, `blob/fileblob`).
    PULUMI_BACKEND_URL: `file://${backend}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: "passphrase",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_HOME: home,
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}
