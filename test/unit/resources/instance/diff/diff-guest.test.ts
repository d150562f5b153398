import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import { inputs, state } from "../samples.ts";

/** A datastore of which no rules for names and character sets are known. */
const WITHOUT_RULES = { datastoreType: "cassandra" };

function rowsOf(was: InstanceInputs, is: InstanceInputs): string[] {
  return compare(state(inputs(was), WITHOUT_RULES), inputs(is)).changes.map(
    ({ path, kind, impact }) => `${path} ${kind} ${impact}`,
  );
}

type Case = readonly [was: InstanceInputs, is: InstanceInputs, ...rows: string[]];

const drop = { allow: { dropDatabases: true } };
const replace = { allow: { replace: true } };
const user = { password: "one" };

const cases: Readonly<Record<string, Case>> = {
  "databases in another order": [{ databases: { a: {}, b: {} } }, { databases: { b: {}, a: {} } }],
  "another database": [{ databases: { a: {} } }, { databases: { a: {}, b: {} } }, "databases.b update none"],
  "the first database": [{}, { databases: { a: {} } }, "databases.a update none"],
  "no database, where none was declared": [{}, { databases: {} }, "databases stateOnly none"],
  "no database, where there was one": [{ databases: { a: {} } }, { databases: {} }, "databases.a refuse dataLoss"],
  "a dropped database": [{ databases: { a: {}, b: {} } }, { databases: { b: {} } }, "databases.a refuse dataLoss"],
  "a dropped database with consent": [
    { databases: { a: {}, b: {} }, ...drop },
    { databases: { b: {} }, ...drop },
    "databases.a update dataLoss",
  ],
  "a consent that comes with the drop": [
    { databases: { a: {} } },
    { databases: {}, ...drop },
    "databases.a update dataLoss",
    "allow stateOnly none",
  ],
  "a database that is renamed, which is another one": [
    { databases: { a: {} } },
    { databases: { b: {} } },
    "databases.b update none",
    "databases.a refuse dataLoss",
  ],
  "another character set": [
    { databases: { a: { characterSet: "utf8mb4" } } },
    { databases: { a: { characterSet: "latin1" } } },
    "databases.a refuse dataLoss",
  ],
  "another collation, with every consent": [
    { databases: { a: {} }, allow: { dropDatabases: true, replace: true } },
    { databases: { a: { collate: "utf8mb4_bin" } }, allow: { dropDatabases: true, replace: true } },
    "databases.a refuse dataLoss",
  ],
  "a dropped database beside a replacement by consent": [
    { databases: { a: {} }, ...replace },
    { databases: {}, availabilityZone: "b", ...replace },
    "availabilityZone replace dataLoss",
  ],
  "a database whose name is that of a property of every object": [
    { databases: {} },
    { databases: { constructor: {} } },
    "databases.constructor update none",
  ],
  "users in another order": [{ users: { "a@%": user, "b@%": user } }, { users: { "b@%": user, "a@%": user } }],
  "another user": [{ users: { "a@%": user } }, { users: { "a@%": user, "b@%": user } }, 'users["b@%"] update none'],
  "the first user": [{}, { users: { "a@%": user } }, 'users["a@%"] update none'],
  "no user, where none was declared": [{}, { users: {} }, "users stateOnly none"],
  "a dropped user": [{ users: { "a@%": user } }, { users: {} }, 'users["a@%"] update none'],
  "another password": [
    { users: { "a@%": user } },
    { users: { "a@%": { password: "two" } } },
    'users["a@%"].password update none',
  ],
  "another host, which is another user": [
    { users: { "a@%": user } },
    { users: { "a@10.0.0.%": user } },
    'users["a@10.0.0.%"] update none',
    'users["a@%"] update none',
  ],
  "another grant": [
    { users: { "a@%": { ...user, databases: ["x"] } } },
    { users: { "a@%": { ...user, databases: ["x", "y"] } } },
    'users["a@%"].databases update none',
  ],
  "no grant any more": [
    { users: { "a@%": { ...user, databases: ["x"] } } },
    { users: { "a@%": { ...user, databases: [] } } },
    'users["a@%"].databases update none',
  ],
  "grants that come to be named": [
    { users: { "a@%": user } },
    { users: { "a@%": { ...user, databases: [] } } },
    'users["a@%"].databases update none',
  ],
  "grants that are no longer named": [
    { users: { "a@%": { ...user, databases: ["x"] } } },
    { users: { "a@%": user } },
    'users["a@%"].databases stateOnly none',
  ],
  "grants that are named as undefined": [
    { users: { "a@%": user } },
    { users: { "a@%": { ...user, databases: undefined } } },
  ],
  "password and grants at once": [
    { users: { "a@%": { ...user, databases: ["x"] } } },
    { users: { "a@%": { password: "two", databases: [] } } },
    'users["a@%"].password update none',
    'users["a@%"].databases update none',
  ],
};

