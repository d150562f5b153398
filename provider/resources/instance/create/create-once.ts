import { isOutcomeUnknown } from "../../../trove/errors/outcome-unknown.ts";
import { BusyError } from "../../../trove/errors/status-errors.ts";
import type { Instance } from "../../../trove/types.ts";
import { createPace, type Pace } from "../../../wait/pace.ts";
import type { Context } from "../../context.ts";
import { waitUntilIdle } from "../../instance-actions/wait-until-idle.ts";
import { AmbiguousCreateError, findCreated, type LostCreate } from "./lost-answer.ts";
import { UnknownOutcomeError } from "./unknown-outcome-error.ts";

type Body = LostCreate["body"];

/** How often a create is sent whose answer was lost, or was a 500, and which had no effect. */
const ATTEMPTS = 3;
/** Before the second attempt; each further pause is as much longer. Whatever made Trove answer 500 needs a moment to pass. */
const PAUSE_MS = 500;

export interface Posted {
  readonly instance: Instance;
  /** The first of several that were sent: none of them but the last had an effect so far. */
  readonly firstLost?: LostCreate | undefined;
}

/**
 * Sends a create until it took effect once: never blindly again.
 *
 * @param listedBefore the ids that Trove has listed already.
 */
export async function createOnce(body: Body, listedBefore: ReadonlySet<string>, context: Context): Promise<Posted> {
  let firstLost: LostCreate | undefined;
  for (let attempt = 1; ; attempt += 1) {
    context.signal.throwIfAborted();
    const now = () => ({ local: context.clock.now(), server: context.trove.serverNow() });
    let sentAt = now();
    // It may have waited long for its turn.
    const onSent = () => {
      sentAt = now();
    };
    try {
      return { instance: claim(await send(body, context, onSent), context), firstLost };
    } catch (error) {
      if (!isOutcomeUnknown(error)) throw error;
      const lost = { body, sentAt, listedBefore };
      const created = await search(lost, error, context);
      if (created !== undefined) return { instance: claim(created, context), firstLost };
      if (attempt === ATTEMPTS) throw error;
      firstLost ??= lost;
      await context.clock.sleep(attempt * PAUSE_MS, context.signal);
    }
  }
}

/** A replica is refused while its source is busy (422): that is waited for. */
async function send(body: Body, context: Context, onSent: () => void): Promise<Instance> {
  const options = { signal: context.signal, onSent };
  const pace = createPace({ firstMs: 1000, maxMs: 4000 });
  for (;;) {
    try {
      return await context.createGate.pass(() => context.trove.instances.create(body, options));
    } catch (error) {
      if (!(error instanceof BusyError) || body.replicaOf === undefined) throw error;
      if (!(await becomesIdle(error.instanceId ?? body.replicaOf, pace, context))) throw error;
    }
  }
}

/** Whether to ask again: not of a source in ERROR, and not when the time is over. */
async function becomesIdle(id: string, pace: Pace, context: Context): Promise<boolean> {
  // The refusal can be older than what is seen next, so a pause lies between two requests.
  await context.clock.sleep(pace.next(), context.signal);
  if (context.clock.now() >= context.deadline.at) return false;
  return (await waitUntilIdle(id, context)).status !== "ERROR";
}

function claim(instance: Instance, context: Context): Instance {
  context.knownIds.claim(instance.id);
  return instance;
}

async function search(lost: LostCreate, error: unknown, context: Context): Promise<Instance | undefined> {
  const { name } = lost.body;
  if (context.signal.aborted) throw unknownOutcome(name, error, context);
  context.log.status("no answer; looking whether the instance was created");
  try {
    return await findCreated(lost, error, context);
  } catch (failure) {
    const isFinding = failure instanceof AmbiguousCreateError || failure instanceof UnknownOutcomeError;
    throw isFinding ? failure : unknownOutcome(name, failure, context);
  }
}

function unknownOutcome(name: string, cause: unknown, { defaultName }: Context): UnknownOutcomeError {
  return UnknownOutcomeError.ofSearch(name, name === defaultName, cause);
}
