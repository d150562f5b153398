// A backup of an instance for each release, and a second instance restored from it when you need one. Needs a clone of
// pulumi-trove, Node 22.18 or 24.2 and later (which run TypeScript), Pulumi logged in (for example
// `pulumi login --local`) and the credentials of a cloud (docs/configuration.md):
//
//   npm ci && npm run build                        in the clone's root: builds "pulumi-trove"
//   cd examples/restore
//   pulumi stack init dev
//   pulumi config set release 1.0
//   pulumi up                                      the instance, and a backup of it
//   pulumi config set release 2.0
//   pulumi up                                      takes another backup, then deletes the first
//   pulumi config set restore true
//   pulumi up                                      a second instance, with the data of the backup
//   pulumi destroy
import { Config } from "@pulumi/pulumi";
import { TroveBackup, TroveInstance } from "pulumi-trove";

const config = new Config();
const size = { flavor: "m1.small", volume: { size: 1 } };

const database = new TroveInstance("db", { ...size, databases: [{ name: "app" }] });

const backup = new TroveBackup("before-release", {
  instance: database,
  triggers: { release: config.require("release") },
});

const restored = config.getBoolean("restore")
  ? new TroveInstance("restored", { ...size, restorePoint: { backupId: backup.id } })
  : undefined;

export const backupId = backup.id;
export const restoredId = restored?.id;
