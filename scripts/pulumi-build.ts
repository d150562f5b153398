import { chmodSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { buildBin, goBuild, goModule, goSource, pulumiSdk } from "./go-build.ts";

// The last version of the sdk/v3 module with the Node language host: the proxy does not serve the host's own module.
const languageHostVersion = "3.67.0";
const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const languageHost = `${pulumiSdk}/nodejs/cmd/pulumi-language-nodejs`;

/**
 * Builds the CLI, its script for dynamic providers and its Node language host from their Go modules.
 *
 * @throws {Error} with Go's output.
 */
export function buildPulumi(version: string, folder: string): Promise<void> {
  return buildBin(folder, async (bin, work) => {
    const cli = await goModule(work, "cli", [`${command}@v${version}`, `${pulumiSdk}@v${version}`]);
    await goBuild(cli, command, join(bin, "pulumi"), versionOf(version));
    const script = "pulumi-resource-pulumi-nodejs";
    copyFileSync(join(await goSource(cli, pulumiSdk), "nodejs/dist", script), join(bin, script));
    chmodSync(join(bin, script), 0o755);
    const host = await goModule(work, "language-host", [`${languageHost}@v${languageHostVersion}`]);
    await goBuild(host, languageHost, join(bin, "pulumi-language-nodejs"), versionOf(languageHostVersion));
  });
}

/** Otherwise the language host reports an empty version, which the Automation API refuses. */
function versionOf(version: string): string {
  return `${pulumiSdk}/go/common/version.Version=v${version}`;
}
