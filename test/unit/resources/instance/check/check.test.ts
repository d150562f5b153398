import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { check } from "../../../../../provider/resources/instance/check/check.ts";
import { createProcessServices } from "../../../../../provider/resources/process-services.ts";
import { unknownValue } from "../../../../../provider/resources/values/unknown-value.ts";
import { cloudless } from "../cloudless.ts";
import { ID, inputs, OTHER_ID } from "../samples.ts";

type Given = Readonly<Record<string, unknown>>;

async function failuresOf(given: Given): Promise<string[]> {
  const { failures } = await check(given, undefined, cloudless());
  return failures.map(({ path, reason }) => `${path}: ${reason}`).sort();
}

const mysql = { datastore: { type: "mysql" } };
const notPlain = "must not hold ' \" ; ` , / \\ or what cannot be printed, nor begin or end with a blank";
const bindParameter =
  "must not hold a colon before a letter, digit, _ or $, unless a letter, digit, _ or colon comes before it: the guest " +
  "agent takes it for a parameter of its SQL. A-Z a-z 0-9 and ! # $ % & ( ) * + - . < = > ? @ [ ] ^ _ { | } ~ are safe";
const user = (fields: Given = {}) => ({ password: "secret-1", ...fields });

/** An argument beside a good program, and what is wrong with it. */
const wrong: readonly (readonly [given: Given, failure: string])[] = [
  [{ flavor: undefined }, "flavor: is required: the id or the name of a flavor, such as m1.small"],
  [{ name: 5 }, "name: must be a string"],
  [{ name: "" }, "name: must not be empty"],
  [{ name: "--" }, "name: must contain a letter or a digit (a-z, A-Z, 0-9)"],
  [{ name: "n".repeat(256) }, "name: must have at most 255 characters"],
  [{ name: "two\nlines" }, "name: must not hold a line break before its end"],
  [
    { users: { "app@%": user({ password: "a\nb" }) } },
    'users["app@%"].password: must not hold a line break before its end',
  ],
  [{ flavor: 2 }, "flavor: must be a string"],
  [{ volume: 5 }, "volume: must be an object"],
  [{ volume: {} }, "volume.size: must be a whole number of GiB"],
  [{ volume: { size: 1.5 } }, "volume.size: must be a whole number of GiB"],
  [{ volume: { size: "5" } }, "volume.size: must be a whole number of GiB, not a string"],
  [{ volume: { size: 0 } }, "volume.size: must be at least 1 GiB"],
  [{ volume: { size: 1, type: "" } }, "volume.type: must not be empty"],
  [{ volume: { size: 1, typo: "ssd" } }, 'volume.typo: unknown argument; did you mean "type"?'],
  [
    { ...mysql, databases: { a: {} } },
    "databases.a: must be of A-Z, a-z, 0-9, _ and -, two or more; between two of them there may be blanks, ?, # and @, " +
      "as mysql asks",
  ],
  [
    { datastore: { type: "MariaDB" }, users: { "a-very-long-name1@%": user() } },
    'users["a-very-long-name1@%"]: the user\'s name must have at most 16 characters, as MariaDB asks',
  ],
  [{ ...mysql, users: { "a/b@%": user() } }, `users["a/b@%"]: the user's name ${notPlain}, as mysql asks`],
  [
    { ...mysql, users: { "app@%": user({ password: "a-:b1" }) } },
    `users["app@%"].password: ${bindParameter}, as mysql asks`,
  ],
  [
    { datastore: { type: "PostgreSQL" }, users: { "app@%": user({ password: "it's" }) } },
    'users["app@%"].password: must not hold \', as PostgreSQL asks',
  ],
  [
    { ...mysql, databases: { app: { characterSet: "utf-8" } } },
    'databases.app.characterSet: "utf-8" is not a character set that Trove takes, such as utf8mb4, as mysql asks',
  ],
  [
    { ...mysql, databases: { app: { collate: "utf8mb4_0900_as_cs" } } },
    'databases.app.collate: "utf8mb4_0900_as_cs" is not a collation that Trove takes, such as utf8mb4_unicode_ci, as mysql asks',
  ],
  [
    { ...mysql, databases: { app: { characterSet: "greek", collate: "utf8_bin" } } },
    'databases.app.collate: "utf8_bin" is not a collation of greek: greek_general_ci, greek_bin, as mysql asks',
  ],
  [{ ...mysql, users: { "app@%": user({ password: "a/b" }) } }, `users["app@%"].password: ${notPlain}, as mysql asks`],
  [{ datastore: "mysql" }, "datastore: must be an object"],
  [{ datastore: { type: 1 } }, "datastore.type: must be a string"],
  [{ databases: [] }, "databases: must be an object"],
  [{ databases: { ["d".repeat(65)]: {} } }, `databases.${"d".repeat(65)}: must have at most 64 characters`],
  [{ databases: { app: { collation: "x" } } }, 'databases.app.collation: unknown argument; did you mean "collate"?'],
  [{ databases: { MySQL: {} } }, 'databases.MySQL: "MySQL" is a name that Trove reserves: use another name'],
  [{ users: { app: user() } }, 'users.app: names no host; use "app@%" for any host'],
  [{ users: { "root@%": user() } }, 'users["root@%"]: "root" is a name that Trove reserves: use another name'],
  [{ users: { "app@%": { password: 1 } } }, 'users["app@%"].password: must be a string'],
  [{ databases: JSON.parse('{"__proto__":{}}') }, "databases.__proto__: is a name that Pulumi cannot hold"],
  [{ users: { "app@": user() } }, 'users["app@"]: the user\'s host must not be empty'],
  [
    { users: { "app@db-1.x": user() } },
    'users["app@db-1.x"]: the user\'s host must not hold -, which Trove takes in no host',
  ],
  [{ users: { "@%": user() } }, 'users["@%"]: the user\'s name must not be empty'],
  [
    { users: { "app@one host": user() } },
    'users["app@one host"]: the user\'s host must be an address, a host name or a pattern such as 10.0.0.%',
  ],
  [
    { users: { "app@%": user({ databases: ["gone"] }) } },
    'users["app@%"].databases[0]: names the database "gone", which is not declared in `databases`',
  ],
  [{ configuration: "group" }, "configuration: must be an id (a UUID such as 8a2f3c1e-…)"],
  [{ allow: { replace: "yes" } }, "allow.replace: must be true or false"],
  [{ allow: { restart: 1 } }, "allow.restart: must be true or false"],
  [{ allow: { dropDatabases: "no" } }, "allow.dropDatabases: must be true or false"],
  [{ allow: { resize: true } }, "allow.resize: unknown argument; there are restart, dropDatabases, replace"],
  [{ replicaOf: "db" }, "replicaOf: must be an id (a UUID such as 8a2f3c1e-…)"],
  [{ restorePoint: ID }, "restorePoint: must be an object"],
  [{ restorePoint: {} }, "restorePoint.backupId: must be a string"],
  [{ restorePoint: { backupId: "last" } }, "restorePoint.backupId: must be an id (a UUID such as 8a2f3c1e-…)"],
  [{ finalBackup: true }, "finalBackup: must be an object"],
  [{ finalBackup: { name: "" } }, "finalBackup.name: must not be empty"],
  [{ adoptId: "db" }, "adoptId: must be an id (a UUID such as 8a2f3c1e-…)"],
  [{ network: {} }, "network: needs a networkId or a subnetId"],
  [{ network: { networkId: "private" } }, "network.networkId: must be an id (a UUID such as 8a2f3c1e-…)"],
  [{ network: { subnetId: "s1" } }, "network.subnetId: must be an id (a UUID such as 8a2f3c1e-…)"],
  [
    { network: { networkId: ID, ipAddress: "10.0.0.5" } },
    "network.ipAddress: needs the subnetId of the subnet that contains the address",
  ],
  [{ network: { subnetId: ID, ipAddress: "::1" } }, "network.ipAddress: must be an IPv4 address such as 10.0.0.5"],
  [{ availabilityZone: {} }, "availabilityZone: must be a string"],
  [{ locality: "near" }, "locality: must be affinity, anti-affinity, soft-affinity or soft-anti-affinity"],
  [{ access: { allowedCidrs: [] } }, "access.isPublic: must be true or false"],
  [{ access: { isPublic: true } }, "access.allowedCidrs: must be a list"],
  [
    { access: { isPublic: true, allowedCidrs: ["10.0.0.0"] } },
    "access.allowedCidrs[0]: must be an IPv4 range such as 10.0.0.0/8; for one address write 10.0.0.0/32",
  ],
  [
    { access: { isPublic: true, allowedCidrs: ["10.0.0.300/8"] } },
    "access.allowedCidrs[0]: must be an IPv4 range such as 10.0.0.0/8",
  ],
  [
    { access: { isPublic: true, allowedCidrs: ["10.0.0.0/8", "10.0.0.0/8"] } },
    "access.allowedCidrs: names a range twice",
  ],
];

