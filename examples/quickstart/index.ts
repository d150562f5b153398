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
