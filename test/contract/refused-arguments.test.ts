import assert from "node:assert/strict";
import { RefusedArgumentError } from "../../provider/resources/errors/refused-argument-error.ts";
import type { InstanceInputs } from "../../provider/resources/instance/arguments.ts";
import { namingArgument } from "../../provider/resources/instance/refused-argument.ts";
import { TroveApi } from "../../provider/trove/trove-api.ts";
import type { CreateInstance } from "../../provider/trove/types.ts";
import { cloudSession } from "../support/cloud-client.ts";
import { contract } from "../support/cloud-contract.ts";

let client: TroveApi;

const test = contract(undefined, async ({ cloud }) => {
  client = new TroveApi(cloudSession(cloud));
});

const unknown = "11111111-1111-1111-1111-111111111111";
const datastore = { type: "mysql" };
const app = { name: "app", password: "secret1" };

interface Refused {
  readonly body: Partial<CreateInstance>;
  /** The program's arguments, if the path depends on them. */
  readonly inputs?: InstanceInputs;
  readonly path: string;
  readonly code?: string;
  /** Only 18 refuses it; since 23 only the guest agent checks it. */
  readonly leftToGuest?: true;
}

const refused: Readonly<Record<string, Refused>> = {
  "a missing volume": { body: { volume: undefined }, path: "volume" },
  "a flavor": { body: { flavorId: "99" }, inputs: { flavor: "99" }, path: "flavor" },
  "a datastore": { body: { datastore: { type: "oracle" } }, path: "datastore", code: "TROVE_NOT_FOUND" },
  "a version": { body: { datastore: { type: "mysql", version: "9.9" } }, path: "datastore" },
  "a source": {
    body: { flavorId: undefined, volume: undefined, datastore: undefined, replicaOf: unknown },
    inputs: { replicaOf: unknown },
    path: "replicaOf",
    code: "TROVE_NOT_FOUND",
  },
  "a backup": {
    body: { backupId: unknown },
    inputs: { restorePoint: { backupId: unknown } },
    path: "restorePoint.backupId",
    code: "TROVE_NOT_FOUND",
  },
  "a locality": { body: { locality: "near" as never }, path: "locality" },
  "a name": { body: { name: "--" }, path: "name" },
  "a database": { body: { databases: [{ name: "a.b" }] }, path: "databases", leftToGuest: true },
  "a reserved database": { body: { databases: [{ name: "mysql" }] }, path: "databases" },
  "a database declared twice": { body: { databases: [{ name: "ab" }, { name: "ab" }] }, path: "databases" },
  "a character set": {
    body: { databases: [{ name: "ab", characterSet: "utf9" }] },
    path: "databases",
    leftToGuest: true,
  },
  "a collation": {
    body: { databases: [{ name: "ab", characterSet: "latin1", collate: "utf8_bin" }] },
    path: "databases",
    leftToGuest: true,
  },
  "a long user name": { body: { users: [{ ...app, name: "u".repeat(17) }] }, path: "users", leftToGuest: true },
  "a user's name": { body: { users: [{ ...app, name: "a/b" }] }, path: "users", leftToGuest: true },
  "a reserved user": { body: { users: [{ ...app, name: "root" }] }, path: "users" },
  "a password": { body: { users: [{ ...app, password: "quote'1" }] }, path: "users", leftToGuest: true },
  "a host": { body: { users: [{ ...app, host: "db-1.x" }] }, path: "users" },
  "a host name": { body: { users: [{ ...app, host: "db.x" }] }, path: "users", leftToGuest: true },
  "a grant": { body: { users: [{ ...app, databases: ["zz"] }] }, path: "users" },
  "a network that is no id": { body: { network: { networkId: "private" } }, path: "network" },
};

for (const [title, example] of Object.entries(refused)) {
  const { body, inputs = {}, path, code = "TROVE_BAD_REQUEST", leftToGuest = false } = example;
  const define = leftToGuest ? test.on(18, "names-checked-by-guest") : test;
  define(`a refusal of ${title} names the argument`, async () => {
    const create = { name: "refused", flavorId: "1", volume: { size: 1 }, datastore, ...body } as CreateInstance;
    const error = await client.instances.create(create).then(
      () => assert.fail("it was not refused"),
      (reason: unknown) => namingArgument(reason, inputs),
    );
    assert.ok(error instanceof RefusedArgumentError, String(error));
    assert.deepEqual([error.path, error.code], [path, code], error.message);
    assert.ok(error.message.startsWith(`${path}: Creating instance`), error.message);
  });
}

test("a refusal that concerns no argument is passed on unchanged", async () => {
  const error = await client.instances.get(unknown).catch((reason: unknown) => reason);
  assert.equal(namingArgument(error, { replicaOf: "22222222-1111-1111-1111-111111111111" }), error);
  assert.equal(namingArgument("text", {}), "text");
});
