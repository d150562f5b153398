import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** Where `ALTER SYSTEM` writes: a line for each setting. A superuser's own settings are there too. */
const AUTO_CONF = "postgresql.auto.conf";
/** The names of the settings there that the cloud has written, not a superuser. */
export const GROUP_SETTINGS = "group-settings.json";

const names = z.array(z.string());

export async function readGroupNames(data: string): Promise<readonly string[]> {
  const text = await readFile(join(data, GROUP_SETTINGS), "utf8").catch(() => "[]");
  return names.parse(JSON.parse(text));
}

export async function writeGroupNames(data: string, written: readonly string[]): Promise<void> {
  await writeFile(join(data, GROUP_SETTINGS), JSON.stringify(written));
}

/** Removes the settings that `removes` names, for a server that does not run. Returns whether there were any. */
export async function removeSettings(data: string, removes: (name: string) => boolean): Promise<boolean> {
  const file = join(data, AUTO_CONF);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return false;
  const lines = text.split("\n");
  const kept = lines.filter((line) => {
    const name = /^[\w.]+(?= = )/.exec(line)?.[0];
    return name === undefined || !removes(name);
  });
  await writeFile(file, kept.join("\n"));
  return kept.length < lines.length;
}

/** Adds settings whose values are numbers. */
export async function addNumbers(data: string, settings: ReadonlyMap<string, string>): Promise<void> {
  const lines = [...settings].map(([name, value]) => `${name} = '${value}'\n`);
  await writeFile(join(data, AUTO_CONF), lines.join(""), { flag: "a" });
}