for (const [given, failure] of wrong) {
  test(`refuses ${failure.slice(0, 70)}`, async () => {
    assert.deepEqual(await failuresOf({ ...inputs(), ...given }), [failure]);
  });
}

/** Beside a good program, nothing is wrong with these. */
const right: readonly Given[] = [
  {},
  { name: "with space, ünïcode" },
  { volume: { size: 1, type: "ssd" } },
  { datastore: {} },
  { datastore: { type: "mysql", version: "8.0" } },
  { databases: {}, users: {} },
  { databases: { app: { characterSet: "utf8mb4", collate: "utf8mb4_bin" } } },
  {
    databases: { app: {} },
    users: { "app@10.0.0.%": user({ databases: ["app"] }), "at@x@%": user({ databases: [] }) },
  },
  { ...mysql, databases: { app: { collate: "utf8mb4_0900_ai_ci" } } },
  { ...mysql, databases: { "a ?b": {} }, users: { "sixteen-letters1@%": user({ password: "a b%c.d!" }) } },
  { ...mysql, databases: unknownValue, users: { "app@%": user({ password: unknownValue }), "b@%": unknownValue } },
  { datastore: { type: unknownValue }, databases: { a: {} }, users: { "a/b@%": user({ password: "a/b" }) } },
  { datastore: { type: "postgresql" }, databases: { "a:b": {} }, users: { "a/b@%": user({ password: "a/b" }) } },
  { users: { "app@db_1.x": user(), "app@(10.0.0.1)": user(), "app@ünï%": user() } },
  { users: { "__proto__@%": user(), "constructor@%": user() }, databases: { toString: {} } },
  {
    ...mysql,
    databases: { app: { collate: "utf8mb4_bin" }, bin: { characterSet: "binary", collate: "binary" } },
  },
  { network: { subnetId: ID, ipAddress: "10.0.0.5" } },
  { access: { isPublic: false, allowedCidrs: [] } },
  { access: { isPublic: true, allowedCidrs: ["0.0.0.0/0", "10.0.0.0/8"] } },
  { configuration: ID, restorePoint: { backupId: ID }, databases: { app: {} } },
  { finalBackup: {} },
  { finalBackup: { name: "last" }, allow: { restart: true, dropDatabases: true, replace: true } },
  { adoptId: ID, users: { "app@%": user({ databases: ["of-another"] }) } },
];

