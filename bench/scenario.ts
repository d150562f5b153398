import type { CloudKind } from "../test/support/cloud-options.ts";
import type { Bound } from "./bound.ts";
import type { Row } from "./table.ts";

/** What a scenario found: the rows of its table, and the bounds that its figures are held against. */
export interface Outcome {
  readonly rows: readonly Row[];
  readonly bounds: readonly Bound[];
}

/** Something that is measured, by its name. */
export interface Scenario {
  readonly name: string;
  readonly what: string;
  /** About what it takes on two cores, in seconds. */
  readonly seconds: number;
  /** Where it can be run. */
  readonly clouds: readonly CloudKind[];
  /** Whether it is run where no name is given. */
  readonly byDefault: boolean;
  run(kind: CloudKind): Promise<Outcome>;
}
