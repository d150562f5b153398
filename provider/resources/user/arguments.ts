import { z } from "zod";
import type { Arguments, InputsOf, Outputs, OutputsOf } from "../arguments.ts";
import type { PropertyChange } from "../diff/property-change.ts";
import { grantChange, noteOfRevokes } from "../guest/diff-contents.ts";
import {
  LOSS_OF_CONNECT_DOC,
  PASSWORD_DOC,
  POSTGRESQL_GRANTS_DOC,
  USER_HOST_DOC,
  USER_NAME_DOC,
  WILDCARD_GRANTS_DOC,
} from "../guest/rules/documentation.ts";
import { databaseName, listOf, text, userHost, uuid } from "../rules.ts";
import { same } from "../values/same.ts";

/** What the diff of the grants reads of a state. */
interface GrantsBefore {
  readonly declared: readonly string[];
  readonly databases?: string[] | undefined;
  readonly datastoreType: string;
}

/** The arguments of a user, in the order of the documentation: `trove/extensions/mysql/service.py`. */
export const userArguments = {
  instance: {
    schema: uuid,
    doc:
      "The id of the instance; in TypeScript also the `TroveInstance` itself, whose deletion then deletes the user without a " +
      "request of its own (`deletedWith`). Not a replica, which has the users of its source.",
    changeDoc: "A new user is created on the other instance.",
    isRequired: true,
    refersTo: "Instance",
    onChange: { kind: "replace", impact: "none", reason: "is another instance" },
    onRemoval: "unmanage",
  },
  name: {
    schema: text,
    doc: `The name. ${USER_NAME_DOC}`,
    changeDoc: "Renamed in place.",
    isRequired: true,
    onChange: { kind: "update", impact: "none" },
    affects: ["uri"],
    onRemoval: "unmanage",
  },
  host: {
    schema: userHost,
    doc: USER_HOST_DOC,
    changeDoc: "Changed in place.",
    default: "`%`, any host",
    onChange: { kind: "update", impact: "none" },
    onRemoval: "unmanage",
    output: { doc: "The host from which the user may connect.", isAlwaysSet: true },
  },
  password: {
    schema: text,
    doc:
      "The password. Required to create the user: only a user that exists can be declared without one, such as an imported " +
      `one. Encrypted in state, whether or not the program gives it as a secret. ${PASSWORD_DOC}`,
    changeDoc: "Set in place. Removed: the user keeps its password.",
    default: "not managed: the password is neither set nor stored in state",
    secret: true,
    onChange: { kind: "update", impact: "none", reason: "new password" },
    affects: ["uri"],
    onRemoval: "unmanage",
    isReported: false,
  },
  databases: {
    schema: listOf(databaseName),
    doc:
      "The names of the databases that the user is granted, in any order: exactly these. `[]` grants none. Left out, grants " +
      `are not managed. ${WILDCARD_GRANTS_DOC} ${POSTGRESQL_GRANTS_DOC}`,
    changeDoc: `Granted and revoked in place, one by one. ${LOSS_OF_CONNECT_DOC}`,
    default: "not managed",
    onChange: diffGrants,
    affects: ["uri"],
    onRemoval: "unmanage",
  },
} as const satisfies Arguments;

function diffGrants(state: GrantsBefore, inputs: { readonly databases?: string[] | undefined }): PropertyChange[] {
  const before = state.declared.includes("databases") ? state.databases : undefined;
  if (same(before, inputs.databases)) return [];
  const note = (revoked: readonly string[] | undefined) => noteOfRevokes(state.datastoreType, revoked);
  return [grantChange("databases", before, inputs.databases, note)];
}

/** The documentation of all arguments together. */
export const userArgumentsDoc =
  "The arguments of a `TroveUser`. Removing an optional argument does not change the cloud: the value is no longer managed. " +
  "Removing the resource drops the user. A preview refuses invalid arguments, by path.";

/** The outputs of a user, in the order of the documentation. */
export const userOutputs = {
  uri: {
    schema: z.string().optional(),
    doc:
      "Where and as whom to connect: `mysql://app:<password>@<host>:<port>/<database>`, or `postgresql://…`. The database is " +
      "that of the only grant, and left out if the user is granted none or several. Absent if the password is not managed, if " +
      "the instance has no `endpoint`, and for other datastores than MySQL, MariaDB and PostgreSQL. A secret.",
    secret: true,
  },
} as const satisfies Outputs;

export type UserInputs = InputsOf<typeof userArguments>;
export type UserOutputs = OutputsOf<typeof userOutputs>;
