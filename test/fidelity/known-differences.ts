import type { Difference } from "./player.ts";

/** A difference that is no fault of the simulator. */
export interface KnownDifference {
  readonly what: string;
  readonly why: string;
  readonly matches: (difference: Difference) => boolean;
}

const NOT_READY = /^422 .*Instance \S+ is not ready(?:\.|, status: [a-z ]+\.)"/;

/** All differences that the comparison excuses. A run reports how often each occurred. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    what: "an instance in an operation is not ready on one cloud only, or not ready in another way",
    why: "Within BUILD, REBOOT, RESIZE, UPGRADE and SHUTDOWN the server comes and goes, and its database stops and starts. No response shows the moment, which depends on the machine.",
    matches: ({ during, simulator, real }) => during && (NOT_READY.test(simulator) || NOT_READY.test(real)),
  },
];

/**
 * What the generator leaves out, because the harness of the real Trove is not faithful or the order is random. The contract
 * tests cover most of it.
 */
export const leftOut: readonly string[] = [
  "Databases and users of replicas and of restored instances: the harness replicates and restores nothing.",
  "The items of a page of a list by id, and lists of more than one page: ids are random, so each cloud has another page.",
  "Responses in the middle of an operation if the two clouds are at different moments of it. The report counts them.",
  "`replica_count` above 1: the response names one of several new instances.",
  "The operators' API below `/mgmt`, but for the quotas: the simulator has nothing of it.",
  "Modules for datastores that are changed later, and `count_only`: the simulator ignores both.",
];
