import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import { SecretMask } from "../../../../provider/http/secrets/secret-mask.ts";

/** How Python's libraries write a text: what Trove, jsonschema, webob and Keystone do with what they refuse. */
const SPELLINGS = `
import html, json, sys
from urllib.parse import quote, quote_plus
def utf8(text):
    return text.encode("utf-8", "replace")
ways = {
    "as it is": lambda s: s,
    "repr": repr,
    "repr twice": lambda s: repr(repr(s)),
    "repr in a list": lambda s: repr([s]),
    "repr of bytes": lambda s: repr(utf8(s)),
    "JSON": json.dumps,
    "JSON with every character": lambda s: json.dumps(s, ensure_ascii=False),
    "JSON with slashes escaped": lambda s: json.dumps(s).replace("/", "\\\\/"),
    "repr of JSON": lambda s: repr(json.dumps(s)),
    "JSON of repr": lambda s: json.dumps(repr(s)),
    "JSON of JSON": lambda s: json.dumps(json.dumps(s)),
    "HTML": html.escape,
    "HTML of repr": lambda s: html.escape(repr(s)),
    "HTML twice": lambda s: html.escape(html.escape(s)),
    "a path": lambda s: quote(utf8(s), safe=""),
    "a path, encoded twice": lambda s: quote(quote(utf8(s), safe=""), safe=""),
    "a query": lambda s: quote_plus(utf8(s)),
}
secrets = json.load(sys.stdin)
json.dump([[(name, way(secret)) for name, way in ways.items()] for secret in secrets], sys.stdout)
`;

const python = spawnSync("python3", ["-c", "print(1)"]).status === 0;

/** What passwords are made of, and what makes quoting hard. */
const part = fc.oneof(
  fc.constantFrom(
    "'",
    '"',
    "\\",
    "/",
    "\n",
    "\r",
    "\t",
    "\0",
    "\x7f",
    "\u0085",
    "\u00a0",
    "\u200b",
    "\u2028",
    "\ufeff",
  ),
  fc.constantFrom("&", "<", ">", "%", "+", " ", "#", ";", "$", "`", "{", "}", "(", "[", "^", "|", "*", ".", "?"),
  fc.constantFrom(
    "é",
    "Ã",
    "\u0083",
    "ü",
    "日",
    "😀",
    "\ue000",
    "\u{10ffff}",
    "\ud800",
    "n",
    "x41",
    "u0041",
    "amp",
    "25",
  ),
  fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 3 }),
  fc.string({ unit: "binary", minLength: 1, maxLength: 2 }),
);
const secret = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(..."abcXYZ789"), minLength: 1, maxLength: 2 }),
    fc.array(part, { minLength: 2, maxLength: 12 }),
  )
  .map(([first, parts]) => first + parts.join(""))
  .filter((text) => text.length >= 4);

test("a secret is masked in every spelling that Python can give it", {
  skip: python ? false : "python3 is missing",
}, () => {
  const secrets = fc.sample(secret, { numRuns: Number(process.env.PROPERTY_RUNS ?? 1000), ...seed() });
  const { stdout, stderr, status } = spawnSync("python3", ["-c", SPELLINGS], {
    input: JSON.stringify(secrets),
    maxBuffer: 1e9,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  const spelled = JSON.parse(stdout) as [way: string, text: string][][];
  for (const [index, secret] of secrets.entries()) {
    const mask = new SecretMask([secret]);
    for (const [way, text] of spelled[index] ?? assert.fail()) {
      const masked = mask.apply(`before ${text} after`);
      assert.match(
        masked,
        /^before [["'\\b&quotamp;#x27]*\*\*\*[\]"'\\&quotamp;#x27]* after$/,
        `${JSON.stringify(secret)} as ${way}: ${masked}`,
      );
    }
  }
});

function seed(): { seed?: number } {
  return process.env.PROPERTY_SEED === undefined ? {} : { seed: Number(process.env.PROPERTY_SEED) };
}
