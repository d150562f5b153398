import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../provider/resources/instance/create/create.ts";
import { update } from "../../../../provider/resources/instance/update/update.ts";
import { startHarness } from "./harness.ts";
import { inputs, OTHER_ID } from "./samples.ts";

/** What only a cloud with restrictions of its own answers: `trove/common/exception.py`. */
const refusals: readonly (readonly [message: string, path: string, code: string, status?: number])[] = [
  ["The volume type floppy is not valid for datastore version 8.0.", "volume.type", "TROVE_BAD_REQUEST"],
  ["Volume support is not enabled.", "volume", "TROVE_NOT_IMPLEMENTED", 501],
  ["Flavor 9 is not supported for datastore version 8.0", "flavor", "TROVE_BAD_REQUEST"],
  ["Please specify datastore. No default datastore is defined.", "datastore", "TROVE_BAD_REQUEST"],
  ["Volume 'size' cannot exceed maximum of 25 GB, 5000 cannot be accepted", "volume.size", "TROVE_QUOTA", 413],
  ["Backup is too large for given flavor or volume. Backup size: 9 GBs.", "volume.size", "TROVE_FORBIDDEN", 403],
  [
    "The datastore from which the backup was taken, mysql, does not match the destination datastore of mariadb.",
    "restorePoint.backupId",
    "TROVE_BAD_REQUEST",
  ],
  ["Unable to create instance because backup b is not completed.", "restorePoint.backupId", "TROVE_CONFLICT", 409],
  ["Network Resource n cannot be found.", "network.networkId", "TROVE_BAD_REQUEST"],
  ["Subnet s not found in the network n.", "network.subnetId", "TROVE_BAD_REQUEST"],
  ["User network conflicts with the reserved network.", "network", "TROVE_BAD_REQUEST"],
];

for (const [message, path, code, status = 400] of refusals) {
  test(`names ${path} if Trove refuses a create: ${message.slice(0, 24)}…`, async (t) => {
    const { cloud, context } = await startHarness(t);
    const body = { refused: { code: status, message } };
    cloud.faults.add({ method: "POST", path: "/instances$", times: 0, effect: { type: "status", status, body } });
    await assert.rejects(create(inputs(), context), (error: Error & { code?: string; status?: number }) => {
      assert.ok(
        error.message.startsWith(`${path}: Creating instance "db" failed: Trove answered ${status}`),
        error.message,
      );
      assert.deepEqual([error.code, error.status], [code, status]);
      return true;
    });
  });
}

test("names the argument of a change that Trove refuses, and keeps the progress", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { id, state } = await create(inputs({ volume: { size: 1 } }), context);
  const message = `Datastore Version on Configuration ${OTHER_ID} does not match the Datastore Version on the instance.`;
  const { id: group } = await context.trove.configurations.create({ name: "g", values: { max_connections: 100 } });
  const body = { badRequest: { code: 400, message } };
  cloud.faults.add({ method: "PUT", path: `${id}$`, times: 0, effect: { type: "status", status: 400, body } });
  await assert.rejects(update(id, state, inputs({ volume: { size: 1 }, configuration: group }), context), {
    code: "TROVE_BAD_REQUEST",
    id,
    message: /^configuration: .* failed: Trove answered 400/,
  });
});

const CHARACTER_SETS = /For PostgreSQL, all releases accept the character set utf8 without a collation/;
const declaredOn18: readonly (readonly [declared: Parameters<typeof inputs>[0], path: string, advice: RegExp])[] = [
  [{ databases: { shop: {}, app: { characterSet: "UTF8" } } }, "databases.app.characterSet", CHARACTER_SETS],
  [{ databases: { shop: {}, app: { collate: "en_US.utf8" } } }, "databases.app.collate", CHARACTER_SETS],
  [
    { databases: { shop: {}, "a:b": {} } },
    'databases["a:b"]',
    /checks names by MySQL's rules: a database name has 2 to 64 characters/,
  ],
  [
    { users: { "app@%": { password: "secret-1" }, "seventeen_letters@%": { password: "secret-1" } } },
    'users["seventeen_letters@%"]',
    /checks names by MySQL's rules: a user name has at most 16 characters/,
  ],
  [
    { users: { "app@%": { password: "secret-1" }, "a;b@%": { password: "secret-1" } } },
    'users["a;b@%"]',
    /checks names by MySQL's rules: a user name neither begins nor ends with a blank/,
  ],
  [
    { users: { "app@%": { password: "secret;1" } } },
    "users",
    /checks passwords by MySQL's rules: a password neither begins nor ends with a blank/,
  ],
];

for (const [declared, path, advice] of declaredOn18) {
  test(`names the rule for ${path} of PostgreSQL on Trove 18`, async (t) => {
    const { context } = await startHarness(t, { troveRelease: 18 });
    const wanted = inputs({ volume: { size: 1 }, datastore: { type: "postgresql" }, ...declared });
    await assert.rejects(create(wanted, context), (error: Error) => {
      assert.ok(error.message.startsWith(`${path}: Creating instance "db" failed: Trove answered 400`), error.message);
      assert.match(error.message, advice);
      assert.equal(error.message.match(/Trove before 23/g)?.length, 1);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  });
}

test("names the same rule if PostgreSQL is declared by its id", async (t) => {
  const { context } = await startHarness(t, { troveRelease: 18 });
  const all = await context.trove.datastores.list();
  const type = all.find(({ name }) => name === "postgresql")?.id;
  const wanted = inputs({ volume: { size: 1 }, datastore: { type }, databases: { app: { characterSet: "UTF8" } } });
  await assert.rejects(create(wanted, context), { message: CHARACTER_SETS });
});

test("names the user whose host Trove 18 refuses", async (t) => {
  const { context } = await startHarness(t, { troveRelease: 18 });
  const users = { "app@%": { password: "secret-1" }, "app@db.x": { password: "secret-1" } };
  await assert.rejects(create(inputs({ volume: { size: 1 }, users }), context), {
    message: /^users\["app@db\.x"\]: Creating instance "db" failed: Trove answered 400/,
  });
});
