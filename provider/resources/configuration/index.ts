import { endingWith } from "../../wait/wait-progress.ts";
import type { Resource } from "../resource.ts";
import { type ConfigurationInputs, configurationArguments } from "./arguments.ts";
import { check } from "./check.ts";
import { create } from "./create.ts";
import { deleteConfiguration } from "./delete.ts";
import { diff } from "./diff.ts";
import { configurationOutputs } from "./outputs.ts";
import { read } from "./read.ts";
import { bookkeeping, type ConfigurationState, isReadById } from "./state.ts";
import { update } from "./update/update.ts";

/** A configuration group (`trove/configuration/service.py`). */
export const configuration: Resource<ConfigurationInputs, ConfigurationState> = {
  token: "Configuration",
  noun: "configuration group",
  howToAdopt: "import the group on the plugin, or delete it and let `pulumi up` create another",
  description: "A configuration group of OpenStack Trove: parameters of the database that instances can share.",
  inputs: configurationArguments,
  outputs: configurationOutputs,
  bookkeeping,
  check,
  diff,
  create,
  isReadById,
  read,
  update: (id, state, inputs, context) =>
    endingWith(
      context,
      () => update(id, state, inputs, context),
      () => "updated",
    ),
  delete: deleteConfiguration,
  timeouts: () => ({ create: 10, update: 60, delete: 20 }),
};