for (const [title, [was, is, ...rows]] of Object.entries(cases)) {
  test(`diff of ${title} is ${rows.join(", ") || "no row"}`, () => {
    assert.deepEqual(rowsOf(was, is), rows);
  });
}

test("the refusal to drop a database names the consent and the ways to keep it", () => {
  const [row] = compare(state(inputs({ databases: { a: {} } })), inputs({ databases: {} })).changes;
  assert.match(row?.reason ?? "", /Declare it again, or set allow: \{ dropDatabases: true \}/);
  assert.match(row?.reason ?? "", /To keep it unmanaged, remove the argument databases/);
});

const released = { users: { "a@%": { password: "one", databases: ["a"] }, "b@%": { password: "two" } } };
const declaredAgain: Readonly<Record<string, Case>> = {
  "users as they were": [
    {},
    { users: { "a@%": { password: "one", databases: ["a"] } } },
    'users["a@%"] stateOnly none',
  ],
  "a user without its grants": [{}, { users: { "a@%": { password: "one" } } }, 'users["a@%"] stateOnly none'],
  "the grants of a user as they were": [
    { users: { "a@%": { password: "one" } } },
    { users: { "a@%": { password: "one", databases: ["a"] } } },
    'users["a@%"] stateOnly none',
  ],
  "no grants of a declared user": [{ users: { "a@%": user } }, { users: { "a@%": user } }],
  "another password": [{}, { users: { "b@%": { password: "one" } } }, 'users["b@%"].password refuse none'],
  "other grants": [
    { users: { "a@%": { password: "one" } } },
    { users: { "a@%": { password: "one", databases: ["b"] } } },
    'users["a@%"].databases refuse none',
  ],
  "another user": [{}, { users: { "c@%": user } }, 'users["c@%"] refuse none'],
};

for (const [what, [was, is, ...rows]] of Object.entries(declaredAgain)) {
  test(`where no user can change, compares ${what} with what was removed`, () => {
    const before = { ...state(inputs(was), WITHOUT_RULES), contentsUnsupported: true, released };
    const found = compare(before, inputs(is)).changes.map(({ path, kind, impact }) => `${path} ${kind} ${impact}`);
    assert.deepEqual(found, rows);
  });
}

test("where users can change, one that was removed and is declared again is made", () => {
  const before = { ...state(inputs({}), WITHOUT_RULES), released };
  const { changes: rows } = compare(before, inputs({ users: { "a@%": { password: "one", databases: ["a"] } } }));
  assert.deepEqual(
    rows.map(({ path, kind }) => `${path} ${kind}`),
    ['users["a@%"] update'],
  );
});

test("no row tells a password", () => {
  const was = inputs({ users: { "a@%": { password: "secret-1" }, "b@%": { password: "secret-2" } } });
  const is = inputs({ users: { "a@%": { password: "secret-3" }, "c@%": { password: "secret-4" } } });
  assert.doesNotMatch(JSON.stringify(compare(state(was), is)), /secret/);
});

const unsupported = (was: InstanceInputs, is: InstanceInputs) =>
  compare({ ...state(inputs(was), WITHOUT_RULES), contentsUnsupported: true }, inputs(is)).changes.map(
    ({ path, kind, impact }) => `${path} ${kind} ${impact}`,
  );

const unchangeable: Readonly<Record<string, Case>> = {
  "another database": [{ databases: { a: {} } }, { databases: { a: {}, b: {} } }, "databases.b refuse none"],
  "a dropped database, with consent": [
    { databases: { a: {} }, ...drop },
    { databases: {}, ...drop },
    "databases.a refuse none",
  ],
  "a character set": [
    { databases: { a: {} } },
    { databases: { a: { characterSet: "utf8" } } },
    "databases.a refuse none",
  ],
  "another user": [{}, { users: { "a@%": user } }, 'users["a@%"] refuse none'],
  "a dropped user": [{ users: { "a@%": user } }, { users: {} }, 'users["a@%"] refuse none'],
  "a password and a grant": [
    { users: { "a@%": user } },
    { users: { "a@%": { password: "two", databases: ["a"] } } },
    'users["a@%"].password refuse none',
    'users["a@%"].databases refuse none',
  ],
  "a user beside another flavor": [
    {},
    { users: { "a@%": user }, flavor: "m1.large" },
    "flavor update offline",
    'users["a@%"] refuse none',
  ],
};

