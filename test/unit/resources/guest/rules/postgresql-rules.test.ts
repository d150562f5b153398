import assert from "node:assert/strict";
import { test } from "node:test";
import { brokenGuestRules } from "../../../../../provider/resources/guest/rules/guest-rules.ts";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { check } from "../../../../../provider/resources/instance/check/check.ts";
import { cloudless } from "../../instance/cloudless.ts";
import { ID, inputs } from "../../instance/samples.ts";

const password = "secret-1";

function failures(declared: Partial<InstanceInputs>): string[] {
  return brokenGuestRules(["postgresql"], inputs(declared), undefined).map(({ path, reason }) => `${path}: ${reason}`);
}

const names = (...all: readonly string[]) => Object.fromEntries(all.map((name) => [name, {}]));
const withUser = (key: string, fields: object = {}) => ({ users: { [key]: { password, ...fields } } });

const refused: readonly (readonly [declared: Partial<InstanceInputs>, failure: string])[] = [
  [withUser("app@10.0.0.1"), 'users["app@10.0.0.1"]: the user\'s host must be %: users of PostgreSQL have no host'],
  [withUser("app@10.0.0.%"), 'users["app@10.0.0.%"]: the user\'s host must be %: users of PostgreSQL have no host'],
  [withUser("postgres@%"), 'users["postgres@%"]: the user\'s name is one that PostgreSQL or Trove reserves'],
  [withUser("replicator@%"), 'users["replicator@%"]: the user\'s name is one that PostgreSQL or Trove reserves'],
  [withUser("pg_app@%"), 'users["pg_app@%"]: the user\'s name is one that PostgreSQL or Trove reserves'],
  [withUser("public@%"), 'users["public@%"]: the user\'s name is one that PostgreSQL or Trove reserves'],
  [
    withUser("a'b@%"),
    "users[\"a'b@%\"]: the user's name must not hold ': the guest agent could not find the user again",
  ],
  [
    withUser(`${"é".repeat(32)}@%`),
    `users["${"é".repeat(32)}@%"]: the user's name must have at most 63 bytes in UTF-8`,
  ],
  [withUser(" app@%"), 'users[" app@%"]: the user\'s name must not begin or end with a blank'],
  [withUser("app@%", { password: "it's" }), 'users["app@%"].password: must not hold \''],
  [withUser("app@%", { password: "a\0b" }), 'users["app@%"].password: must not hold NUL or half of a surrogate pair'],
  [{ databases: names("template1") }, "databases.template1: is a name that PostgreSQL or Trove reserves"],
  [{ databases: names("os_admin") }, "databases.os_admin: is a name that PostgreSQL or Trove reserves"],
  [{ databases: names("a") }, "databases.a: must have at least 2 characters"],
  [{ databases: names("a".repeat(64)) }, `databases.${"a".repeat(64)}: must have at most 63 bytes in UTF-8`],
  [{ databases: names('a"b') }, 'databases["a\\"b"]: must not hold ", NUL or half of a surrogate pair'],
  [
    { databases: { app: { characterSet: "utf8mb4" } } },
    'databases.app.characterSet: "utf8mb4" is not an encoding that a PostgreSQL server can have, such as utf8',
  ],
  [
    { databases: { app: { characterSet: "utf8' OWNER = 'app" } } },
    "databases.app.characterSet: \"utf8' OWNER = 'app\" is not an encoding that a PostgreSQL server can have, such as utf8",
  ],
  [
    { databases: { app: { collate: "utf8_general_ci" } } },
    'databases.app.collate: "utf8_general_ci" is not the name of a locale, such as en_US.utf8 or C',
  ],
  [
    { databases: { app: { collate: "C' TEMPLATE 'x" } } },
    "databases.app.collate: \"C' TEMPLATE 'x\" is not the name of a locale, such as en_US.utf8 or C",
  ],
  [
    { databases: names("it's"), ...withUser("app@%", { databases: ["it's"] }) },
    'users["app@%"].databases[0]: must not hold \' or \\: the guest agent cannot grant such a database',
  ],
  ...["a.b", "a/b", "é1", "日本", "a😀"].map(
    (name) =>
      [
        { databases: names(name) },
        `databases["${name}"]: must consist of ASCII characters other than . and /: Trove cannot drop a database with others`,
      ] as const,
  ),
  [
    withUser("app@%", { databases: ["a.b"] }),
    'users["app@%"].databases[0]: must consist of ASCII characters other than . and /: Trove cannot revoke a grant on others',
  ],
  [
    withUser("app@%", { databases: ["postgres"] }),
    'users["app@%"].databases[0]: must not be "postgres": Trove does not list grants on it',
  ],
  [
    withUser("app@%", { databases: ["template1"] }),
    'users["app@%"].databases[0]: must not be "template1": Trove does not list grants on it',
  ],
  [
    { databases: names("shop"), ...withUser("my-app@%", { databases: ["shop"] }) },
    'users["my-app@%"].databases: grants need a user name of A-Z, a-z, 0-9 and _: Trove cannot list or revoke the grants ' +
      'of "my-app"',
  ],
];