for (const given of right) {
  test(`accepts ${JSON.stringify(given).slice(0, 70)}`, async () => {
    assert.deepEqual(await failuresOf({ ...inputs(), ...given }), []);
  });
}

test("reports every failure at once", async () => {
  const given = Object.assign({}, ...wrong.slice(1).map(([fields]) => fields)) as Given;
  const failures = await failuresOf({ ...given, colour: "blue" });
  const named = new Set(failures.map((failure) => failure.split(/[.[:]/, 1)[0]));
  assert.deepEqual([...named].sort(), [
    ...["access", "adoptId", "allow", "availabilityZone", "colour", "configuration", "databases", "datastore"],
    ...["finalBackup", "flavor", "locality", "name", "network", "replicaOf", "restorePoint", "users", "volume"],
  ]);
});

test("refuses each argument of a replica that its source determines, by its path", async () => {
  const refused = { volume: { size: 1 }, databases: {}, users: {}, datastore: {}, locality: "affinity" };
  const failures = await failuresOf({ replicaOf: ID, ...refused, restorePoint: { backupId: ID } });
  assert.deepEqual(
    failures.map((failure) => failure.split(":", 1)[0]),
    ["databases", "datastore", "locality", "restorePoint", "users", "volume"],
  );
  for (const failure of failures)
    assert.match(failure, /cannot be combined with replicaOf: (?:the source determines it|they come)/);
  const address = { replicaOf: ID, network: { subnetId: ID, ipAddress: "10.0.0.5" } };
  assert.deepEqual(await failuresOf(address), ["network.ipAddress: cannot be combined with replicaOf"]);
});

test("accepts a flavor, a group and an access for a replica, and none of them", async () => {
  const access = { isPublic: true, allowedCidrs: [] };
  assert.deepEqual(await failuresOf({ replicaOf: ID, flavor: "3", configuration: OTHER_ID, access }), []);
  assert.deepEqual(await failuresOf({ replicaOf: ID }), []);
});

test("applies no rule between arguments to an argument that failed already", async () => {
  const users = { "app@%": user({ databases: ["app"] }) };
  assert.deepEqual(await failuresOf({ ...inputs(), databases: [], users }), ["databases: must be an object"]);
  assert.deepEqual(await failuresOf({ replicaOf: "db", databases: {} }), [
    "replicaOf: must be an id (a UUID such as 8a2f3c1e-…)",
  ]);
});

test("warns of an unchanged value that an older version accepted", async () => {
  const had = { ...inputs(), network: { networkId: "private" } };
  const warnings: string[] = [];
  const log = { status() {}, info() {}, warn: (line: string) => warnings.push(line) };
  const preview = () =>
    cloudless({ preview: true, log, ...createProcessServices({ resumeInterrupted: false, previewChecks: false }) });
  assert.deepEqual((await check(had, had, preview())).failures, []);
  assert.match(warnings.join("\n"), /^network\.networkId must be an id .* so it is not refused: correct it\.$/);
  const other = { ...had, network: { networkId: "public" } };
  const { failures } = await check(other, had, preview());
  assert.deepEqual(
    failures.map(({ path }) => path),
    ["network.networkId"],
  );
});

test("requires no flavor for an existing resource", async () => {
  const { failures } = await check({ name: "db" }, inputs(), cloudless());
  assert.deepEqual(failures, []);
});

test("accepts grants on undeclared databases for an existing instance", async () => {
  const users = { "app@%": user({ databases: ["shop"] }) };
  const declared = inputs({ databases: { shop: {} }, users });
  assert.deepEqual((await check(inputs({ users }), declared, cloudless())).failures, []);
  const { failures } = await check(inputs({ databases: {}, users }), declared, cloudless());
  assert.deepEqual(
    failures.map(({ path }) => path),
    ['users["app@%"].databases[0]'],
  );
});

test("asks the cloud only in a preview whose arguments are sound", async () => {
  const asking = cloudless({ preview: true });
  await assert.rejects(check(inputs(), undefined, asking), /the cloud was asked/);
  const { failures } = await check(inputs({ flavor: "" }), undefined, asking);
  assert.deepEqual(failures, [{ path: "flavor", reason: "must not be empty" }]);
  assert.deepEqual((await check(inputs({ flavor: "none" }), undefined, cloudless())).failures, []);
});

test("accepts unknown values and returns them unchanged", async () => {
  const given: InstanceInputs = {
    ...inputs(),
    flavor: unknownValue as never,
    volume: { size: unknownValue as never },
    users: { "app@%": { password: unknownValue as never, databases: [unknownValue as never, "zz", "aa"] } },
    databases: { zz: {}, aa: {} },
    configuration: unknownValue as never,
    replicaOf: unknownValue as never,
    restorePoint: { backupId: unknownValue as never },
    finalBackup: { name: unknownValue as never },
    access: { isPublic: unknownValue as never, allowedCidrs: [unknownValue as never, unknownValue as never] },
  };
  const checked = await check(given, undefined, cloudless({ defaultName: undefined }));
  assert.deepEqual(checked.failures, []);
  assert.deepEqual(checked.inputs, given);
});

test("checks the known values beside an unknown one", async () => {
  const given = { ...inputs(), users: { "app@%": { password: unknownValue, databases: ["gone"] } }, databases: {} };
  assert.equal((await failuresOf(given)).length, 1);
});

test("sorts grants and removes duplicates", async () => {
  const users = { "app@%": user({ databases: ["b1", "a1", "b1"] }) };
  const { inputs: checked } = await check(
    { ...inputs(), databases: { a1: {}, b1: {} }, users },
    undefined,
    cloudless({ defaultName: undefined }),
  );
  assert.deepEqual(checked.users?.["app@%"]?.databases, ["a1", "b1"]);
});

/**
 * The name that a program gives, what it has been checked with before, and the default name that check is given: the
 * name that comes of it, and whether it is the default one.
 */
const names: readonly (readonly [
  title: string,
  given: InstanceInputs,
  old: InstanceInputs | undefined,
  defaultName: string | undefined,
  name: unknown,
  isDefault: boolean,
])[] = [
  ["the default name of a new resource", {}, undefined, "db-1", "db-1", true],
  ["the program's own", { name: "mine" }, undefined, "db-1", "mine", false],
  ["the default one, after it was changed outside", {}, { name: "theirs" }, "db-1", "db-1", true],
  ["the program's new one instead of the default one", { name: "new" }, { name: "db-1" }, "db-1", "new", false],
  ["the one that it had if the program removes its own", {}, { name: "mine" }, undefined, "mine", false],
  ["the program's new one", { name: "new" }, { name: "mine" }, undefined, "new", false],
  ["none for an adoption", { adoptId: ID }, undefined, "db-1", undefined, false],
  ["none for an adopted instance", { adoptId: ID }, { adoptId: ID }, undefined, undefined, false],
  ["still the default one if adoptId is added", { adoptId: ID }, { name: "db-1" }, "db-1", "db-1", true],
  ["unknown", { name: unknownValue as never }, undefined, "db-1", unknownValue, false],
];

for (const [title, given, old, defaultName, name, isDefault] of names) {
  test(`the name is ${title}`, async () => {
    const checked = await check({ flavor: "2", ...given }, old, cloudless({ defaultName }));
    assert.equal(checked.inputs.name, name);
    assert.equal(checked.defaultName, isDefault ? defaultName : undefined);
  });
}
