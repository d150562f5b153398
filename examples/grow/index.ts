// An instance whose volume and flavor follow the stack's configuration. Needs a clone of pulumi-trove, Node 22.18 or
// 24.2 and later (which run TypeScript), Pulumi logged in (for example `pulumi login --local`) and the credentials of a
// cloud (docs/configuration.md):
//
//   npm ci && npm run build                        in the clone's root: builds "pulumi-trove"
//   cd examples/grow
//   pulumi stack init dev
//   pulumi config set --secret password "$(openssl rand -hex 24)"
//   pulumi up                                      1 GiB, m1.small
//   pulumi config set size 2
//   pulumi config set flavor m1.medium
//   pulumi up                                      grows the same instance
//   pulumi destroy
import { Config } from "@pulumi/pulumi";
import { TroveInstance } from "pulumi-trove";

const config = new Config();

const database = new TroveInstance("db", {
  flavor: config.get("flavor") ?? "m1.small",
  volume: { size: config.getNumber("size") ?? 1 },
  databases: [{ name: "app" }],
  users: [{ name: "app", password: config.requireSecret("password"), databases: ["app"] }],
});

export const id = database.id;
export const flavorId = database.flavorId;
export const volumeSize = database.volumeSize;