for (const [declared, failure] of refused) {
  test(`PostgreSQL refuses ${failure.slice(0, 58)}…`, () => {
    // What grants need is a rule of Trove's, not of PostgreSQL.
    const isOfGrant = /^users\["[^"]+"\]\.databases/.test(failure);
    assert.deepEqual(failures(declared), [isOfGrant ? failure : `${failure}, as postgresql asks`]);
  });
}

test("accepts what PostgreSQL accepts and MySQL does not", () => {
  const databases = {
    ...names("Postgres", "pg_x", "it's", "a b", "a\\b", "a:b", "a".repeat(63)),
    ...Object.fromEntries(
      ["UTF8", "utf-8", "Unicode", "LATIN1", "sql_ascii"].map((set) => [`in ${set}`, { characterSet: set }]),
    ),
    ...Object.fromEntries(
      ["C", "POSIX", "en_US.utf8", "de_DE.UTF-8@euro"].map((collate, index) => [`by ${index}`, { collate }]),
    ),
  };
  const long = "a_name_of_more_than_sixteen_characters";
  const users = Object.fromEntries(
    ["app", long, "a/b", "PG_app", "Public", "😀a", "a:b"].map((name) => [
      `${name}@%`,
      { password: 'a/b;"`, \\ -:b%s' },
    ]),
  );
  assert.deepEqual(failures({ databases, users }), []);
});

test("accepts a user with another name without grants", () => {
  for (const fields of [{}, { databases: [] }]) assert.deepEqual(failures(withUser("my-app@%", fields)), []);
});

test("does not refuse an unchanged user with a host", () => {
  const before = withUser("app@10.0.0.1");
  assert.deepEqual(brokenGuestRules(["postgresql"], inputs(before), inputs(before)), []);
});

test("compares reserved names case-sensitively for PostgreSQL", async () => {
  const given = (name: string) => ({
    ...inputs({ datastore: { type: "postgresql" } }),
    databases: { [`${name}_db`]: {}, [name]: {} },
    users: { [`${name}@%`]: { password } },
  });
  const pathsOf = async (name: string) =>
    (await check(given(name), undefined, cloudless())).failures.map(({ path }) => path);
  assert.deepEqual(await pathsOf("mysql"), ["databases.mysql"]);
  assert.deepEqual(await pathsOf("MySQL"), []);
  assert.deepEqual(await pathsOf("root"), ['users["root@%"]']);
  assert.deepEqual(await pathsOf("Root"), []);
});

test("refuses a grant on a database that Trove cannot address", () => {
  const users = { "app@%": { password, databases: ["good", "a.b"] } };
  const [only, ...others] = brokenGuestRules(["mysql"], inputs({ adoptId: ID, users }), undefined);
  assert.equal(only?.path, 'users["app@%"].databases[1]');
  assert.deepEqual(others, []);
});

test("refuses a grant on a database that Trove does not list", () => {
  const users = { "app@%": { password, databases: ["good", "mysql", "Sys"] } };
  const paths = brokenGuestRules(["mysql"], inputs({ adoptId: ID, users }), undefined).map(({ path }) => path);
  assert.deepEqual(paths, ['users["app@%"].databases[1]', 'users["app@%"].databases[2]']);
});

test("does not refuse an unchanged grant at another index", () => {
  const granting = (...databases: string[]) => inputs({ users: { "app@%": { password, databases } } });
  assert.deepEqual(brokenGuestRules(["mysql"], granting("aa", "b.c"), granting("b.c")), []);
  const [only] = brokenGuestRules(["mysql"], granting("a.b", "b.c"), granting("b.c"));
  assert.equal(only?.path, 'users["app@%"].databases[0]');
});
