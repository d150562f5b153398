import { join } from "node:path";
import { root } from "./root.ts";
import { run } from "./run.ts";
import { stagePackage } from "./stage-package.ts";

/** Packs the provider and the simulator, as published, into a folder. @throws {Error} with npm's exit code. */
export async function pack(folder: string): Promise<void> {
  for (const from of [await stagePackage(), join(root, "simulator")]) {
    const { code } = await run("npm", ["pack", from, "--loglevel=error"], { cwd: folder, stdio: "inherit" });
    if (code !== 0) throw new Error(`npm pack ${from} failed with exit code ${code}; its own message is above.`);
  }
}

if (import.meta.main) await pack(process.cwd());
