import assert from "node:assert/strict";
import { test } from "node:test";
import { type ArgumentName, instanceArguments } from "../../../../../provider/resources/instance/arguments.ts";
import { check } from "../../../../../provider/resources/instance/check/check.ts";
import { otherNames } from "../../../../../provider/resources/instance/other-names.ts";
import { namesAt } from "../../../../../provider/resources/schema/unknown-argument.ts";
import { cloudless } from "../cloudless.ts";
import { inputs } from "../samples.ts";

type Given = Readonly<Record<string, unknown>>;

async function failuresOf(given: Given): Promise<string[]> {
  const { failures } = await check({ ...inputs(), ...given }, undefined, cloudless());
  return failures.map(({ path, reason }) => `${path}: ${reason}`);
}

const suggest = (path: string, meant: string) => `${path}: unknown argument; did you mean "${meant}"?`;
const password = "p-one";

/** Misspelled names, and those of other tools, at every depth. */
const meant: readonly (readonly [given: Given, path: string, meant: string])[] = [
  [{ flavour: "m1.small" }, "flavour", "flavor"],
  [{ flavor_id: "2" }, "flavor_id", "flavor"],
  [{ flavorId: "2" }, "flavorId", "flavor"],
  [{ flavorRef: "2" }, "flavorRef", "flavor"],
  [{ size: 5 }, "size", "volume.size"],
  [{ volumeType: "ssd" }, "volumeType", "volume.type"],
  [{ user: [] }, "user", "users"],
  [{ database: [] }, "database", "databases"],
  [{ configurationId: "x" }, "configurationId", "configuration"],
  [{ configuration_id: "x" }, "configuration_id", "configuration"],
  [{ availability_zone: "a" }, "availability_zone", "availabilityZone"],
  [{ replica_of: "x" }, "replica_of", "replicaOf"],
  [{ backup_id: "x" }, "backup_id", "restorePoint.backupId"],
  [{ networkId: "x" }, "networkId", "network.networkId"],
  [{ volume: { size: 5, typ: "ssd" } }, "volume.typ", "type"],
  [{ volume: { size: 5, volume_type: "ssd" } }, "volume.volume_type", "type"],
  [{ datastore: { datastoreType: "mysql" } }, "datastore.datastoreType", "type"],
  [{ datastore: { verison: "8.0" } }, "datastore.verison", "version"],
  [{ network: { uuid: "x" } }, "network.uuid", "networkId"],
  [{ network: { subnet_id: "x" } }, "network.subnet_id", "subnetId"],
  [{ databases: { app: { charset: "utf8mb4" } } }, "databases.app.charset", "characterSet"],
  [{ databases: { app: { character_set: "utf8mb4" } } }, "databases.app.character_set", "characterSet"],
  [{ users: { "app@%": { password, database: [] } } }, 'users["app@%"].database', "databases"],
  [{ access: { isPublic: true, allowedCidrs: [], allowed_cidrs: [] } }, "access.allowed_cidrs", "allowedCidrs"],
  [{ allow: { dropDatabase: true } }, "allow.dropDatabase", "dropDatabases"],
  [{ restorePoint: { backupID: "x" } }, "restorePoint.backupID", "backupId"],
  [{ finalBackup: { nmae: "last" } }, "finalBackup.nmae", "name"],
];

for (const [given, path, name] of meant) {
  test(`suggests ${name} for ${path}`, async () => {
    const failures = await failuresOf(given);
    assert.ok(failures.includes(suggest(path, name)), failures.join("\n"));
  });
}

for (const [given, failure] of [
  [{ tags: [] }, /^tags: unknown argument; there are name, flavor, volume, /],
  [{ constructor: 1 }, /^constructor: unknown argument; there are name, /],
  [{ finalBackup: { description: "x" } }, /^finalBackup\.description: unknown argument; there are name$/],
  [{ region: "RegionOne" }, /^region: unknown argument; .*trove:region/],
  [{ timeouts: {} }, /^timeouts: unknown argument; .*customTimeouts/],
  [{ network: { networkId: "8a2f3c1e-0000-4000-8000-000000000001", port: "x" } }, /^network\.port: .*networkId/],
] as const) {
  test(`lists the arguments for ${Object.keys(given)[0]}, which resembles none`, async () => {
    const [first = "", ...others] = await failuresOf(given);
    assert.match(first, failure);
    assert.deepEqual(others, []);
  });
}

test("suggests only arguments that exist", () => {
  for (const [path, name] of Object.entries(otherNames.paths)) {
    const parent = Object.keys(instanceArguments).find((one) => one.toLowerCase() === path.split(".", 1)[0]);
    const [outer = "", ...inner] = name.split(".");
    const isNested = path.includes(".");
    const top = (isNested ? parent : outer) as ArgumentName;
    assert.ok(Object.hasOwn(instanceArguments, top), path);
    const within = isNested ? path.split(".").slice(1, -1) : [];
    const parts = isNested ? [outer] : inner;
    for (const part of parts) assert.ok(namesAt(instanceArguments[top].schema, within).includes(part), path);
  }
});
