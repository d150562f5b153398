// Writes everything that is published into release/: the plugin's archives, the npm packages, the SDKs for Python and Go,
// and SHA256SUMS. The same commit gives the same files.
import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pack } from "./pack.ts";
import { writeChecksums } from "./release/checksums.ts";
import { writeGoSdk } from "./release/go-sdk.ts";
import { writePluginArchives } from "./release/plugin-archives.ts";
import { buildWheel, writePythonSdk } from "./release/python-sdk.ts";
import { root } from "./root.ts";
import { checkSchema } from "./sdk-generator.ts";
import { stagePackage } from "./stage-package.ts";

const release = join(root, "release");
// Written into another folder and then moved, so that release/ is never incomplete.
const next = join(root, "node_modules/.cache/pulumi-trove-release");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

rmSync(next, { recursive: true, force: true });
mkdirSync(next, { recursive: true });

const packageFolder = await stagePackage();
const schema = join(packageFolder, "plugin/schema.json");
await checkSchema(schema);
await writePluginArchives(packageFolder, version, next);
await writePythonSdk(schema, join(next, "sdk/python"));
await buildWheel(join(next, "sdk/python"), next);
await writeGoSdk(schema, join(next, "sdk/go"));
await pack(next);
writeChecksums(next);

rmSync(release, { recursive: true, force: true });
renameSync(next, release);
console.log(`Release ${version} is in ${release}.`);
