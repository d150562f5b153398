import { chmodSync, copyFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "tar";

/** The time of all packed files, so that the same files give the same bytes: npm's choice, after 1980 for zip files. */
export const packedAt = new Date("1985-10-26T08:15:00Z");

/** As Pulumi names them in the archives' names. */
const platforms = ["linux", "darwin", "windows"].flatMap((os) => [`${os}-amd64`, `${os}-arm64`]);

/**
 * Writes the archives that `pulumi plugin install` takes, one for each platform. All have the same content, since Node
 * runs the plugin. node-tar writes the same bytes on every machine; the `tar` of macOS has no options for that.
 *
 * @param packageFolder the package as published, with its folder `plugin`.
 */
export async function writePluginArchives(packageFolder: string, version: string, release: string): Promise<void> {
  const plugin = mkdtempSync(join(tmpdir(), "pulumi-trove-plugin-"));
  try {
    cpSync(join(packageFolder, "plugin"), plugin, { recursive: true });
    copyFileSync(join(packageFolder, "LICENSE"), join(plugin, "LICENSE"));
    const files = readdirSync(plugin).sort();
    for (const file of files) chmodSync(join(plugin, file), file === "pulumi-resource-trove" ? 0o755 : 0o644);
    for (const platform of platforms) {
      const file = join(release, `pulumi-resource-trove-v${version}-${platform}.tar.gz`);
      await create({ cwd: plugin, file, gzip: true, portable: true, mtime: packedAt }, files);
    }
  } finally {
    rmSync(plugin, { recursive: true, force: true });
  }
}
