// An instance with a database and a user. `npm run demo` runs it on a simulated cloud. For a real one you need its
// credentials (docs/configuration.md), Pulumi logged in, and Node 22.18 or 24.2 and later (which run TypeScript). Then,
// in the root of a clone of pulumi-trove, whose Pulumi.yaml names this program:
//
//   npm ci && npm run build
//   pulumi stack init dev
//   pulumi config set network <id of the network that the database listens in>
//   pulumi config set --secret password "$(openssl rand -hex 24)"
//   pulumi up
//   pulumi destroy
import { Config } from "@pulumi/pulumi";
import { TroveInstance } from "pulumi-trove";

const config = new Config();

const database = new TroveInstance("db", {
  flavor: "m1.small",
  volume: { size: 1 },
  network: { networkId: config.require("network") },
  databases: [{ name: "app" }],
  users: [{ name: "app", password: config.requireSecret("password"), databases: ["app"] }],
});

export const id = database.id;
export const status = database.status;
export const endpoint = database.endpoint;
export const password = config.requireSecret("password");
