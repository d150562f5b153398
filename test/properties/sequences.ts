import fc from "fast-check";
import { type Disturbance, disturbances } from "./disturbances.ts";
import { type Edit, edits } from "./edits.ts";
import { plain } from "./names.ts";

/** An action on one of the instances. */
export interface At<What> {
  readonly instance: number;
  readonly what: What;
}

/** Changes outside of Pulumi, then an edit of the program and an `up`. */
export interface Step {
  readonly disturbances: readonly At<Disturbance>[];
  /** The number of instances in the program. */
  readonly instances: number;
  readonly edits: readonly At<Edit>[];
}

const MOST = 3;

function at<What>(what: fc.Arbitrary<What>): fc.Arbitrary<At<What>> {
  return plain({ instance: fc.nat(MOST - 1), what });
}

export const sequences: fc.Arbitrary<readonly Step[]> = fc.array(
  plain({
    disturbances: fc.array(at(disturbances), { maxLength: 5 }),
    instances: fc.integer({ min: 1, max: MOST }),
    edits: fc.array(at(edits), { minLength: 1, maxLength: 8 }),
  }),
  { minLength: 2, maxLength: 5 },
);
