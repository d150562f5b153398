import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { go, pulumiSdk } from "../go-build.ts";
import { pulumiVersion } from "../pulumi-cli.ts";
import { root } from "../root.ts";
import { generateSdk } from "../sdk-generator.ts";

/** Writes the Go module of the SDK, with a complete go.mod and go.sum. It requires the Pulumi SDK that it is tested with. */
export async function writeGoSdk(schema: string, folder: string): Promise<void> {
  await generateSdk("go", schema, folder);
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  await go(folder, ["mod", "edit", "-require", `${pulumiSdk}@v${pulumiVersion}`]);
  await go(folder, ["mod", "tidy"]);
}
