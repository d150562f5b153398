import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build as bundle } from "esbuild";
import { root } from "./root.ts";

/** The files that the build writes into plugin/, beside those of the repository. */
export const PLUGIN_FILES = ["plugin/main.cjs", "plugin/THIRD-PARTY-LICENSES.txt"];

/**
 * Bundles the plugin with everything that it needs into one file, so that it also runs where nothing is installed: below a
 * Python or a Go program, or from Pulumi's own folder of plugins.
 */
export async function bundlePlugin(): Promise<void> {
  const { metafile, outputFiles } = await bundle({
    absWorkingDir: root,
    entryPoints: ["provider/hosts/plugin/main.ts"],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node22.17",
    // Faster to load than an ES module: that reads every export of the modules of Node it imports, and some of these load
    // more of Node when they are read, such as `WebSocket` of node:http and `stdin` of node:process.
    format: "cjs",
    outfile: "plugin/main.cjs",
    legalComments: "none",
    minify: true,
    // Errors show the names of classes.
    keepNames: true,
    // CommonJS has no import.meta.
    define: { "import.meta.url": "bundleUrl" },
    banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
  });
  const [output] = Object.values(metafile.outputs);
  const packages = packagesOf(Object.keys(output?.inputs ?? {}));
  for (const [index, text] of [outputFiles[0]?.text ?? "", licenses(packages)].entries()) {
    const file = join(root, PLUGIN_FILES[index] ?? "");
    writeFileSync(`${file}.next`, text);
    renameSync(`${file}.next`, file);
  }
}

/** The folders of the packages that the bundled files belong to. */
function packagesOf(files: readonly string[]): readonly string[] {
  const inside = files.filter((file) => file.includes("node_modules/"));
  return [...new Set(inside.map((file) => relative(root, packageFolder(dirname(join(root, file))))))].sort();
}

function packageFolder(folder: string): string {
  const manifest = join(folder, "package.json");
  // Some packages have a package.json without a name in a subfolder, for the type of its modules.
  const isPackage = existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).name !== undefined;
  return isPackage ? folder : packageFolder(dirname(folder));
}

function licenses(packages: readonly string[]): string {
  const texts = packages.map((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    return `${manifest.name} ${manifest.version} (${manifest.license})\n\n${licenseText(folder, manifest).trim()}\n`;
  });
  const intro = "plugin/main.cjs contains these packages, each under the license below its name.\n";
  return [intro, ...texts].join(`\n${"-".repeat(80)}\n\n`);
}

/** Some packages name their license in package.json alone. */
function licenseText(
  folder: string,
  { license, author }: { readonly license: string; readonly author?: unknown },
): string {
  const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (file !== undefined) return readFileSync(join(root, folder, file), "utf8");
  return `The package contains no text of the license. Its package.json says: ${JSON.stringify({ license, author })}.`;
}
