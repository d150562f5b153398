import { z } from "zod";
import type { Arguments, InputsOf, Outputs, OutputsOf } from "../arguments.ts";
import { PASSWORD_DOC } from "../guest/rules/documentation.ts";
import { text, uuid } from "../rules.ts";

/** The arguments of the superuser, in the order of the documentation: `trove/extensions/common/service.py`. */
export const rootArguments = {
  instance: {
    schema: uuid,
    doc:
      "The id of the instance; in TypeScript also the `TroveInstance` itself, whose deletion then disables root without a " +
      "request of its own (`deletedWith`). Not a replica, which has the users of its source.",
    changeDoc: "Root is enabled on the other instance, and disabled on this one.",
    isRequired: true,
    refersTo: "Instance",
    onChange: { kind: "replace", impact: "none", reason: "is another instance" },
    onRemoval: "unmanage",
  },
  password: {
    schema: text,
    doc: `The password. Encrypted in state, whether or not the program gives it as a secret. ${PASSWORD_DOC}`,
    changeDoc: "Set in place. Removed: root keeps its password.",
    default: "one that Trove generates",
    secret: true,
    onChange: { kind: "update", impact: "none", reason: "new password" },
    onRemoval: "unmanage",
    isReported: false,
    output: {
      doc: "The password that was declared, or else the one that Trove has generated. Absent after an import. A secret.",
    },
  },
} as const satisfies Arguments;

/** The documentation of all arguments together. */
export const rootArgumentsDoc =
  "The arguments of a `TroveRoot`. Removing the resource disables root. Before Trove 25, Trove shows root as enabled forever " +
  "once it was: to enable it again in a later `pulumi up`, set `trove:resumeInterrupted` for that one.";

export const rootOutputs = {
  userName: {
    schema: z.string(),
    doc: "The name of the superuser: `root`, or `postgres` for PostgreSQL.",
  },
} as const satisfies Outputs;

export type RootInputs = InputsOf<typeof rootArguments>;
export type RootOutputs = OutputsOf<typeof rootOutputs>;
