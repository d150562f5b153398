import { isAddressable } from "../../trove/request/paths.ts";
import type { Arguments, InputsOf } from "../arguments.ts";
import { CHARACTER_SET_DOC, COLLATE_DOC, DATABASE_NAME_DOC } from "../guest/rules/documentation.ts";
import { databaseName, fields, flag, text, uuid } from "../rules.ts";
import { documented, named } from "../schema/documented.ts";

const REPLACED =
  "The database is replaced: its data is lost. Refused without `allow.replace`. Trove does not report the value: after an " +
  "import, the first one that the program declares is only recorded.";

/** The arguments of a database, in the order of the documentation: `trove/extensions/mysql/service.py`. */
export const databaseArguments = {
  instance: {
    schema: uuid,
    doc:
      "The id of the instance; in TypeScript also the `TroveInstance` itself, whose deletion then deletes the database " +
      "without a request of its own (`deletedWith`). Not a replica, which has the databases of its source.",
    changeDoc: "A new database is created on the other instance. No consent is needed, and the data does not move.",
    isRequired: true,
    refersTo: "Instance",
    onChange: { kind: "replace", impact: "dataLoss", reason: "is another instance" },
    onRemoval: "unmanage",
  },
  name: {
    schema: databaseName.refine(
      isAddressable,
      "must consist of ASCII characters other than . and /, or Trove could never drop the database",
    ),
    doc: `The name. ${DATABASE_NAME_DOC} Only ASCII characters other than \`.\` and \`/\` are allowed, since Trove could not drop a database with others.`,
    changeDoc: "The database is replaced: its data is lost. Refused without `allow.replace`.",
    isRequired: true,
    onChange: { kind: "replace", impact: "dataLoss" },
    onRemoval: "unmanage",
  },
  characterSet: {
    schema: text,
    doc: CHARACTER_SET_DOC,
    changeDoc: REPLACED,
    default: "the datastore's",
    onChange: { kind: "replace", impact: "dataLoss" },
    onRemoval: "unmanage",
    isReported: false,
  },
  collate: {
    schema: text,
    doc: COLLATE_DOC,
    changeDoc: REPLACED,
    default: "the character set's",
    onChange: { kind: "replace", impact: "dataLoss" },
    onRemoval: "unmanage",
    isReported: false,
  },
  allow: {
    schema: named(
      "Allow",
      fields({
        replace: documented(flag.optional(), {
          doc: "Replace the database when its name, its character set or its collation changes. Its data is lost.",
          default: "false",
        }),
      }),
    ),
    doc: "Consents to changes that are otherwise refused, because they lose data.",
    changeDoc: "Recorded in the state. Nothing changes in the cloud.",
    onChange: { kind: "stateOnly", impact: "none" },
    onRemoval: "unmanage",
  },
} as const satisfies Arguments;

/** The documentation of all arguments together. */
export const databaseArgumentsDoc =
  "The arguments of a `TroveDatabase`. Removing an optional argument does not change the cloud. Removing the resource drops " +
  "the database with its data: the options `protect` and `retainOnDelete` prevent that. A preview refuses invalid " +
  "arguments, by path.";

export type DatabaseInputs = InputsOf<typeof databaseArguments>;
