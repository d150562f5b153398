import { z } from "zod";
import type { Arguments, InputsOf } from "../arguments.ts";
import { byName, fields, flag, text } from "../rules.ts";
import { documented, named } from "../schema/documented.ts";
import { diffDatastore, diffValues } from "./diff-arguments.ts";

const parameterName = z.string().min(1, "must not be empty");
const value = z.union([z.string(), z.number(), z.boolean()], "must be a string, a number or a boolean");

/**
 * The arguments of a configuration group, in the order of the documentation. `POST` and `PUT /configurations`:
 * `trove/configuration/service.py`, `trove/common/apischema.py`.
 */
export const configurationArguments = {
  name: {
    schema: text,
    doc: "The name of the group. Trove allows several groups of one name.",
    changeDoc: "Renamed in place. Trove also applies all values to the attached instances again.",
    default: "the resource's name, cut to 247 characters, with 7 hex digits of the SHA-256 of its URN",
    onChange: { kind: "update", impact: "none" },
    onRemoval: "unmanage",
    affects: ["updated"],
    output: { doc: "The name of the group.", isAlwaysSet: true },
  },
  description: {
    schema: text,
    doc: "A description. Removing the argument keeps the description: Trove can change one, but not remove it.",
    changeDoc: "Changed in place. Trove also applies all values to the attached instances again.",
    onChange: { kind: "update", impact: "none" },
    onRemoval: "unmanage",
    affects: ["updated"],
  },
  datastore: {
    schema: named(
      "Datastore",
      fields({
        type: documented(text.optional(), {
          doc: "The datastore, by name or by id: `mysql`, `mariadb`, `postgresql`, …",
          default: "the cloud's",
        }),
        version: documented(text.optional(), {
          doc: "The version, by name or by id.",
          default: "the datastore's",
        }),
      }),
    ),
    doc:
      "The database engine that the values are for. The group can only be attached to instances of this datastore and " +
      "version. If it is left out, a preview checks the values only if the cloud has a single datastore.",
    changeDoc:
      "A change replaces the group: the new one is created first, and instances whose `configuration` is the id of this " +
      "resource are changed to it before the old one is deleted.",
    default: "the cloud's default datastore and version",
    onChange: diffDatastore,
    onRemoval: "unmanage",
    affects: ["datastoreType", "datastoreVersion", "datastoreVersionId"],
  },
  values: {
    schema: byName(parameterName, value),
    doc:
      "All values of the group, by the name of the parameter. Each value has the type of its parameter; a string that " +
      'reads as that type is accepted too (`"100"`, `"true"`), and so is a number for a string parameter. An integer that ' +
      "a number cannot hold exactly, beyond 9007199254740991, must be a string. A preview refuses unknown parameters, " +
      "wrong types and integers out of range, by path. Trove shows a parameter as `***` if its name contains a word " +
      "such as `token` or `password`: a change outside the program does not show then.",
    changeDoc:
      "Changed in place: a value that the program no longer declares is removed from the group. Trove applies the values " +
      "to the attached instances, one after the other. Values that require a restart take effect after it: the restart is " +
      "performed with `allow.restart`; otherwise a warning names the instances.",
    isRequired: true,
    onChange: diffValues,
    onRemoval: "detach",
    affects: ["revision", "updated"],
  },
  allow: {
    schema: named(
      "Allow",
      fields({
        restart: documented(flag.optional(), {
          doc:
            "Restart the databases of attached instances, one after the other, when a change of the group requires it. " +
            "An instance that waited for a restart before the change needs its own `allow.restart`.",
          changeDoc: "When set to true, restarts that earlier changes of the group require are performed.",
          default: "false",
        }),
      }),
    ),
    doc: "Consents to changes that interrupt service.",
    changeDoc: "Recorded in the state. Nothing changes in the cloud.",
    onChange: { kind: "stateOnly", impact: "none" },
    onRemoval: "unmanage",
  },
} as const satisfies Arguments;

/** The documentation of all arguments together. */
export const configurationArgumentsDoc =
  "The arguments of a `TroveConfiguration`. Removing an argument does not change the cloud: the value is no longer " +
  "managed. `values` is required. A preview refuses invalid arguments, by path.";

/** The inputs of a configuration group as the engine and the state have them. */
export type ConfigurationInputs = InputsOf<typeof configurationArguments>;
