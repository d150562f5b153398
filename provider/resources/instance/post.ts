import { BusyError } from "../../trove/errors/busy-error.ts";
import type { CreateInstance, Instance } from "../../trove/types.ts";
import type { Context } from "../resource.ts";
import { AmbiguousCreateError, findCreated, isAnswerLost } from "./lost-answer.ts";
import { UnknownOutcomeError } from "./unknown-outcome-error.ts";

type Body = CreateInstance & { readonly name: string };
type SentAt = Parameters<typeof findCreated>[1];

/** How often a create is sent whose answer was lost, or was a 500, and which had no effect. */
const ATTEMPTS = 3;
/** Before the second attempt; each further pause is as much longer. Whatever made Trove answer 500 needs a moment to pass. */
const PAUSE_MS = 500;

/** Sends a create until it took effect once: never blindly again. */
export async function post(body: Body, context: Context): Promise<Instance> {
  for (let attempt = 1; ; attempt += 1) {
    context.signal.throwIfAborted();
    const now = () => ({ local: context.clock.now(), server: context.trove.serverNow() });
    let sentAt = now();
    // It may have waited long for its turn.
    const onSent = () => {
      sentAt = now();
    };
    try {
      return met(await send(body, context, onSent), context);
    } catch (error) {
      if (!isAnswerLost(error)) throw error;
      const created = await search(body, sentAt, error, context);
      if (created !== undefined) return met(created, context);
      if (attempt === ATTEMPTS) throw error;
      await context.clock.sleep(attempt * PAUSE_MS, context.signal);
    }
  }
}

/** A replica is refused while its source is busy (422): that is waited for. */
async function send(body: Body, context: Context, onSent: () => void): Promise<Instance> {
  const options = { signal: context.signal, onSent };
  for (;;) {
    try {
      return await context.run.creates.pass(() => context.trove.instances.create(body, options));
    } catch (error) {
      if (!(error instanceof BusyError) || body.replicaOf === undefined) throw error;
      await waitUntilIdle(error.instanceId ?? body.replicaOf, context);
    }
  }
}

async function waitUntilIdle(id: string, context: Context): Promise<void> {
  // The refusal can be older than what is seen next, so at least one pause lies between two requests.
  await context.clock.sleep(1000, context.signal);
  await context.poller.waitFor(id, {
    what: `instance ${id} to be ready for a replica`,
    observe: (look) => look(),
    status: ({ status }) => status,
    until: ({ status, operatingStatus }) => status === "HEALTHY" || (status === "ACTIVE" && operatingStatus !== ""),
    pace: context.poller.pace,
    deadline: context.deadline,
    signal: context.signal,
  });
}

function met(instance: Instance, context: Context): Instance {
  context.run.met.add(instance.id);
  return instance;
}

async function search(body: Body, sentAt: SentAt, error: unknown, context: Context): Promise<Instance | undefined> {
  if (context.signal.aborted) throw unknownOutcome(body, error, context);
  context.log.status(`The answer to the creation of ${body.name} was lost; looking whether it took effect`);
  try {
    return await findCreated(body, sentAt, error, context);
  } catch (failure) {
    throw failure instanceof AmbiguousCreateError ? failure : unknownOutcome(body, failure, context);
  }
}

function unknownOutcome({ name }: Body, cause: unknown, { defaultName }: Context): UnknownOutcomeError {
  return new UnknownOutcomeError(name, name === defaultName, cause);
}
