import { type PropertyChange, propertyChange } from "../../../diff/property-change.ts";
import { declaredValue, type ManagedState } from "../../../managed-state.ts";
import { describeValues } from "../../../values/describe-values.ts";

interface ReplicationState extends Pick<ManagedState, "declared"> {
  readonly replicaOf?: string | undefined;
  /** The instance that this one replicates, as Trove reports it. */
  readonly source: string | undefined;
  readonly replicas: readonly string[];
  /** The source of a replica that was adopted without `replicaOf`. */
  readonly unmanagedSource?: string | undefined;
}

interface ReplicationInputs {
  readonly replicaOf?: string | undefined;
  readonly databases?: object | undefined;
  readonly users?: object | undefined;
}

/**
 * Compares the source of a replica. A replica can be detached from its source in place; any other source needs a
 * replacement. A failover outside is never undone: the other replicas already follow the new source
 * (`trove/taskmanager/manager.py`), so that the program has to agree with the cloud.
 */
export function diffReplicaOf(state: ReplicationState, inputs: ReplicationInputs): PropertyChange[] {
  const { replicaOf: after } = inputs;
  const { source } = state;
  const before = declaredValue(state, "replicaOf");
  const failover = failoverReason(state, before, after);
  if (failover !== undefined) return [propertyChange("replicaOf", "refuse", "none", failover)];
  if (before === undefined && after === undefined) return source === undefined ? [] : contentsOfReplica(source, inputs);
  if (after === undefined) {
    const detach = propertyChange("replicaOf", "update", "none", "the replica is detached from its source");
    return [{ ...detach, ...describeValues(before, "none") }];
  }
  if (after === source) {
    return after === before
      ? []
      : [propertyChange("replicaOf", "stateOnly", "none", "is the source that the instance has")];
  }
  const reason = `an existing instance cannot become a replica of ${after}`;
  const change = propertyChange("replicaOf", "replace", "dataLoss", reason);
  return [{ ...change, ...describeValues(before ?? source ?? "none", after) }];
}

/** Refuses databases and users for a replica that was adopted without `replicaOf`. */
function contentsOfReplica(source: string, inputs: ReplicationInputs): PropertyChange[] {
  const declared = (["databases", "users"] as const).filter((name) => inputs[name] !== undefined);
  return declared.map((name) => {
    const reason = `cannot be declared for a replica: the instance replicates ${source} and has the ${name} of its source.`;
    return propertyChange(name, "refuse", "none", reason);
  });
}

/** Why the roles in the cloud contradict the program after a failover; `undefined` if they do not. */
function failoverReason(
  { source, replicas, unmanagedSource }: ReplicationState,
  before: string | undefined,
  after: string | undefined,
): string | undefined {
  if (after === undefined) {
    // The source of an adopted replica without `replicaOf` is not managed, whichever instance it is.
    if (before !== undefined || source === undefined || unmanagedSource !== undefined) return undefined;
    return (
      `the instance has become a replica of ${source}. To match the cloud, set replicaOf: ` +
      `"${source}" here and remove replicaOf from the resource of ${source}.`
    );
  }
  if (source === undefined && replicas.includes(after)) {
    return (
      `the instance has become the source of ${after}. To match the cloud, remove replicaOf here and set replicaOf ` +
      `to the id of this instance in the resource of ${after}.`
    );
  }
  if (after === before && source !== undefined && source !== after) {
    return (
      `the instance now replicates ${source}, not ${after}. To match the cloud, set replicaOf: ` + `"${source}" here.`
    );
  }
  return undefined;
}
