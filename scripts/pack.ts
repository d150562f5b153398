// Packs the provider and the simulator, as published, into the current folder.
import { join } from "node:path";
import { root } from "./root.ts";
import { run } from "./run.ts";
import { stagePackage } from "./stage-package.ts";

for (const folder of [await stagePackage(), join(root, "simulator")]) {
  const { code } = await run("npm", ["pack", folder, "--loglevel=error"], { cwd: process.cwd(), stdio: "inherit" });
  if (code !== 0) process.exit(code);
}
