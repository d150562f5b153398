import type { Cloud } from "../../openstack/credentials.ts";
import { hasBeenActive, isTaskRunning } from "../../trove/instance-status.ts";
import type { Instance } from "../../trove/types.ts";
import { declaredNames, type ManagedState } from "../managed-state.ts";
import type { InstanceInputs } from "./arguments.ts";
import type { FailedBuild } from "./create/failed-build.ts";
import { type InstanceOutputs, toOutputs } from "./outputs.ts";
import type { Released } from "./released.ts";

/** The state of an instance: the declared arguments at the values that were applied, and the outputs. */
export interface InstanceState extends ManagedState, InstanceInputs, InstanceOutputs {
  /** Whether an operation has seen the instance active. From then on ERROR never replaces it. False proves nothing. */
  wasActive: boolean;
  /** The proof that the build failed, as long as the cloud still shows it. */
  failedBuild?: FailedBuild | undefined;
  /** Whether a restart is pending that Trove has forgotten, as it does when a volume grows. */
  restartRequired: boolean;
  /** The instance that this one replicates, as Trove reports it. */
  source: string | undefined;
  /** The instances that replicate this one, as Trove reports them. */
  replicas: string[];
  /**
   * The source of a replica that was imported, or adopted without `replicaOf`. Until the program declares `replicaOf`, any
   * source is left as it is.
   */
  unmanagedSource?: string | undefined;
  released?: Released | undefined;
  /** What `inspectUnfinishedCreate` found. For the diff only: never saved. */
  finding?: Finding | undefined;
  /** Whether this cloud's Trove refuses to change databases and users. For the diff only: never saved. */
  contentsUnsupported?: boolean | undefined;
  /** The names of flavors by their ids, which a preview shows. For the diff only: never saved. */
  flavorNames?: Readonly<Record<string, string>> | undefined;
  /** Whether the update is pending only because Trove changed the group of this replica. For the diff only: never saved. */
  groupChangedWithSource?: boolean | undefined;
}

/** What a state records beside inputs and outputs, and what no request can find out again. */
export type Bookkeeping = Pick<
  InstanceState,
  | "wasActive"
  | "failedBuild"
  | "restartRequired"
  | "predecessors"
  | "unmanagedSource"
  | "adoptionToken"
  | "imported"
  | "released"
>;

/**
 * What the cloud shows of an instance that no operation has seen active. `failedBuild`, `gone`: it holds no data.
 * `unreachable`: a preview could not ask.
 */
export type Finding = "failedBuild" | "gone" | "unreachable";

export const bookkeeping = [
  "declared",
  "wasActive",
  "failedBuild",
  "pending",
  "restartRequired",
  "source",
  "replicas",
  "cloud",
  "predecessors",
  "unmanagedSource",
  "adoptionToken",
  "imported",
  "released",
] as const satisfies (keyof InstanceState)[];

/** Makes the state of an instance whose declared arguments have the values of `inputs`. */
export function toState(
  inputs: InstanceInputs,
  instance: Instance,
  cloud: Cloud,
  record: Bookkeeping & Pick<InstanceState, "pending">,
): InstanceState {
  const wasActive = record.wasActive || hasBeenActive(instance);
  const declared = declaredNames(inputs);
  return {
    ...inputs,
    ...(inputs.name === undefined ? { name: instance.name } : {}),
    ...toOutputs(instance, cloud),
    declared,
    wasActive,
    ...(wasActive || record.failedBuild === undefined ? {} : { failedBuild: record.failedBuild }),
    pending: record.pending,
    restartRequired: record.restartRequired,
    source: instance.replicaOf,
    replicas: [...instance.replicas],
    cloud,
    ...(record.predecessors === undefined ? {} : { predecessors: record.predecessors }),
    ...(record.unmanagedSource === undefined ? {} : { unmanagedSource: record.unmanagedSource }),
    ...(record.adoptionToken === undefined ? {} : { adoptionToken: record.adoptionToken }),
    ...(record.imported === undefined ? {} : { imported: record.imported }),
    ...(record.released === undefined ? {} : { released: record.released }),
  };
}

/**
 * Adds the addresses of the state while a task runs and Trove shows none: a list of Trove 26 has none for an instance
 * whose server it does not find (`trove/instance/models.py`, `_load_servers_status`).
 */
export function withKnownAddresses(instance: Instance, { addresses }: Pick<InstanceState, "addresses">): Instance {
  return isTaskRunning(instance) && instance.addresses.length === 0 ? { ...instance, addresses } : instance;
}

/**
 * Whether the state is that of a read by id: of a lookup (`get`), which a refresh passes to `read` (`pulumi/pulumi`,
 * step.go), or of an import. It has a flavor although nothing is declared.
 */
export function isReadById(state: InstanceState): boolean {
  return state.declared.length === 0 && state.flavor !== undefined;
}
