import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { ConfigError } from "../../../../../provider/openstack/errors/config-error.ts";
import { resolveCredentials } from "../../../../../provider/openstack/resolve-credentials.ts";
import { givenSources } from "../given-sources.ts";

const CANARY = "hunter2-S3cret";
const entry = (password: string) =>
  `clouds:\n  demo:\n    auth:\n      auth_url: http://a\n      username: u\n      project_id: p\n      password: ${password}\n`;

/** Nine of nine of nine of … : 9^5 items of a file of 200 bytes. */
const BOMB = [
  `a: &a [${CANARY}]`,
  ..."bcdef".split("").map((name, index) => {
    const before = `*${"abcde"[index]}`;
    return `${name}: &${name} [${Array(9).fill(before).join(", ")}]`;
  }),
].join("\n");

const BROKEN: Readonly<Record<string, string>> = {
  "an alias of nothing": entry(`*${CANARY}`),
  "an alias as a key": `*${CANARY} : x`,
  "an alias of what holds it": `clouds: &${CANARY} [*${CANARY}]`,
  "an alias to merge": `clouds:\n  demo:\n    <<: *${CANARY}\n`,
  "aliases that stand for too much": BOMB,
  "a quote that is not closed": entry(`"${CANARY}`),
  "a wrong escape": entry(`"${CANARY}\\q"`),
  "a value that begins with @": entry(`@${CANARY}`),
  "a value that begins with %": entry(`%${CANARY}`),
  "a block scalar": entry(`|${CANARY}`),
  "a value with a colon": entry(`${CANARY}: x`),
  "a key twice": `${CANARY}: 1\n${CANARY}: 2\n`,
  "two documents": `clouds: {}\n---\n${CANARY}: x\n`,
  "a tab": `clouds:\n\t${CANARY}: x\n`,
  "a list too deep": "[".repeat(20_000) + CANARY,
  "no mapping": CANARY,
  "a text for the clouds": `clouds: ${CANARY}`,
  "a text for a cloud": `clouds: { demo: ${CANARY} }`,
  "a text for its auth": `clouds: { demo: { auth: ${CANARY} } }`,
  "a mapping for the password": entry(`{ ${CANARY}: x }`),
  "a list for the password": entry(`[${CANARY}]`),
  "binary for the password": entry(`!!binary ${CANARY}`),
  "a flag": `clouds: { demo: { auth: { auth_url: "http://a", token: t }, verify: ${CANARY} } }`,
  "a kind of login": `clouds: { demo: { auth_type: ${CANARY} } }`,
  "an interface": `clouds: { demo: { auth: { auth_url: "http://a", token: t }, interface: ${CANARY} } }`,
};

for (const [what, text] of Object.entries(BROKEN)) {
  for (const file of ["clouds.yaml", "secure.yaml", "clouds-public.yaml"]) {
    test(`${what} in ${file} fails without a text of the file`, async (t) => {
      const warnings = listenForWarnings(t);
      const profile = file === "clouds-public.yaml" ? "profile: demo, " : "";
      const clouds = `clouds: { demo: { ${profile}auth: { auth_url: "http://a", token: t } } }`;
      const content = file === "clouds-public.yaml" ? text.replace("clouds:", "public-clouds:") : text;
      const sources = await givenSources(t, {
        env: { OS_CLOUD: "demo" },
        files: { "clouds.yaml": clouds, [file]: content },
      });
      const outcome = await resolveCredentials(sources).catch((error: unknown) => error);
      // In the files that are laid over or under another, some of these are no error.
      if (file === "clouds.yaml") assert.ok(outcome instanceof ConfigError, inspect(outcome));
      if (outcome instanceof Error) {
        assert.ok(outcome instanceof ConfigError, inspect(outcome));
        assert.ok(!inspect(outcome, { depth: 9, showHidden: true }).includes(CANARY), inspect(outcome));
      }
      assert.deepEqual(warnings, []);
    });
  }
}

test("names the line and column of an alias of nothing, and what to do", async (t) => {
  const sources = await givenSources(t, { env: { OS_CLOUD: "demo" }, files: { "clouds.yaml": entry(`*${CANARY}`) } });
  await assert.rejects(resolveCredentials(sources), {
    code: "TROVE_CONFIG",
    message: /clouds\.yaml is not valid YAML, at line 7, column 17 \(BAD_ALIAS\)\. .*put the value in quotes\.$/,
  });
});

test("keys that are collections cause no warning on the terminal", async (t) => {
  const warnings = listenForWarnings(t);
  const files = { "clouds.yaml": `? { ${CANARY}: x }\n: y\n${entry("p")}` };
  await resolveCredentials(await givenSources(t, { env: { OS_CLOUD: "demo" }, files }));
  await new Promise(setImmediate);
  assert.deepEqual(warnings, []);
});

test("a clouds.yaml that begins with a byte order mark is read", async (t) => {
  const sources = await givenSources(t, { env: { OS_CLOUD: "demo" }, files: { "clouds.yaml": `\uFEFF${entry("p")}` } });
  const { auth } = await resolveCredentials(sources);
  assert.equal(auth.type === "password" && auth.password, "p");
});

test("a file without an end is not read to its end", async (t) => {
  const sources = await givenSources(t, { env: { OS_CLOUD: "demo", OS_CLIENT_CONFIG_FILE: "/dev/zero" } });
  await assert.rejects(resolveCredentials(sources), { code: "TROVE_CONFIG", message: /cannot be read \(EFBIG\)/ });
});

test("a key without its first line is not shown as if it were a path", async (t) => {
  const login = { authUrl: "http://a", token: "t" };
  const bare = Buffer.from(CANARY.repeat(9)).toString("base64");
  for (const key of [bare, `${bare}\n${bare}`]) {
    await assert.rejects(resolveCredentials(await givenSources(t, { trove: { ...login, key } })), (error: Error) => {
      assert.match(error.message, /The setting of the client key is neither a path nor PEM text/);
      assert.ok(!error.message.includes(bare));
      return true;
    });
  }
});

function listenForWarnings(t: { after(work: () => void): void }): string[] {
  const warnings: string[] = [];
  const listen = ({ message }: Error) => {
    if (message.includes(CANARY)) warnings.push(message);
  };
  process.on("warning", listen);
  t.after(() => process.off("warning", listen));
  return warnings;
}
