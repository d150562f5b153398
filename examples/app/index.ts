// What an application needs, each as a resource of its own: an instance with its configuration group, a database, a user
// and a backup. Needs a clone of pulumi-trove, Node 22.18 or 24.2 and later (which run TypeScript), Pulumi logged in (for
// example `pulumi login --local`) and the credentials of a cloud (docs/configuration.md):
//
//   npm ci && npm run build                        in the clone's root: builds "pulumi-trove"
//   cd examples/app
//   pulumi stack init dev
//   pulumi config set network <id of the network that the database listens in>
//   pulumi config set --secret password "$(openssl rand -hex 24)"
//   pulumi up                                      everything, with 200 connections
//   pulumi stack output uri --show-secrets         what the application connects with
//   pulumi config set connections 300
//   pulumi up                                      changes the configuration group in place
//   pulumi config set --secret password "$(openssl rand -hex 24)"
//   pulumi up                                      sets the new password in place
//   pulumi destroy
import { Config } from "@pulumi/pulumi";
import { TroveBackup, TroveConfiguration, TroveDatabase, TroveInstance, TroveUser } from "pulumi-trove";

const config = new Config();
const datastore = { type: "mysql", version: "8.0.29" };

const settings = new TroveConfiguration("settings", {
  datastore,
  values: { max_connections: config.getNumber("connections") ?? 200 },
});

const instance = new TroveInstance("db", {
  flavor: "m1.small",
  volume: { size: 1 },
  datastore,
  network: { networkId: config.require("network") },
  configuration: settings,
});

const orders = new TroveDatabase("orders", { instance, name: "orders", characterSet: "utf8mb4" });

const app = new TroveUser("app", {
  instance,
  name: "app",
  password: config.requireSecret("password"),
  databases: [orders.name],
});

const backup = new TroveBackup("initial", { instance }, { dependsOn: app });

export const id = instance.id;
export const uri = app.uri;
export const backupId = backup.id;
