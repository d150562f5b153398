import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import ts from "typescript";
import {
  configKeys,
  LOGIN_SETTINGS,
  SETTING_NAMES,
  type Setting,
} from "../../../../provider/openstack/credentials/settings.ts";
import { LOGIN_KEYS } from "../../../../provider/openstack/credentials/unknown-keys.ts";
import { PROVIDER_KEYS } from "../../../../provider/service/settings.ts";

import { TroveProvider } from "../../../../sdk/index.ts";
import { isSecret, mockEngine, register } from "../../sdk/registrations.ts";

const ROOT = new URL("../../../../", import.meta.url);

before(() => mockEngine());

/** The settings as the table has them: key of the configuration, and whether the value is secret. */
const settings: readonly (Setting & { readonly key: string })[] = SETTING_NAMES.map((name) => ({
  ...LOGIN_SETTINGS[name],
  key: configKeys(name)[0]?.split(".")[0] ?? name,
}));
const secretKeys = settings.filter(({ secret }) => secret).map(({ key }) => key);

test("the client documents every setting of the table, and which are secret", async () => {
  const documented = await membersOf("provider/client/trove-credentials.ts", "TroveCredentials");
  assert.deepEqual([...documented.keys()].sort(), [...LOGIN_KEYS].sort());
  assert.deepEqual(keysThatSay(documented, /\bSecret\.$/), [...secretKeys].sort());
});

test("TroveProvider documents every setting of the table, and which are secret", async () => {
  const documented = await membersOf("sdk/provider-args.ts", "TroveProviderArgs");
  assert.deepEqual([...documented.keys()].sort(), [...LOGIN_KEYS, ...PROVIDER_KEYS].sort());
  assert.deepEqual(keysThatSay(documented, /\bEncrypted in state\.$/), [...secretKeys].sort());
});

test("TroveProvider gives Pulumi exactly the secret settings of the table as secrets", async () => {
  const args = Object.fromEntries(LOGIN_KEYS.map((key) => [key, "text"]));
  const { inputs } = await register("all", () => new TroveProvider("all", args));
  const secrets = LOGIN_KEYS.filter((key) => isSecret(inputs[`trove:${key}`]));
  assert.deepEqual([...secrets].sort(), [...secretKeys].sort());
});

for (const { key, env, cloudsYaml, secret } of settings) {
  test(`docs/configuration.md has a row for ${key}`, async () => {
    const page = await readFile(new URL("docs/configuration.md", ROOT), "utf8");
    const row = page.split("\n").find((line) => line.split("|")[1]?.includes(`\`${key}\``)) ?? "";
    const [, , variables = "", entries = "", meaning = ""] = row.split("|");
    assert.match(variables, new RegExp(`\`${env[0]}\``));
    const names = cloudsYaml.concat(key === "insecure" ? ["verify: false"] : []);
    assert.ok(
      names.some((name) => new RegExp(`\`(auth\\.)?${name}\``).test(entries)),
      entries,
    );
    assert.equal(/\bsecret\b/.test(meaning), secret === true || key === "cert");
  });
}

test("no two settings share a name in any place", () => {
  for (const place of ["env", "cloudsYaml", "otherNames"] as const) {
    const names = settings.flatMap((setting) => setting[place] ?? []);
    assert.deepEqual(names, [...new Set(names)]);
  }
  assert.deepEqual(LOGIN_KEYS, [...new Set(LOGIN_KEYS)]);
});

/** The properties of an interface, with the first paragraph of each doc comment. */
async function membersOf(file: string, name: string): Promise<ReadonlyMap<string, string>> {
  const source = ts.createSourceFile(file, await readFile(new URL(file, ROOT), "utf8"), ts.ScriptTarget.Latest, true);
  const found = source.statements.filter(ts.isInterfaceDeclaration).find((one) => one.name.text === name);
  const members = found?.members ?? assert.fail(`${file} has no ${name}`);
  return new Map(
    members.map((member) => {
      const [doc] = ts.getJSDocCommentsAndTags(member);
      return [member.name?.getText() ?? "", typeof doc?.comment === "string" ? doc.comment : ""];
    }),
  );
}

function keysThatSay(documented: ReadonlyMap<string, string>, words: RegExp): readonly string[] {
  return [...documented].flatMap(([key, doc]) => (words.test(doc) ? [key] : [])).sort();
}