for (const [what, [was, is, ...rows]] of Object.entries(unchangeable)) {
  test(`where no database or user can change, refuses ${what}`, () => {
    assert.deepEqual(unsupported(was, is), rows);
  });
}

const noted: Readonly<Record<string, Case>> = {
  "nothing else": [
    { databases: { a: {} }, users: { "a@%": user } },
    { databases: { a: {} }, users: { "a@%": user } },
  ],
  "the removal of both arguments": [
    { databases: { a: {} }, users: { "a@%": user } },
    {},
    "databases stateOnly none",
    "users stateOnly none",
  ],
  "grants that are no longer managed": [
    { users: { "a@%": { ...user, databases: ["a"] } } },
    { users: { "a@%": user } },
    'users["a@%"].databases stateOnly none',
  ],
  "empty lists": [{}, { databases: {}, users: {} }, "databases stateOnly none", "users stateOnly none"],
  "other users beside a replacement by consent": [
    { users: { "a@%": user }, ...replace },
    { users: {}, availabilityZone: "b", ...replace },
    "availabilityZone replace dataLoss",
  ],
};

for (const [what, [was, is, ...rows]] of Object.entries(noted)) {
  test(`where no database or user can change, allows ${what}`, () => {
    assert.deepEqual(unsupported(was, is), rows);
  });
}

const password = "one";
const postgresqlRows = (was: InstanceInputs, is: InstanceInputs) =>
  compare(state(inputs(was), { datastoreType: "postgresql" }), inputs(is)).changes.map(
    ({ path, kind, reason, note }) => `${path} ${kind} ${[reason, note].filter(Boolean).join("; ")}`,
  );

test("a database whose name Trove's paths cannot hold is not dropped, with the way out", () => {
  const [first = "", ...others] = postgresqlRows({ databases: { "a.b": {} }, ...drop }, { databases: {}, ...drop });
  assert.match(first, /^databases\["a\.b"\] refuse cannot be dropped: .* SQL .*remove the argument databases\.$/);
  assert.deepEqual(others, []);
});

test("a grant whose database Trove's paths cannot hold is not revoked, with the way out", () => {
  const granting = (...databases: string[]) => ({ users: { "app@%": { password, databases } } });
  const [first = "", ...others] = postgresqlRows(granting("a/b", "shop"), granting("shop"));
  assert.match(
    first,
    /^users\["app@%"\]\.databases refuse cannot be revoked on a\/b: .* SQL .*databases from the user\.$/,
  );
  assert.deepEqual(others, []);
});

const LOSES = /^(.*) update (.*); PUBLIC loses CONNECT on (.*), so that users without a grant/;

test("a preview names the databases of PostgreSQL that PUBLIC can no longer connect to", () => {
  const databases = { news: {}, shop: {} };
  const users = (...all: string[]) => ({ "app@%": { password, databases: all } });
  const lossOf = (was: InstanceInputs, is: InstanceInputs) =>
    postgresqlRows(was, is).flatMap((row) => LOSES.exec(row)?.slice(1).join(" | ") ?? []);
  const both = { databases, users: users("news", "shop"), ...drop };
  assert.deepEqual(lossOf(both, { ...both, users: users("news") }), [
    'users["app@%"].databases | is granted and revoked | shop',
  ]);
  assert.deepEqual(lossOf(both, { ...both, users: {} }), ['users["app@%"] | is dropped | news, shop']);
  // Databases are dropped before users.
  assert.deepEqual(lossOf(both, { databases: { news: {} }, users: {}, ...drop }), [
    'users["app@%"] | is dropped | news',
  ]);
  assert.deepEqual(lossOf({ users: { "app@%": { password } } }, { users: {} }), [
    'users["app@%"] | is dropped | each database that it is granted',
  ]);
  assert.deepEqual(lossOf({ databases, users: users("news") }, both), []);
  assert.deepEqual(lossOf({ databases, users: users() }, { databases, users: {} }), []);
});
