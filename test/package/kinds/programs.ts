import { templateCompiler } from "../../support/stock-template.ts";
import type { Files } from "./workshop.ts";

/** The versions of Pulumi's SDK for the rows that depend on its version. */
export const LOWEST_SDK = "3.268.0";
export const NEWEST_SDK = "3.276.0";

const settings = { name: "program", runtime: { name: "nodejs", options: { packagemanager: "npm" } } };

/** Pulumi.yaml for programs that Pulumi compiles. */
export const TYPESCRIPT_SETTINGS: Files = { "Pulumi.yaml": settings };

/** Pulumi.yaml for programs that Node runs directly. */
export const NODE_SETTINGS: Files = {
  "Pulumi.yaml": { name: "program", runtime: { name: "nodejs", options: { typescript: false } } },
};

export function tsconfig(options: object = {}): Files {
  return {
    "tsconfig.json": { ...templateCompiler, compilerOptions: { ...templateCompiler.compilerOptions, ...options } },
  };
}

const ARGUMENTS = `{
  name: pulumi.getProject() + "-" + pulumi.getStack(),
  flavor: "m1.small",
  volume: { size: 1 },
  databases: [{ name: "app" }],
  users: [{ name: "app", password: pulumi.secret("s3cret-of-app"), databases: ["app"] }],
}`;

/** An ES module, or a program that compiles to one or to CommonJS. */
export const IMPORTING = `import * as pulumi from "@pulumi/pulumi";
import { TroveInstance } from "pulumi-trove";

const db = new TroveInstance("db", ${ARGUMENTS});
export const status = db.status;
`;

export const REQUIRING = `const pulumi = require("@pulumi/pulumi");
const { TroveInstance } = require("pulumi-trove");

const db = new TroveInstance("db", ${ARGUMENTS});
exports.status = db.status;
`;

/** A component library in plain JavaScript, and a program that uses it. */
export const COMPONENT = `const pulumi = require("@pulumi/pulumi");
const { TroveInstance } = require("pulumi-trove");

exports.Database = class extends pulumi.ComponentResource {
  constructor(name, options) {
    super("library:index:Database", name, {}, options);
    const db = new TroveInstance(name, ${ARGUMENTS.replace(/\n/g, "\n    ")}, { parent: this });
    this.status = db.status;
    this.registerOutputs({ status: db.status });
  }
};
`;

export const USING_COMPONENT = `const { Database } = require("library");

exports.status = new Database("db").status;
`;

/** A program that also reads an instance it does not manage. */
export function importingAndGetting(id: string): string {
  return `${IMPORTING}export const other = TroveInstance.get("other", "${id}").status;\n`;
}

/** A program that runs `up` and `destroy` itself, with the Automation API. */
export const DEPLOYING = `import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { TroveInstance } from "pulumi-trove";

const program = async () => ({ status: new TroveInstance("db", ${ARGUMENTS}).status });
const stack = await LocalWorkspace.createOrSelectStack({
  stackName: process.argv[2],
  projectName: "program",
  program,
});
const { outputs } = await stack.up();
console.log("up", outputs.status.value);
await stack.destroy();
console.log("destroyed");
`;

export const LISTING = `import { TroveClient } from "pulumi-trove/client";

const client = await TroveClient.connect();
for await (const { name } of client.instances.list()) console.log("instance", name);
`;

/** Passes `undefined`, and an output of it, for every optional property; some of them at run time too. */
export const EXACT = `import * as pulumi from "@pulumi/pulumi";
import * as trove from "pulumi-trove";

interface Args {
  instance: trove.TroveInstanceArgs;
  restorePoint: trove.RestorePointArgs;
  finalBackup: trove.FinalBackupArgs;
  volume: trove.VolumeArgs;
  datastore: trove.DatastoreArgs;
  database: trove.DatabaseArgs;
  user: trove.UserArgs;
  allow: trove.AllowArgs;
  network: trove.NetworkArgs;
  access: trove.AccessArgs;
  provider: trove.TroveProviderArgs;
}

type None = undefined | pulumi.Output<undefined>;
type Optional<T> = { [K in keyof T as object extends Pick<T, K> ? K : never]-?: None };

export function leaveOut(given: Args, none: { [K in keyof Args]: Optional<Args[K]> }): Args {
  return {
    instance: { ...given.instance, ...none.instance },
    restorePoint: { ...given.restorePoint, ...none.restorePoint },
    finalBackup: { ...given.finalBackup, ...none.finalBackup },
    volume: { ...given.volume, ...none.volume },
    datastore: { ...given.datastore, ...none.datastore },
    database: { ...given.database, ...none.database },
    user: { ...given.user, ...none.user },
    allow: { ...given.allow, ...none.allow },
    network: { ...given.network, ...none.network },
    access: { ...given.access, ...none.access },
    provider: { ...given.provider, ...none.provider },
  };
}

const none = pulumi.output<undefined>(undefined);
const db = new trove.TroveInstance("db", {
  name: pulumi.getProject() + "-" + pulumi.getStack(),
  flavor: "m1.small",
  volume: { size: 1, type: undefined },
  datastore: { type: "mysql", version: none },
  databases: none,
  users: none,
  configuration: none,
  allow: { restart: undefined, dropDatabases: none },
  replicaOf: undefined,
  network: undefined,
  availabilityZone: none,
  locality: undefined,
  access: undefined,
  restorePoint: undefined,
  finalBackup: undefined,
  adoptId: undefined,
});
export const status: pulumi.Output<string> = db.status;
`;
