import type { Cloud } from "../../openstack/credentials.ts";
import type { Instance } from "../../trove/types.ts";
import type { InstanceInputs } from "./arguments.ts";
import type { FailedBuild } from "./create/failed-build.ts";
import { type InstanceOutputs, toOutputs } from "./outputs.ts";
import type { Released } from "./released.ts";

/** What was declared, at the values that were reached, and what the cloud says. */
export interface InstanceState extends InstanceInputs, InstanceOutputs {
  /** Which arguments the program gave. */
  declared: string[];
  /** Whether the instance was ever seen in service: from then on an ERROR never replaces it. False proves nothing. */
  wasActive: boolean;
  /** What proves that the build failed, while the instance still shows it. */
  failedBuild?: FailedBuild | undefined;
  /** What a create or an update has not finished; the next one carries on. */
  pending: Pending[];
  /** A restart that Trove no longer knows of, since a volume's growth made it forget. */
  restartRequired: boolean;
  /** The instance that this one replicates, as the cloud says. */
  source: string | undefined;
  /** The instances that replicate this one. */
  replicas: string[];
  /** Where the instance is. */
  cloud: Cloud;
  /**
   * The instances that this one replaced, and that were there then. Where the deletion of one fails, the engine keeps it
   * pending and tells no create of it: without this record the next replacement would take it for an orphan.
   */
  predecessors?: string[] | undefined;
  /**
   * The instance that this one replicated when it was adopted without `replicaOf`. The program leaves its source as it
   * is, whichever that becomes, until it declares `replicaOf`.
   */
  unmanagedSource?: string | undefined;
  /** Unlike that of any other state that ever held the instance; none where it was created. */
  adoptionToken?: string | undefined;
  /** What the program no longer declares, as far as nothing else tells its value; none where it has released nothing. */
  released?: Released | undefined;
  /** What `inspectUnfinishedCreate` found, for the diff alone: it is never saved. */
  finding?: Finding | undefined;
  /** Whether this cloud's Trove refuses to change databases and users, for the diff alone: it is never saved. */
  contentsUnsupported?: boolean | undefined;
  /** The names of flavors by their ids, for what a preview shows: it is never saved. */
  flavorNames?: Readonly<Record<string, string>> | undefined;
  /** Whether the update is pending only because Trove changed the group of this replica, for the diff: it is never saved. */
  groupChangedWithSource?: boolean | undefined;
}

/** What a state keeps beside the arguments and what the cloud says. */
export type Bookkeeping = Pick<
  InstanceState,
  "wasActive" | "failedBuild" | "restartRequired" | "predecessors" | "unmanagedSource" | "adoptionToken" | "released"
>;

/**
 * What the cloud says now of an instance that no operation saw in service. `failedBuild` and `gone`: it holds no data.
 * `unreachable`: a preview could not ask.
 */
export type Finding = "failedBuild" | "gone" | "unreachable";

/** `create`: being built. `update`: in service, but not yet all that the program says. */
export type Pending = "create" | "update";

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
  "released",
] as const satisfies (keyof InstanceState)[];

/** Statuses of an instance that was never in service, or of which nothing is known. */
const NOT_IN_SERVICE: readonly string[] = ["BUILD", "ERROR", "FAILED", "SHUTDOWN", "UNKNOWN", ""];

/** An access that is set in BUILD makes it ACTIVE, while its guest never was heard of. */
export const GUEST_NEVER_REPORTED: readonly string[] = ["NEW", "BUILD"];

export function hasBeenActive({ status, operatingStatus }: Instance): boolean {
  if (status === "ACTIVE" && GUEST_NEVER_REPORTED.includes(operatingStatus)) return false;
  return !NOT_IN_SERVICE.includes(status);
}

/** The state of an instance whose declared arguments are at the values of `inputs`. */
export function toState(
  inputs: InstanceInputs,
  instance: Instance,
  cloud: Cloud,
  record: Bookkeeping & Pick<InstanceState, "pending">,
): InstanceState {
  const wasActive = record.wasActive || hasBeenActive(instance);
  const declared = Object.entries(inputs).flatMap(([name, value]) => (value === undefined ? [] : [name]));
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
    ...(record.released === undefined ? {} : { released: record.released }),
  };
}

/** Statuses without an operating status that are no task under way, so that addresses that are not shown are gone. */
const UNDER_NO_TASK: readonly string[] = ["RESTART_REQUIRED", "ERROR", "SHUTDOWN"];

/**
 * The instance, with the addresses of the state while a task is under way and none are shown: a list of Trove 26 shows
 * none where it does not find the server (`trove/instance/models.py`, `_load_servers_status`).
 */
export function withKnownAddresses(instance: Instance, { addresses }: Pick<InstanceState, "addresses">): Instance {
  const isUnderTask = instance.operatingStatus === "" && !UNDER_NO_TASK.includes(instance.status);
  return isUnderTask && instance.addresses.length === 0 ? { ...instance, addresses } : instance;
}

/** The declared arguments alone, as a state holds them. */
export function declaredInputs(state: InstanceState): InstanceInputs {
  return Object.fromEntries(state.declared.map((name) => [name, Reflect.get(state, name)])) as InstanceInputs;
}

/**
 * Whether the state is that of a lookup by `get`, which a refresh gives back to `read` (`pulumi/pulumi`, step.go): it has
 * a flavor, and nothing is declared. What is managed has those arguments alone that are.
 */
export function isLookedUp(state: InstanceState): boolean {
  return state.declared.length === 0 && state.flavor !== undefined;
}
