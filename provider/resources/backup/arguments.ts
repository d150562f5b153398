import { z } from "zod";
import type { Arguments, InputsOf } from "../arguments.ts";
import { containerName } from "../backups/container-name.ts";
import { byName, flag, text, uuid } from "../rules.ts";
import { diffInstance, diffTriggers } from "./diff-arguments.ts";

/**
 * The arguments of a backup, in the order of the documentation. `POST /backups`: `trove/backup/service.py`,
 * `trove/common/apischema.py`. Trove changes nothing of a backup afterwards.
 */
export const backupArguments = {
  instance: {
    schema: uuid,
    isRequired: true,
    refersTo: "Instance",
    doc: "The id of the instance to back up.",
    changeDoc:
      "Only recorded, with a warning: the backup holds the data of the instance that it was taken of, and remains " +
      "also when that instance is replaced or deleted. A change of `triggers` at the same time takes a backup of the " +
      "other instance.",
    onChange: diffInstance,
    onRemoval: "unmanage",
  },
  name: {
    schema: text,
    doc: "The name of the backup. Several backups can have the same name.",
    changeDoc: "A change takes another backup and deletes this one.",
    default: "the resource's name, cut to 247 characters, with 7 hex digits of the SHA-256 of its URN",
    onChange: { kind: "replace", impact: "dataLoss" },
    onRemoval: "unmanage",
    output: { doc: "The name of the backup.", isAlwaysSet: true },
  },
  description: {
    schema: text,
    doc: "A description of the backup.",
    changeDoc: "Only recorded, with a warning: Trove cannot change the description of a backup.",
    onChange: {
      kind: "stateOnly",
      impact: "none",
      reason: "is only recorded: Trove cannot change the description of a backup",
      warning: true,
    },
    onRemoval: "unmanage",
  },
  incremental: {
    schema: flag,
    doc:
      "Whether the backup is based on the last completed backup of the instance and holds only what has changed " +
      "since. Without one, the backup is full. Not with `parent`. Deleting a backup also deletes those that are " +
      "based on it, so declare that backup with `dependsOn` if it is a resource of the same program.",
    changeDoc: "A change takes another backup and deletes this one.",
    default: "false",
    onChange: { kind: "replace", impact: "dataLoss" },
    onRemoval: "unmanage",
  },
  parent: {
    schema: uuid,
    refersTo: "Backup",
    doc:
      "The id of the completed backup, of the same instance, that this one is based on: the backup holds only what " +
      "has changed since. Not with `incremental`.",
    changeDoc: "A change takes another backup and deletes this one.",
    onChange: { kind: "replace", impact: "dataLoss" },
    onRemoval: "unmanage",
  },
  swiftContainer: {
    schema: containerName,
    doc: "The container of the object store that the backup is stored in. Trove creates it if it does not exist.",
    changeDoc: "A change takes another backup and deletes this one.",
    default: "that of the backup strategy of the instance or the project, else the cloud's",
    onChange: { kind: "replace", impact: "dataLoss" },
    onRemoval: "unmanage",
  },
  triggers: {
    schema: byName(z.string(), z.string("must be a string")),
    doc:
      "Texts by names of your choice, such as the version of a program, the date of a release, or the id of an instance " +
      "that may be replaced. When one of them changes, another backup is taken.",
    changeDoc: "A change takes another backup and deletes this one once the other is complete.",
    onChange: diffTriggers,
    onRemoval: "unmanage",
    isReported: false,
  },
} as const satisfies Arguments;

/** The documentation of all arguments together. */
export const backupArgumentsDoc =
  "The arguments of a `TroveBackup`. Trove cannot change a backup, so most changes take another one: it is complete " +
  "before this one is deleted, and the data of this one is lost. The resource options `protect` and `retainOnDelete` keep " +
  "it. Removing an argument changes nothing, and neither does declaring it again with the same value. After an import, " +
  "the first `triggers` that the program declares are only recorded. A preview refuses invalid arguments, by path.";

/** The inputs of a backup as the engine and the state have them. */
export type BackupInputs = InputsOf<typeof backupArguments>;
