import { Config } from "@pulumi/pulumi";
import { TroveInstance } from "pulumi-trove";

// `pulumi config set size 2` and `pulumi config set flavor m1.medium`, then `pulumi up`: the same instance grows.
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
