import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import { inputs, state } from "../samples.ts";

/** A datastore of which no rules for names and character sets are known. */
const WITHOUT_RULES = { datastoreType: "cassandra" };

function changesOf(before: InstanceInputs, after: InstanceInputs): string[] {
  return compare(state(inputs(before), WITHOUT_RULES), inputs(after)).changes.map(
    ({ path, kind, impact }) => `${path} ${kind} ${impact}`,
  );
}

type Case = readonly [before: InstanceInputs, after: InstanceInputs, ...changes: string[]];

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
  "a dropped database with a new consent": [
    { databases: { a: {} } },
    { databases: {}, ...drop },
    "databases.a update dataLoss",
    "allow stateOnly none",
  ],
  "a renamed database, which is another one": [
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
  "a database named like a property of every object": [
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
  "the removal of all grants": [
    { users: { "a@%": { ...user, databases: ["x"] } } },
    { users: { "a@%": { ...user, databases: [] } } },
    'users["a@%"].databases update none',
  ],
  "grants that are declared for the first time": [
    { users: { "a@%": user } },
    { users: { "a@%": { ...user, databases: [] } } },
    'users["a@%"].databases update none',
  ],
  "grants that are no longer declared": [
    { users: { "a@%": { ...user, databases: ["x"] } } },
    { users: { "a@%": user } },
    'users["a@%"].databases stateOnly none',
  ],
  "grants that are declared as undefined": [
    { users: { "a@%": user } },
    { users: { "a@%": { ...user, databases: undefined } } },
  ],
  "a password that is declared for the first time": [
    { users: { "a@%": {} } },
    { users: { "a@%": user } },
    'users["a@%"].password update none',
  ],
  "a password that is no longer declared": [
    { users: { "a@%": user } },
    { users: { "a@%": {} } },
    'users["a@%"].password stateOnly none',
  ],
  "a password that is declared as undefined": [
    { users: { "a@%": { databases: ["x"] } } },
    { users: { "a@%": { password: undefined, databases: ["x"] } } },
  ],
  "another grant of a user without a password": [
    { users: { "a@%": { databases: ["x"] } } },
    { users: { "a@%": { databases: ["y"] } } },
    'users["a@%"].databases update none',
  ],
  "another user without a password": [
    { users: { "a@%": user } },
    { users: { "a@%": user, "b@%": {} } },
    'users["b@%"] update none',
  ],
  "password and grants at once": [
    { users: { "a@%": { ...user, databases: ["x"] } } },
    { users: { "a@%": { password: "two", databases: [] } } },
    'users["a@%"].password update none',
    'users["a@%"].databases update none',
  ],
};

for (const [title, [before, after, ...changes]] of Object.entries(cases)) {
  test(`finds what changes for ${title}`, () => {
    assert.deepEqual(changesOf(before, after), changes);
  });
}

test("names the consent and the alternatives when it refuses to drop a database", () => {
  const [change] = compare(state(inputs({ databases: { a: {} } })), inputs({ databases: {} })).changes;
  assert.match(change?.reason ?? "", /Declare it again, or set allow: \{ dropDatabases: true \}/);
  assert.match(change?.reason ?? "", /To keep it unmanaged, remove the argument databases/);
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
  "another user without a password": [{}, { users: { "c@%": {} } }, 'users["c@%"] refuse none'],
  "a user without its password": [{}, { users: { "b@%": {} } }, 'users["b@%"] stateOnly none'],
  "the password of a user as it was": [
    { users: { "b@%": {} } },
    { users: { "b@%": { password: "two" } } },
    'users["b@%"] stateOnly none',
  ],
  "another password of a user without one": [
    { users: { "b@%": {} } },
    { users: { "b@%": { password: "one" } } },
    'users["b@%"].password refuse none',
  ],
};

for (const [what, [before, after, ...changes]] of Object.entries(declaredAgain)) {
  test(`compares ${what} with removed users if none can change`, () => {
    const saved = { ...state(inputs(before), WITHOUT_RULES), contentsUnsupported: true, released };
    const found = compare(saved, inputs(after)).changes.map(({ path, kind, impact }) => `${path} ${kind} ${impact}`);
    assert.deepEqual(found, changes);
  });
}

test("creates a removed user that is declared again on a cloud that changes users", () => {
  const before = { ...state(inputs({}), WITHOUT_RULES), released };
  const { changes } = compare(before, inputs({ users: { "a@%": { password: "one", databases: ["a"] } } }));
  assert.deepEqual(
    changes.map(({ path, kind }) => `${path} ${kind}`),
    ['users["a@%"] update'],
  );
});

test("shows no password in a change", () => {
  const before = inputs({ users: { "a@%": { password: "secret-1" }, "b@%": { password: "secret-2" } } });
  const after = inputs({ users: { "a@%": { password: "secret-3" }, "c@%": { password: "secret-4" } } });
  assert.doesNotMatch(JSON.stringify(compare(state(before), after)), /secret/);
});

const unsupported = (before: InstanceInputs, after: InstanceInputs) =>
  compare({ ...state(inputs(before), WITHOUT_RULES), contentsUnsupported: true }, inputs(after)).changes.map(
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

for (const [what, [before, after, ...changes]] of Object.entries(unchangeable)) {
  test(`refuses ${what} if no contents can change`, () => {
    assert.deepEqual(unsupported(before, after), changes);
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

for (const [what, [before, after, ...changes]] of Object.entries(noted)) {
  test(`allows ${what} if no contents can change`, () => {
    assert.deepEqual(unsupported(before, after), changes);
  });
}

const password = "one";
const postgresqlChanges = (before: InstanceInputs, after: InstanceInputs) =>
  compare(state(inputs(before), { datastoreType: "postgresql" }), inputs(after)).changes.map(
    ({ path, kind, reason, note }) => `${path} ${kind} ${[reason, note].filter(Boolean).join("; ")}`,
  );

test("refuses to drop a database whose name no request path accepts", () => {
  const [first = "", ...others] = postgresqlChanges({ databases: { "a.b": {} }, ...drop }, { databases: {}, ...drop });
  assert.match(first, /^databases\["a\.b"\] refuse cannot be dropped: .* SQL .*remove the argument databases\.$/);
  assert.deepEqual(others, []);
});

test("refuses to revoke a grant on a database whose name no request path accepts", () => {
  const granting = (...databases: string[]) => ({ users: { "app@%": { password, databases } } });
  const [first = "", ...others] = postgresqlChanges(granting("a/b", "shop"), granting("shop"));
  assert.match(
    first,
    /^users\["app@%"\]\.databases refuse cannot be revoked on a\/b: .* SQL .*databases from the user\.$/,
  );
  assert.deepEqual(others, []);
});

const LOSES = /^(.*) update (.*); PUBLIC loses CONNECT on (.*), so that users without a grant/;

test("names the PostgreSQL databases that PUBLIC can no longer connect to", () => {
  const databases = { news: {}, shop: {} };
  const users = (...all: string[]) => ({ "app@%": { password, databases: all } });
  const lossOf = (before: InstanceInputs, after: InstanceInputs) =>
    postgresqlChanges(before, after).flatMap((change) => LOSES.exec(change)?.slice(1).join(" | ") ?? []);
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
