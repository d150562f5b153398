import fc from "fast-check";
import type { Fault } from "trove-simulator";
import { type Edit, edits } from "../properties/edits.ts";
import { plain } from "../properties/names.ts";
import type { At } from "../properties/sequences.ts";
import { faults } from "./faults.ts";

export type Way = "kill the provider" | "kill Pulumi" | "SIGINT" | "SIGTERM";

/** Something ends an `up`: so many requests after its begin, and a moment later. */
export interface Interruption {
  readonly way: Way;
  readonly requests: number;
  readonly ms: number;
}

/** An edit of the program, and what happens while it is brought up. */
export interface Up {
  /** How many instances the program has; the number of an edit's instance is taken modulo this. */
  readonly instances: number;
  readonly edits: readonly At<Edit>[];
  readonly faults: readonly Fault[];
  readonly interruption: Interruption | undefined;
}

/** A last `up`, of the same program as the one before and without any fault, follows. */
export interface Plan {
  /** How far the cloud's clock is ahead. */
  readonly skewHours: number;
  /** Requests a minute and verb that the cloud takes. */
  readonly rate: number;
  /** Whether `trove:resumeInterrupted` is set from the beginning, and not only for the last `up`. */
  readonly resumes: boolean;
  readonly ups: readonly Up[];
}

export const MOST_INSTANCES = 4;

type Program = Pick<Up, "instances" | "edits">;
type Trouble = Pick<Up, "faults" | "interruption">;

const QUIET: Trouble = { faults: [], interruption: undefined };

/** Names that a program chose are not those of an interrupted create: of its namesakes one can only be warned. */
const anyEdit = edits.filter(({ kind }) => kind !== "name" && kind !== "allow");

/**
 * What only adds. Of an instance that an interrupted create left, and the next program declares otherwise, nobody can
 * know what that create had declared.
 */
const additions = anyEdit.filter((edit) => {
  if (edit.kind === "database") return edit.declared;
  if (edit.kind === "user") return edit.user?.databases !== undefined;
  if (edit.kind === "grow") return edit.by !== undefined;
  if (edit.kind === "access") return edit.access !== undefined;
  return edit.kind === "flavor";
});

const interruption: fc.Arbitrary<Interruption> = plain({
  way: fc.constantFrom<Way>(
    "kill the provider",
    "kill the provider",
    "kill Pulumi",
    "kill Pulumi",
    "SIGINT",
    "SIGTERM",
  ),
  requests: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 30 })),
  ms: fc.oneof(fc.nat(5), fc.nat(100)),
});

const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  plain({ faults: fc.array(faults, { minLength: 3, maxLength: 8 }), interruption: fc.constant(undefined) }),
  plain({ faults: fc.array(faults, { maxLength: 5 }), interruption }),
);

function programs(edit: fc.Arbitrary<Edit>, instances = fc.integer({ min: 1, max: MOST_INSTANCES })) {
  const instance = fc.nat(MOST_INSTANCES - 1);
  return plain({ instances, edits: fc.array(plain({ instance, what: edit }), { minLength: 4, maxLength: 12 }) });
}

/** One, rarely more, of each trouble an `up` costs seconds. */
const troubles = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(trouble) },
  { weight: 2, arbitrary: fc.tuple(trouble, trouble) },
  { weight: 1, arbitrary: fc.tuple(trouble, trouble, trouble) },
);

/** All trouble is with the creates. */
const creations: fc.Arbitrary<readonly Up[]> = fc
  .tuple(programs(anyEdit), troubles)
  .map(([program, all]) => upsOf(program, all));

/** What was brought up in peace is changed in trouble. */
const changes: fc.Arbitrary<readonly Up[]> = fc
  .tuple(programs(anyEdit), programs(anyEdit), troubles)
  .map(([first, second, all]) => [{ ...first, ...QUIET }, ...upsOf(second, all)]);

/** The program grows before what it was is there. */
const growths: fc.Arbitrary<readonly Up[]> = fc
  .tuple(programs(additions), programs(additions), trouble, trouble)
  .map(([first, second, one, other]) => [
    { ...first, ...one },
    { ...second, instances: Math.max(first.instances, second.instances), ...other },
  ]);

const plans: fc.Arbitrary<Plan> = plain({
  skewHours: fc.oneof(fc.constant(0), fc.constantFrom(-26, -3, 3, 26)),
  rate: fc.constantFrom(100_000, 200, 100),
  resumes: fc.boolean(),
  ups: fc.oneof(creations, changes, growths),
});

/** The same troubles one after another meet the same program. */
function upsOf({ instances, edits }: Program, all: readonly Trouble[]): readonly Up[] {
  return all.map((one, index) => ({ instances, edits: index === 0 ? edits : [], ...one }));
}

export function planOf(seed: number): Plan {
  const [plan] = fc.sample(plans, { seed, numRuns: 1 });
  if (plan === undefined) throw new Error("a sample has no plan");
  return plan;
}

export function isQuiet({ faults, interruption }: Trouble): boolean {
  return faults.length === 0 && interruption === undefined;
}
