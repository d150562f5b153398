import assert from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { startSimulator } from "trove-simulator";
import { hermeticPulumi } from "../../scripts/hermetic-pulumi.ts";
import { ensurePulumi } from "../../scripts/pulumi-cli.ts";
import { root } from "../../scripts/root.ts";
import { run } from "../../scripts/run.ts";
import { installProgram } from "../package/installed-program.ts";
import { scriptOf } from "./page-script.ts";
import { settings } from "./settings.ts";
import { writeTemplate } from "./template.ts";

/** The packed package with what Pulumi's template has beside it; the folders of all pages are below it. */
let installed: Promise<string> | undefined;

export async function installPackage(): Promise<string> {
  installed ??= installProgram().then(({ folder }) => folder);
  return installed;
}

/** Does what a page says in a folder of its own, against a simulator of its own. */
export async function runPage(t: TestContext, page: string): Promise<void> {
  const setting = settings[page] ?? {};
  const folder = join(await installPackage(), page.replaceAll(/\W/g, "-"));
  mkdirSync(folder);
  const cloud = await startSimulator({ boot: 0.3, delete: 0.2, backup: 0.3, guestLag: 0, rate: 100_000 });
  t.after(() => cloud.stop());
  const values = {
    "https://keystone.example.com/v3": cloud.authUrl,
    ...(await setting.prepare?.(cloud)),
  };
  const pulumi = await ensurePulumi();
  const home = join(folder, "home");
  const template = join(folder, "template");
  writeTemplate(template);
  const env: NodeJS.ProcessEnv = {
    ...pulumi.env,
    ...hermeticPulumi(home),
    // npm keeps its cache where it is; Pulumi and everything else find a home that is empty.
    npm_config_cache: (await run("npm", ["config", "get", "cache"])).output.trim(),
    npm_config_prefer_offline: "true",
    HOME: home,
    PULUMI_SKIP_CONFIRMATIONS: "true",
    // tsc checks the types of all programs at once, in another test.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    TEMPLATE: template,
  };
  if (setting.isFromScratch) {
    delete env.PULUMI_BACKEND_URL;
    delete env.PULUMI_CONFIG_PASSPHRASE;
    freshClone(join(folder, "pulumi-trove"));
  } else {
    writeTemplate(folder, "docs");
    const cloudsYaml = join(home, "clouds.yaml");
    writeFileSync(cloudsYaml, cloud.cloudsYaml);
    Object.assign(env, { OS_CLIENT_CONFIG_FILE: cloudsYaml, OS_CLOUD: "demo", ...setting.env?.(cloud) });
  }
  const begin = setting.isFromScratch ? "" : `pulumi stack init ${setting.stack ?? "dev"}\n`;
  const script = join(home, "page.sh");
  writeFileSync(script, begin + scriptOf(page, values));
  const { code, output } = await run("bash", [script], { cwd: folder, env });
  assert.equal(code, 0, output.slice(-20_000));
}

/** The sources as they are here, with links to the installed packages, and without dist/. */
function freshClone(clone: string): void {
  mkdirSync(clone);
  for (const name of readdirSync(root)) {
    if (![".git", "dist", "node_modules"].includes(name))
      cpSync(join(root, name), join(clone, name), { recursive: true });
  }
  const packages = join(clone, "node_modules");
  mkdirSync(packages);
  for (const name of readdirSync(join(root, "node_modules"))) {
    const target = name === "pulumi-trove" ? clone : join(root, "node_modules", name);
    if (name !== ".cache") symlinkSync(target, join(packages, name));
  }
}
