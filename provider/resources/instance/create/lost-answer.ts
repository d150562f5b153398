import { TroveError } from "../../../core/trove-error.ts";
import { uncertainForMs } from "../../../trove/errors/outcome-unknown.ts";
import type { CreateInstance, Instance } from "../../../trove/types.ts";
import { withDatastoreNames } from "../../catalog/datastores.ts";
import type { Context } from "../../context.ts";
import { describeInstances } from "./describe-instances.ts";
import { UnknownOutcomeError } from "./unknown-outcome-error.ts";

const LIST_EVERY_MS = 2000;
/** `Date` and `created` are whole seconds, by two clocks of one server. */
const CLOCK_SLACK_MS = 2000;

export interface SentAt {
  readonly local: number;
  readonly server: number | undefined;
}

/** A create whose answer was lost. */
export interface LostCreate {
  readonly body: CreateInstance & { readonly name: string };
  readonly sentAt: SentAt;
  /** The ids that Trove listed before the create was sent: it made none of them. */
  readonly listedBefore: ReadonlySet<string>;
}

/**
 * Looks for the instance that a create whose answer was lost may have made: same name, flavor and datastore, born since
 * by the server's own clock, not listed before, and held by nobody in this process. None of that proves that the create
 * made it. Only the default name, which no other resource has, makes a single one count as this resource's.
 *
 * @returns the instance, or `undefined` when the create had no effect and can be sent again.
 * @throws {UnknownOutcomeError} an instance fits, and the program chose its name, which others may have chosen too.
 * @throws {AmbiguousCreateError} several fit.
 */
export async function findCreated(lost: LostCreate, error: unknown, context: Context): Promise<Instance | undefined> {
  const { name } = lost.body;
  const until = lost.sentAt.local + uncertainForMs(error);
  for (;;) {
    const candidates = await findCandidates(lost, context);
    if (candidates.length > 0 && name !== context.defaultName) {
      throw UnknownOutcomeError.ofCandidates(name, candidates, error);
    }
    if (candidates.length > 1) throw AmbiguousCreateError.ofAnswer(name, candidates);
    if (candidates[0] !== undefined) return candidates[0];
    if (context.clock.now() >= until) return undefined;
    await context.clock.sleep(LIST_EVERY_MS, context.signal);
  }
}

/**
 * Makes sure that a create which seemed to have no effect, and was sent again, had none meanwhile.
 *
 * @throws {AmbiguousCreateError} it had one: there are two now.
 */
export async function assertAlone(lost: LostCreate, id: string, context: Context): Promise<void> {
  const twins = await findCandidates(lost, context);
  if (twins.length > 0) throw AmbiguousCreateError.ofTwins(lost.body.name, id, twins);
}

/** Those that the create can have made, and that nobody in this process holds. */
async function findCandidates(
  { body, sentAt, listedBefore }: LostCreate,
  context: Context,
): Promise<readonly Instance[]> {
  const named = await withDatastoreNames(body, undefined, context);
  const isNew = ({ id }: Instance) => !listedBefore.has(id) && !context.knownIds.has(id);
  const all = await context.poller.list(context.signal);
  return all.filter((instance) => isNew(instance) && fits(instance, named, sentAt.server));
}

function fits(instance: Instance, body: CreateInstance, since: number | undefined): boolean {
  if (instance.name !== body.name) return false;
  if (body.flavorId !== undefined && instance.flavorId !== body.flavorId) return false;
  if (body.datastore?.type !== undefined && instance.datastore.type !== body.datastore.type) return false;
  if (body.replicaOf !== undefined && instance.replicaOf !== body.replicaOf) return false;
  const born = instance.created === undefined ? undefined : Date.parse(instance.created);
  return born === undefined || since === undefined || born >= since - CLOCK_SLACK_MS;
}

/** The answer of a create was lost, and more than one instance could be the one it made. */
export class AmbiguousCreateError extends TroveError {
  readonly code = "TROVE_AMBIGUOUS_CREATE";

  /** Which of several it made is not known. */
  static ofAnswer(name: string, candidates: readonly Instance[]): AmbiguousCreateError {
    return new AmbiguousCreateError(
      `The answer to the creation of instance "${name}" was lost, and several instances could be the one: ` +
        `${describeInstances(candidates)}. Delete those that nobody uses, and name the right one with adoptId.`,
    );
  }

  /** It was sent again, and both took effect. */
  static ofTwins(name: string, id: string, twins: readonly Instance[]): AmbiguousCreateError {
    return new AmbiguousCreateError(
      `The answer to the creation of instance "${name}" was lost, and it took effect after it had been sent again: ` +
        `instance ${id} is in the state, and beside it there is ${describeInstances(twins)}. Delete that, unless somebody else made it.`,
    );
  }
}
