import { endingWith } from "../../wait/wait-progress.ts";
import type { Resource } from "../resource.ts";
import { type InstanceInputs, instanceArguments } from "./arguments.ts";
import { check } from "./check/check.ts";
import { create } from "./create/create.ts";
import { deleteInstance } from "./delete/delete.ts";
import { diff } from "./diff/diff.ts";
import { instanceOutputs } from "./outputs.ts";
import { read } from "./read/read.ts";
import { bookkeeping, type InstanceState, isReadById } from "./state.ts";
import { update } from "./update/update.ts";

/** A Trove instance (`trove/instance/service.py`). */
export const instance: Resource<InstanceInputs, InstanceState> = {
  token: "Instance",
  noun: "instance",
  howToAdopt: "adopt the instance with adoptId",
  description: "A database instance of OpenStack Trove.",
  inputs: instanceArguments,
  outputs: instanceOutputs,
  bookkeeping,
  namesInKeys: { databases: (name) => [name], users: namesOfUser },
  check,
  diff,
  create: (inputs, context) =>
    endingWith(
      context,
      () => create(inputs, context),
      ({ state }) => state.status,
    ),
  isReadById,
  read,
  update: (id, state, inputs, context) =>
    endingWith(
      context,
      () => update(id, state, inputs, context),
      ({ status }) => status,
    ),
  delete: deleteInstance,
  timeouts: (inputs) => ({ create: copiesData(inputs) ? 120 : 60, update: 60, delete: 20 }),
};

/** A user is keyed by `name@host`, and a text can have the name alone. */
function namesOfUser(key: string): readonly string[] {
  const at = key.lastIndexOf("@");
  return at > 0 ? [key, key.slice(0, at)] : [key];
}

/** Whether the create copies data from a source or a backup, which takes longer. */
function copiesData(inputs: InstanceInputs | undefined): boolean {
  return inputs?.replicaOf !== undefined || inputs?.restorePoint !== undefined;
}
