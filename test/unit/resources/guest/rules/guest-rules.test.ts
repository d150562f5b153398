import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { brokenGuestRules, guestRulesBrokenBefore } from "../../../../../provider/resources/guest/rules/guest-rules.ts";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { unknownValue } from "../../../../../provider/resources/values/unknown-value.ts";

const PYTHON = "/usr/bin/python3";
const hasSqlAlchemy = spawnSync(PYTHON, ["-c", "import sqlalchemy"]).status === 0;

/**
 * Which passwords each version of SQLAlchemy cannot execute: the one that is here, by executing them; 1.4 and 2.1, which
 * Trove 18 and 26 come with, by their patterns (`sqlalchemy/sql/compiler.py`, `BIND_PARAMS`).
 */
const FIND_PARAMETERS = `
import json, re, sys
from sqlalchemy import create_engine, text
from sqlalchemy.exc import StatementError
connection = create_engine("sqlite://").connect()
patterns = [
    re.compile(r"(?<![:\\w\\$\\x5c]):([\\w\\$]+)(?![:\\w\\$])", re.UNICODE),
    re.compile(r"(?<![:\\w\\x5c]):(\\w+)(?![:\\w])", re.UNICODE),
]
def fails(password):
    try:
        return connection.execute(text(f"select '{password}'")).scalar() != password
    except StatementError:
        return True
def matches(password):
    return [pattern.search(f"'{password}'") is not None for pattern in patterns]
print(json.dumps([[fails(password), *matches(password)] for password in json.load(sys.stdin)]))
`;

interface Parameters {
  readonly here: readonly boolean[];
  readonly inAny: readonly boolean[];
}

function withParameter(passwords: readonly string[]): Parameters {
  const { stdout, stderr } = spawnSync(PYTHON, ["-c", FIND_PARAMETERS], {
    input: JSON.stringify(passwords),
    maxBuffer: 1e8,
    env: { ...process.env, PYTHONIOENCODING: "utf-8" },
  });
  assert.equal(String(stderr), "");
  const found = JSON.parse(String(stdout)) as boolean[][];
  return { here: found.map(([fails]) => fails === true), inAny: found.map((ways) => ways.includes(true)) };
}

const withPassword = (password: string): InstanceInputs => ({ users: { "app@%": { password } } });
const isRefused = (password: string) => brokenGuestRules(["mysql"], withPassword(password), undefined).length > 0;

/** Every text of up to four characters of these, which are those of SQLAlchemy's pattern and some of neither kind. */
function shortTexts(): string[] {
  const characters = [":", "a", "1", "_", "$", "-", "!", "é", "中", "½", "\u0301"];
  let texts = [""];
  const all: string[] = [];
  for (let length = 1; length <= 4; length += 1) {
    texts = texts.flatMap((text) => characters.map((character) => text + character));
    all.push(...texts);
  }
  return all;
}

test("refuses exactly the colons that SQLAlchemy reads as a parameter", { skip: !hasSqlAlchemy }, () => {
  const passwords = shortTexts();
  const { here, inAny } = withParameter(passwords);
  for (const [index, password] of passwords.entries()) {
    assert.equal(isRefused(password), inAny[index], JSON.stringify(password));
  }
  assert.ok(here.includes(true) && here.includes(false));
});

