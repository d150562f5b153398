import { TroveError } from "../../core/trove-error.ts";
import type { Cloud } from "../../openstack/credentials.ts";

const OF_AN_ID = "Correct the id, or use the credentials of its project and region.";

/** The cloud does not have what a program looks up. */
export class LookupError extends TroveError {
  readonly code = "TROVE_LOOKUP";

  /**
   * @param subject what does not exist, as a sentence begins with it: `Instance 4f1c…`
   * @param advice the next sentence; by default, that of an id
   */
  constructor(subject: string, cloud: Cloud, advice = OF_AN_ID) {
    super(`${subject} does not exist in ${placeOf(cloud)}. ${advice}`);
  }
}

/** Several objects have the name, and the program does not say which of them it looks up. */
export class AmbiguousLookupError extends TroveError {
  readonly code = "TROVE_AMBIGUOUS_LOOKUP";

  /**
   * @param subject the objects, with a verb: `3 instances are named "orders"`
   * @param candidates each with its id
   * @param advice a sentence that says how to choose one
   */
  constructor(subject: string, cloud: Cloud, candidates: readonly string[], advice: string) {
    super(`${subject} in ${placeOf(cloud)}: ${shortList(candidates)}. ${advice}`);
  }
}

const LONGEST_LIST = 10;

/** The first items of a list, and how many more there are. */
export function shortList(items: readonly string[]): string {
  const more = items.length - LONGEST_LIST;
  return more > 0 ? `${items.slice(0, LONGEST_LIST).join(", ")} and ${more} more` : items.join(", ");
}

function placeOf({ projectId, region }: Cloud): string {
  return `project ${projectId}, region ${region}`;
}
