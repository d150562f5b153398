import assert from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { cacheFolder } from "../../scripts/cache-folder.ts";
import { hermeticPulumi } from "../../scripts/hermetic-pulumi.ts";
import { ensureLanguages } from "../../scripts/languages.ts";
import { ensurePulumi } from "../../scripts/pulumi-cli.ts";
import { root } from "../../scripts/root.ts";
import { run } from "../../scripts/run.ts";
import { type Simulator, startSimulator } from "../../simulator/index.ts";
import { writeTemplate } from "../support/stock-template.ts";
import { scriptOf } from "./page-script.ts";
import { type Setting, settings } from "./settings.ts";

/** Shorter than the group's timeout for a test. */
const LIMIT_MS = 500_000;

/**
 * Follows a page in a new folder, with a new simulator.
 *
 * @param installed the folder with the installed package and Pulumi's SDK; the new folder is created in it.
 * @param added environment variables in addition to those of the page's setting.
 */
export async function runPage(
  t: TestContext,
  page: string,
  installed: string,
  added: Readonly<Record<string, string>> = {},
): Promise<void> {
  const setting = settings[page] ?? {};
  const cloud = await startSimulator({ boot: 0.3, delete: 0.2, backup: 0.3, guestLag: 0, rate: 100_000 });
  t.after(() => cloud.stop());
  const folder = join(installed, page.replaceAll(/\W/g, "-"));
  const home = join(folder, "home");
  mkdirSync(home, { recursive: true });
  fill(folder, setting);
  const { id, secret } = cloud.applicationCredential;
  const values = {
    "https://keystone.example.com/v3": cloud.authUrl,
    "21dced0fd20347869b93710d2b98aae0": id,
    "<secret of the credential>": secret,
    ...(await setting.prepare?.(cloud)),
  };
  const script = [...beginning(setting), scriptOf(page), setting.after ?? ""].join("\n");
  const file = join(home, "page.sh");
  writeFileSync(file, withValues(script, values));
  const env = { ...(await environment(setting, home, cloud)), ...added };
  // On this signal bash ends its children. Otherwise a failed test would leave them running.
  const { code, output } = await run("bash", [file], { cwd: folder, env, timeout: LIMIT_MS });
  assert.equal(code, 0, output.slice(-20_000));
}

/** The text with its example values replaced. */
function withValues(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((result, [example, value]) => result.replaceAll(example, value), text);
}

function fill(folder: string, { begins }: Setting): void {
  const clone = join(folder, "pulumi-trove");
  if (begins === undefined) writeTemplate(folder, "docs");
  else copyRepository(clone, begins === "in a built clone" ? root : clone);
}

/** A copy of the sources, with links to the installed packages; `pulumi-trove` itself is in the folder `built`. */
function copyRepository(clone: string, built: string): void {
  const packages = join(clone, "node_modules");
  mkdirSync(packages, { recursive: true });
  for (const name of readdirSync(root)) {
    if (![".git", "dist", "node_modules"].includes(name))
      cpSync(join(root, name), join(clone, name), { recursive: true });
  }
  for (const name of readdirSync(join(root, "node_modules"))) {
    const target = name === "pulumi-trove" ? built : join(root, "node_modules", name);
    if (name !== ".cache") symlinkSync(target, join(packages, name));
  }
}

function beginning({ begins, before = "", stack = "dev", config = {} }: Setting): readonly string[] {
  if (begins !== undefined) return [begins === "in a built clone" ? "cd pulumi-trove" : before];
  const values = Object.entries(config).map(([key, value]) => `pulumi config set --secret ${key} '${value}'`);
  return [`pulumi stack init ${stack}`, ...values, before];
}

async function environment(setting: Setting, home: string, cloud: Simulator): Promise<NodeJS.ProcessEnv> {
  const cloudsYaml = join(home, "clouds.yaml");
  writeFileSync(cloudsYaml, cloud.cloudsYaml);
  const template = join(home, "template");
  writeTemplate(template);
  return {
    ...(await ensurePulumi()).env,
    ...(setting.languages ? await languagesEnv() : {}),
    // npm keeps its cache; Pulumi and all other programs get an empty home folder.
    npm_config_cache: (await run("npm", ["config", "get", "cache"])).output.trim(),
    npm_config_prefer_offline: "true",
    ...hermeticPulumi(home),
    HOME: home,
    PULUMI_SKIP_CONFIRMATIONS: "true",
    // Another test checks the types of all programs in one run of the compiler.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    CLONE: root,
    TEMPLATE: template,
    OS_CLIENT_CONFIG_FILE: cloudsYaml,
    OS_CLOUD: "demo",
    ...(setting.logsIn ? { PULUMI_BACKEND_URL: undefined, PULUMI_CONFIG_PASSPHRASE: undefined } : {}),
    ...setting.env?.(cloud),
  };
}

/** With the cache of this user: a release needs the generator of the SDKs, whose build takes minutes. */
async function languagesEnv(): Promise<NodeJS.ProcessEnv> {
  return { ...(await ensureLanguages()), XDG_CACHE_HOME: dirname(cacheFolder) };
}
