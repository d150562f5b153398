import type { CloudKind } from "../test/support/cloud-options.ts";
import type { Bound } from "./bound.ts";
import type { Row } from "./table.ts";

/** The result of a scenario: the rows of its table, and the bounds of its figures. */
export interface Outcome {
  readonly rows: readonly Row[];
  readonly bounds: readonly Bound[];
}

/** A named measurement. */
export interface Scenario {
  readonly name: string;
  readonly what: string;
  /** The approximate duration on two cores, in seconds. */
  readonly seconds: number;
  /** The clouds on which it can run. */
  readonly clouds: readonly CloudKind[];
  /** Whether it runs if no scenario is named. */
  readonly byDefault: boolean;
  run(kind: CloudKind): Promise<Outcome>;
}
