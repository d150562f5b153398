import { Config } from "@pulumi/pulumi";
import { TroveInstance } from "pulumi-trove";

const password = new Config().requireSecret("password");

const database = new TroveInstance("db", {
  flavor: "m1.small",
  volume: { size: 1 },
  databases: [{ name: "app" }],
  users: [{ name: "app", password, databases: ["app"] }],
});

export const id = database.id;
export const status = database.status;
export const endpoint = database.endpoint;
