import assert from "node:assert/strict";
import { contract } from "../support/cloud-contract.ts";
import { assertFault, createBody } from "../support/cloud-instances.ts";
import { allPages } from "../support/cloud-pages.ts";
import { differs, TOO_SHORT } from "../support/differences.ts";

const test = contract();
const unknown = "11111111-1111-1111-1111-111111111111";
const user = (fields: object) => ({ users: [{ name: "app", password: "secret1", ...fields }] });
const database = (fields: object) => ({ databases: [{ name: "shop", ...fields }] });
const nic = (fields: object) => ({ nics: [fields] });

/** Creates that the schema refuses (`trove/common/apischema.py`): the fields, and the end of the message. */
const invalid: readonly (readonly [fields: Readonly<Record<string, unknown>>, message: string])[] = [
  [{ name: undefined }, "instance 'name' is a required property"],
  [{ name: "" }, `instance['name'] '' ${TOO_SHORT}`],
  [{ name: "---" }, "instance['name'] '---' does not match"],
  [{ name: "ä" }, "instance['name'] 'ä' does not match"],
  [{ name: "a".repeat(256) }, `instance['name'] '${"a".repeat(256)}' is too long`],
  [{ volume: { size: 0 } }, "instance['volume']['size'] 0 is not valid"],
  [{ volume: { size: 2.5 } }, "instance['volume']['size'] 2.5 is not valid"],
  [{ volume: { size: "x" } }, "instance['volume']['size'] 'x' is not valid"],
  [{ volume: {} }, "instance['volume'] 'size' is a required property"],
  [{ nics: [{ "net-id": unknown }, { "net-id": unknown }] }, "instance['nics'] ["],
  [nic({ "port-id": unknown }), "instance['nics'][0] Additional properties are not allowed ('port-id' was unexpected)"],
  [nic({ network_id: unknown, ip_address: "x" }), "instance['nics'][0]['ip_address'] 'x' is too short"],
  [{ access: { is_public: 1 } }, "instance['access']['is_public'] 1 is not of type 'boolean'"],
  [{ access: { is_public: "true" } }, "instance['access']['is_public'] 'true' is not of type 'boolean'"],
  [{ access: { allowed_cidrs: ["::/0"] } }, "instance['access']['allowed_cidrs'][0] '::/0' does not match"],
  [{ access: { allowed_cidrs: ["10.0.0.0/33"] } }, "instance['access']['allowed_cidrs'][0] '10.0.0.0/33' does not"],
  [{ access: { allowed_cidrs: ["10.0.0.0/8", "10.0.0.0/8"] } }, "instance['access']['allowed_cidrs'] ["],
  [{ databases: [{}] }, "instance['databases'][0] 'name' is a required property"],
  [{ users: [{ name: "app" }] }, "instance['users'][0] 'password' is a required property"],
  [{ users: [{ password: "secret1" }] }, "instance['users'][0] 'name' is a required property"],
  [user({ password: "!!!" }), "instance['users'][0]['password'] '!!!' does not match"],
  [user({ host: "not a host" }), "instance['users'][0]['host'] 'not a host' does not match"],
  [user({ host: "10.0.0.0/8" }), "instance['users'][0]['host'] '10.0.0.0/8' does not match"],
  [{ replica_of: "x" }, "instance['replica_of'] 'x' does not match"],
  [{ replica_count: 4 }, "instance['replica_count'] 4 is greater than the maximum of 3"],
  [{ availability_zone: "" }, `instance['availability_zone'] '' ${TOO_SHORT}`],
];

test("a create that the schema refuses is 400 and names the field and the rule", async ({ demo }) => {
  for (const [fields, message] of invalid) {
    const answer = await demo.post("/instances", createBody(fields));
    assertFault(answer, 400, "badRequest", /^Validation error: /);
    assert.ok(answer.fault?.message.startsWith(`Validation error: ${message}`), answer.fault?.message);
  }
});

const localities = differs("soft-localities", {
  18: "'affinity', 'anti-affinity'",
  26: "'affinity', 'soft-affinity', 'anti-affinity', 'soft-anti-affinity'",
});

/** Creates that the handler refuses (`trove/instance/service.py`, `create`). */
const refused: readonly (readonly [fields: Readonly<Record<string, unknown>>, fault: string, message: string])[] = [
  [{ flavorRef: undefined }, "400 badRequest", "Resource None cannot be found."],
  [{ flavorRef: "m1.tiny" }, "400 badRequest", "Resource m1.tiny cannot be found."],
  [{ flavorRef: "77" }, "400 badRequest", "Resource 77 cannot be found."],
  [{ volume: undefined }, "400 badRequest", "Volume size was not specified."],
  [{ volume: { size: 26 } }, "413 overLimit", "Volume 'size' cannot exceed maximum of 25 GB, 26 cannot be accepted."],
  [nic({}), "400 badRequest", "Instance network or subnet needs to be specified."],
  [nic({ network_id: unknown, ip_address: "10.0.0.1" }), "400 badRequest", "Instance subnet needs to be specified."],
  [{ datastore: { type: "nope" } }, "404 itemNotFound", "Datastore 'nope' cannot be found."],
  [{ datastore: { type: "mysql", version: "9" } }, "400 badRequest", "Datastore version '9' cannot be found."],
  [{ datastore: { version: "12.18" } }, "400 badRequest", "Datastore version '12.18' cannot be found."],
  [{ locality: "nope" }, "400 badRequest", `Invalid locality 'nope'. Must be one of [${localities}]`],
  [{ restorePoint: { backupRef: unknown } }, "404 itemNotFound", `Resource ${unknown} cannot be found.`],
  [
    { replica_of: unknown, flavorRef: undefined, volume: undefined },
    "404 itemNotFound",
    `Resource ${unknown} cannot be found.`,
  ],
  [
    { replica_count: 2 },
    "400 badRequest",
    "Replica count only valid when creating replicas. Cannot create 2 instances.",
  ],
];