test("knows the letters and numbers of Unicode as Python does", { skip: !hasSqlAlchemy }, () => {
  const printable = Array.from({ length: 0x2fa1d }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code))
    // What neither Unicode knows is refused as unprintable already.
    .filter((character) => !/[\p{C}\p{Z}'";`,/\\]/u.test(character));
  const passwords = printable.map((character) => `-:${character}`);
  const { inAny } = withParameter(passwords);
  const known = pythonKnows(printable);
  for (const [index, password] of passwords.entries()) {
    if (known[index]) assert.equal(isRefused(password), inAny[index], JSON.stringify(password));
  }
});

/** An older Python knows fewer characters than Node. */
function pythonKnows(characters: readonly string[]): boolean[] {
  const script =
    "import json, sys, unicodedata; print(json.dumps([unicodedata.category(c) != 'Cn' for c in json.load(sys.stdin)]))";
  const { stdout } = spawnSync(PYTHON, ["-c", script], { input: JSON.stringify(characters), maxBuffer: 1e8 });
  return JSON.parse(String(stdout)) as boolean[];
}

/** The rule of the message, character by character. */
test("accepts the colons that its message calls safe", () => {
  for (const password of shortTexts()) {
    const isSafe = !/(?<![\p{L}\p{N}_:]):[\p{L}\p{N}_$]/u.test(password);
    if (isSafe) assert.ok(!isRefused(password), JSON.stringify(password));
  }
});

const colons: Readonly<Record<string, boolean>> = {
  ":ab": true,
  "a-:b1": true,
  "a1:-:$": true,
  "-:$x": true,
  "a$:b": true,
  "Zx9$:Kq": true,
  "$:1": true,
  "-:a$:b": true,
  "x-:ab:c": false,
  "-:ab:": false,
  "::b": false,
  "a:b": false,
  "a1::b": false,
  "a-:b:c": false,
  "a1:": false,
  "a- :-b": false,
};

for (const [password, refused] of Object.entries(colons)) {
  test(`${refused ? "refuses" : "accepts"} the colon in ${password}`, () => {
    assert.equal(isRefused(password), refused);
  });
}

test("refuses such a colon in a user's name too, also for MariaDB", () => {
  const users = { "a-:b@%": { password: "secret-1" } };
  const [only, ...others] = brokenGuestRules(["mariadb"], { users }, undefined);
  assert.equal(only?.path, 'users["a-:b@%"]');
  assert.match(only?.reason ?? "", /^the user's name must not hold a colon before .* are safe, as mariadb asks$/);
  assert.deepEqual(others, []);
});

test("has no rules for datastores but MySQL, MariaDB and PostgreSQL", () => {
  assert.deepEqual(brokenGuestRules(["cassandra"], withPassword("it's"), undefined), []);
  assert.deepEqual(brokenGuestRules(["constructor"], withPassword("it's"), undefined), []);
});

test("applies a rule that all possible datastores have", () => {
  const may = ["mysql", "postgresql"];
  assert.deepEqual(
    brokenGuestRules(may, withPassword("it's"), undefined).map(({ path }) => path),
    ['users["app@%"].password'],
  );
  assert.deepEqual(brokenGuestRules(may, withPassword("a-:b"), undefined), []);
  assert.deepEqual(brokenGuestRules([...may, "cassandra"], withPassword("it's"), undefined), []);
  assert.deepEqual(brokenGuestRules([], withPassword("it's"), undefined), []);
});

const bad: InstanceInputs = {
  databases: { a: { characterSet: "utf9" } },
  users: { "a-:b@%": { password: "a-:b" } },
};

test("refuses new and changed values, and not unchanged ones", () => {
  const paths = (now: InstanceInputs, old?: InstanceInputs) =>
    brokenGuestRules(["mysql"], now, old).map(({ path }) => path);
  const all = ["databases.a", "databases.a.characterSet", 'users["a-:b@%"]', 'users["a-:b@%"].password'];
  assert.deepEqual(paths(bad), all);
  assert.deepEqual(paths(bad, { databases: {}, users: {} }), all);
  assert.deepEqual(paths(bad, bad), []);
  assert.deepEqual(
    guestRulesBrokenBefore(["mysql"], bad, bad).map(({ path }) => path),
    all,
  );
  const other = { ...bad, users: { "a-:b@%": { password: "plain-1" } } };
  assert.deepEqual(paths(other, bad), ['users["a-:b@%"]'], "a password is set by the name");
});

test("does not refuse a value that may be unchanged", () => {
  const password = unknownValue as never;
  assert.deepEqual(brokenGuestRules(["mysql"], { ...bad, users: { "a-:b@%": { password } } }, bad), []);
});

test("accepts names that every JavaScript object has", () => {
  const databases = { constructor: { collate: "no" }, toString: {} };
  assert.deepEqual(
    brokenGuestRules(["mysql"], { databases }, { databases: {} }).map(({ path }) => path),
    ["databases.constructor.collate"],
  );
});
