import { propertyChange } from "../../diff/property-change.ts";
import type { PropertyChange } from "../../resource.ts";
import { describeValues } from "../../values/describe-values.ts";
import type { InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";

/**
 * A replica can leave its source, and nothing else about roles can be ordered. After a fail-over outside, source and
 * replica have changed places, and the other replicas follow the new source (`trove/taskmanager/manager.py`): that is
 * the program's to agree with, never to be undone.
 */
export function roleRows(state: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  const { replicaOf: wanted } = inputs;
  const was = state.declared.includes("replicaOf") ? state.replicaOf : undefined;
  const flipped = flippedRole(state, wanted, was);
  if (flipped !== undefined) return [flipped];
  if (wanted === undefined && was === undefined && state.source !== undefined) return guestRowsOfReplica(state, inputs);
  if (wanted === was && (wanted === undefined || wanted === state.source)) return [];
  if (wanted === undefined) {
    const values = describeValues(was, "none");
    return [{ ...propertyChange("replicaOf", "update", "none", "the replica is detached from its source"), ...values }];
  }
  if (wanted === state.source)
    return [propertyChange("replicaOf", "stateOnly", "none", "is what the instance replicates")];
  const reason = `an instance cannot become a replica of ${wanted}, and stays what it is without replicaOf`;
  return [
    {
      ...propertyChange("replicaOf", "replace", "dataLoss", reason),
      ...describeValues(was ?? state.source ?? "none", wanted),
    },
  ];
}

/** What a replica that was adopted without `replicaOf` cannot have of its own. */
function guestRowsOfReplica({ source }: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  const reason = `does not go with a replica: the instance replicates ${source}, and they come from there.`;
  return (["databases", "users"] as const)
    .filter((name) => inputs[name] !== undefined)
    .map((name) => propertyChange(name, "refuse", "none", reason));
}

function flippedRole(
  state: InstanceState,
  wanted: string | undefined,
  was: string | undefined,
): PropertyChange | undefined {
  const { source, unmanagedSource } = state;
  // The program has left the source of an adopted replica unmanaged: to fail it over outside is no drift.
  const isManaged = unmanagedSource === undefined;
  if (wanted === undefined && was === undefined && source !== undefined && isManaged) {
    return propertyChange(
      "replicaOf",
      "refuse",
      "none",
      `the instance has become a replica of ${state.source}. To agree with the cloud, write replicaOf: ` +
        `"${state.source}" here, and remove replicaOf from the resource of ${state.source}.`,
    );
  }
  if (wanted !== undefined && state.source === undefined && state.replicas.includes(wanted)) {
    return propertyChange(
      "replicaOf",
      "refuse",
      "none",
      `the instance has become the source of ${wanted}. To agree with the cloud, remove replicaOf here, and write ` +
        `replicaOf with the id of this instance in the resource of ${wanted}.`,
    );
  }
  if (wanted !== undefined && wanted === was && state.source !== undefined && state.source !== wanted) {
    return propertyChange(
      "replicaOf",
      "refuse",
      "none",
      `the instance replicates ${state.source} now, and no longer ${wanted}. To agree with the cloud, write replicaOf: ` +
        `"${state.source}" here.`,
    );
  }
  return undefined;
}