test("a create that the handler refuses has the status of its exact error class", async ({ demo }) => {
  for (const [fields, fault, message] of refused) {
    const answer = await demo.post("/instances", createBody(fields));
    assert.equal(`${answer.status} ${answer.fault?.key}: ${answer.fault?.message}`, `${fault}: ${message}`);
    assert.equal(answer.headers.get("retry-after"), null);
  }
});

const reservedDatabases = "['mysql', 'information_schema', 'performance_schema', 'sys']";
const twoDatabases =
  "Two or more databases share the same name in the initial databases list. " +
  "Please correct the names or remove the duplicate entries.";
const twoUsers =
  "Two or more users share the same name and host in the initial users list. " +
  "Please correct the names or remove the duplicate entries.";

type Unfit = readonly (readonly [fields: Readonly<Record<string, unknown>>, message: string])[];

/** Checks of every release for all datastores (`trove/common/db/models.py`). */
const unfitAnywhere: Unfit = [
  [database({ name: "mysql" }), `Database name "mysql" is on the reserved list: ${reservedDatabases}.`],
  [{ databases: [{ name: "shop" }, { name: "shop" }] }, twoDatabases],
  [user({ name: "root" }), "User name \"root\" is on the reserved list: ['os_admin', 'root']."],
  [user({ name: "os_admin" }), "User name \"os_admin\" is on the reserved list: ['os_admin', 'root']."],
  [{ users: [...user({}).users, ...user({ host: "%" }).users] }, twoUsers],
  [
    user({ databases: [{ name: "other" }] }),
    "The request indicates that user app should have access to database other, " +
      "but database other is not included in the initial databases list.",
  ],
];

/** MySQL's rules, which 18.0.0 applies to every datastore (`trove/common/db/mysql/models.py`). */
const unfitForMySql: Unfit = [
  [database({ name: "a" }), "'a' is not a valid schema name."],
  [database({ name: "a.b" }), "'a.b' is not a valid schema name."],
  [database({ name: "a".repeat(65) }), `Schema name '${"a".repeat(65)}' is too long. Max length = 64.`],
  [database({ character_set: "nope" }), "'nope' not a valid character set."],
  [database({ collate: "nope" }), "'nope' not a valid collation."],
  [database({ character_set: "utf8", collate: "latin1_bin" }), "latin1_bin not a valid collation for charset utf8."],
  [{ datastore: { type: "postgresql" }, ...database({ character_set: "UTF8" }) }, "'UTF8' not a valid character set."],
  [user({ name: "a".repeat(17) }), `User name '${"a".repeat(17)}' is too long. Max length = 16.`],
  [user({ name: "a/b" }), "'a/b' is not a valid user name."],
  [user({ name: " ab" }), "' ab' is not a valid user name."],
  [user({ password: "a'b" }), "'a'b' is not a valid password."],
  [user({ host: "example" }), "'example' is not a valid hostname."],
];

const unfit: Unfit = [...unfitAnywhere, ...differs("names-checked-by-guest", { 18: unfitForMySql, 26: [] })];

test("the API checks databases and users of a create for every datastore", async ({ demo }) => {
  for (const [fields, message] of unfit) {
    assertFault(await demo.post("/instances", createBody(fields)), 400, "badRequest", message);
  }
});

test("answers 500 to a body without the schema's first property", async ({ demo }) => {
  for (const body of [{}, [], "x", 1, { other: 1 }, undefined]) {
    const answer = await demo.post("/instances", body);
    assertFault(answer, 500, "instanceFault", /^Internal Server Error. Please keep this ID to help us figure out what/);
  }
  for (const instance of [[], null]) {
    assertFault(await demo.post("/instances", { instance }), 400, "badRequest", /is not of type 'object'$/);
  }
});

test("refused creates leave no instance", async ({ other }) => {
  for (const fields of [...invalid, ...refused, ...unfit]) {
    assert.ok((await other.post("/instances", createBody(fields[0]))).status >= 400);
  }
  const instances = (await allPages<{ name: string }>(other, "/instances", 20)).flat();
  assert.deepEqual(
    instances.filter(({ name }) => name === "db"),
    [],
  );
});
