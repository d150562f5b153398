import fc from "fast-check";
import type { Fault } from "../../simulator/index.ts";
import { type Edit, edits } from "../properties/edits.ts";
import { plain } from "../properties/names.ts";
import type { At } from "../properties/sequences.ts";
import { type Beside, besides } from "./beside.ts";
import { deniesCreate, mishapsOfChange, mishapsOfCreation } from "./faults.ts";

export type Way = "kill the provider" | "kill Pulumi" | "SIGINT" | "SIGTERM";

/** Interrupts an `up`: `ms` milliseconds after its nth request. */
export interface Interruption {
  readonly way: Way;
  readonly requests: number;
  readonly ms: number;
}

/** An edit of the program, and the faults during the following `up`. */
export interface Up {
  /** The number of instances in the program. The instance of an edit is taken modulo this. */
  readonly instances: number;
  readonly edits: readonly At<Edit>[];
  /** The other resources of the program. @default those of the `up` before */
  readonly beside?: Beside;
  readonly faults: readonly Fault[];
  readonly interruption: Interruption | undefined;
}

/** A sequence of `up`s. A last one without faults, with the same program, follows. */
export interface Plan {
  /** How many hours the cloud's clock is ahead. */
  readonly skewHours: number;
  /** The cloud's rate limit: requests per minute and method. */
  readonly rate: number;
  /** Seconds until the guest agent has performed an asynchronous call. */
  readonly guestLag: number;
  /** Whether `trove:resumeInterrupted` is set from the start, not only for the last `up`. */
  readonly resumes: boolean;
  readonly ups: readonly Up[];
}

export const MOST_INSTANCES = 4;

type Program = Pick<Up, "instances" | "edits" | "beside">;
type Trouble = Pick<Up, "faults" | "interruption">;

const QUIET: Trouble = { faults: [], interruption: undefined };

const anyEdit = edits.filter(({ kind }) => kind !== "allow");

/**
 * Edits that only add. After an interrupted create, nothing records what it declared, so if the next program removes
 * something, the provider cannot know that the create had added it.
 */
const additions = anyEdit.filter((edit) => {
  if (edit.kind === "database") return edit.declared;
  if (edit.kind === "user") return edit.user?.databases !== undefined;
  if (edit.kind === "grow") return edit.by !== undefined;
  if (edit.kind === "access") return edit.access !== undefined;
  return edit.kind === "flavor";
});

const removals = anyEdit.filter((edit) => {
  if (edit.kind === "database") return !edit.declared;
  return edit.kind === "user" && edit.user === undefined;
});
const anyChange = fc.oneof({ weight: 2, arbitrary: anyEdit }, { weight: 1, arbitrary: removals });

const interruption: fc.Arbitrary<Interruption> = plain({
  way: fc.constantFrom<Way>("kill the provider", "kill Pulumi", "SIGINT", "SIGTERM"),
  requests: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 20 })),
  ms: fc.oneof(fc.nat(5), fc.nat(100)),
});

const ofCreation = troubleOf(mishapsOfCreation);
const ofChange = troubleOf(mishapsOfChange);

function troubleOf(mishap: fc.Arbitrary<readonly Fault[]>): fc.Arbitrary<Trouble> {
  const faults = (bounds: fc.ArrayConstraints) => fc.array(mishap, bounds).map((all) => all.flat());
  return fc.oneof(
    plain({ faults: faults({ minLength: 3, maxLength: 8 }), interruption: fc.constant(undefined) }),
    plain({ faults: faults({ maxLength: 4 }), interruption }),
  );
}

function programs(edit: fc.Arbitrary<Edit>, most = 12): fc.Arbitrary<Program> {
  const instances = fc.integer({ min: 1, max: MOST_INSTANCES });
  const one = plain({ instance: fc.nat(MOST_INSTANCES - 1), what: edit });
  const all = fc.array(one, { minLength: Math.floor(most / 3), maxLength: most });
  return plain({ instances, edits: all, beside: besides });
}

/** Usually one, because each additional `up` takes seconds. */
function several(trouble: fc.Arbitrary<Trouble>): fc.Arbitrary<readonly Trouble[]> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.tuple(trouble) },
    { weight: 2, arbitrary: fc.tuple(trouble, trouble) },
    { weight: 1, arbitrary: fc.tuple(trouble, trouble, trouble) },
  );
}

/** Plans with faults during creates only. */
const creations: fc.Arbitrary<readonly Up[]> = fc
  .tuple(programs(anyEdit), several(ofCreation))
  .map(([program, all]) => upsOf(program, all));

/** Plans that create without faults, then change with faults. Many changes, so that every kind of request occurs. */
const changes: fc.Arbitrary<readonly Up[]> = fc
  .tuple(programs(anyEdit, 24), programs(anyChange, 24), several(ofChange))
  .map(([first, second, all]) => [{ ...first, ...QUIET }, ...upsOf(second, all)]);

/** Plans whose program grows before its first version is complete. */
const growths: fc.Arbitrary<readonly Up[]> = fc
  .tuple(programs(additions), programs(additions), ofCreation, fc.oneof(ofCreation, ofChange))
  .map(([first, second, one, other]) => [
    { ...first, ...one },
    { ...second, instances: Math.max(first.instances, second.instances), ...withBesideOf(first), ...other },
  ]);

/** What a killed create has left cannot be known to be its own if the next program declares another host, for example. */
function withBesideOf({ beside }: Program): Pick<Program, "beside"> {
  return beside === undefined ? {} : { beside };
}

const plans: fc.Arbitrary<Plan> = plain({
  skewHours: fc.oneof(fc.constant(0), fc.constantFrom(-26, -3, 3, 26)),
  rate: fc.constantFrom(100_000, 200, 100),
  guestLag: fc.constantFrom(0.05, 0.05, 0.3),
  resumes: fc.boolean(),
  ups: fc
    .oneof({ weight: 2, arbitrary: creations }, { weight: 3, arbitrary: changes }, { weight: 2, arbitrary: growths })
    .map(promised),
});

/** Runs the same program with each of the faults in turn. */
function upsOf({ instances, edits, ...others }: Program, all: readonly Trouble[]): readonly Up[] {
  return all.map((one, index) => ({ instances, edits: index === 0 ? edits : [], ...others, ...one }));
}

/**
 * With a name chosen by the program, the next create cannot know whether an orphaned instance is its own, so it only
 * warns. Such an orphan remains after a kill, or after a response that denies the create. So plans with a kill have no
 * chosen names, and plans with chosen names have no such responses.
 */
function promised(ups: readonly Up[]): readonly Up[] {
  if (ups.some(({ interruption }) => interruption?.way.startsWith("kill"))) {
    return ups.map((up) => ({ ...up, edits: up.edits.filter(({ what }) => what.kind !== "name") }));
  }
  if (!ups.some(({ edits }) => edits.some(({ what }) => what.kind === "name"))) return ups;
  return ups.map((up) => ({
    ...up,
    faults: up.faults.map((fault) => (deniesCreate(fault) ? withoutAnswer(fault) : fault)),
  }));
}

function withoutAnswer(fault: Fault): Fault {
  return { ...fault, effect: { type: "reset", when: "after" } };
}

export function planOf(seed: number): Plan {
  const [plan] = fc.sample(plans, { seed, numRuns: 1 });
  if (plan === undefined) throw new Error("a sample has no plan");
  return plan;
}

export function isQuiet({ faults, interruption }: Trouble): boolean {
  return faults.length === 0 && interruption === undefined;
}
