import { isOutcomeUnknown, uncertainForMs } from "../../../trove/errors/outcome-unknown.ts";
import { BusyError } from "../../../trove/errors/status-errors.ts";
import type { CreateInstance, Instance } from "../../../trove/types.ts";
import { createPace, type Pace } from "../../../wait/pace.ts";
import { withDatastoreNames } from "../../catalog/datastores.ts";
import type { Context } from "../../context.ts";
import { InterruptedError } from "../../errors/interrupted-error.ts";
import { waitUntilIdle } from "../../instance-actions/wait-until-idle.ts";
import type { Created } from "../../resource.ts";
import type { CreateBody } from "./create-body.ts";
import { AmbiguousCreateError, UnknownOutcomeError } from "./errors.ts";
import { listInstances } from "./orphans.ts";

/** How often a create request is sent whose answer is lost, or is a 500, and which has no effect. */
const ATTEMPTS = 3;
/** Before the second attempt, and twice as long before the third: the cause of a 500 needs time to pass. */
const PAUSE_MS = 500;
const LIST_EVERY_MS = 2000;
/** `Date` and `created` are whole seconds, by two clocks of one server. */
const CLOCK_SLACK_MS = 2000;

/** A create request whose answer was lost. */
export interface LostCreate {
  readonly body: CreateBody;
  /** In milliseconds, by the clock of this process and by that of the server. */
  readonly sentAt: { readonly local: number; readonly server: number | undefined };
  /** The ids that Trove listed before the request, which cannot have created them. */
  readonly listedBefore: ReadonlySet<string>;
}

export interface CreatedOnce {
  readonly instance: Instance;
  /** The first of several requests. It seemed to have no effect, but Trove may still have executed it later. */
  readonly lost?: LostCreate | undefined;
}

/**
 * Sends a create request until Trove has executed it once. If the answer is lost, it looks for the instance, and sends the
 * request again only if there is none. Claims the id of the instance.
 *
 * @throws {UnknownOutcomeError} if the search fails, or finds an instance that others may have created
 * @throws {AmbiguousCreateError} if the search finds several
 */
export function createOnce(body: CreateBody, context: Context): Promise<CreatedOnce> {
  return exclusively(body, context, async () => {
    // The list is older than the request, so it never shows what the request creates.
    const listedBefore = new Set((await listInstances(context)).map(({ id }) => id));
    let firstLost: LostCreate | undefined;
    for (let attempt = 1; ; attempt += 1) {
      context.signal.throwIfAborted();
      const sent = await sendOrFind(body, listedBefore, context);
      if ("instance" in sent) {
        context.knownIds.claim(sent.instance.id);
        return { instance: sent.instance, lost: firstLost };
      }
      if (attempt === ATTEMPTS) throw sent.error;
      firstLost ??= sent.lost;
      await context.clock.sleep(attempt * PAUSE_MS, context.signal);
    }
  });
}

/**
 * Checks that a request which seemed to have no effect, and was sent again, had none later.
 *
 * @throws {InterruptedError} with an `AmbiguousCreateError` if it had: now there are two instances
 */
export async function assertCreatedOnce<State>(
  lost: LostCreate,
  { id, state }: Created<State>,
  context: Context,
): Promise<void> {
  try {
    const twins = await exclusively(lost.body, context, () => findCandidates(lost, context));
    if (twins.length > 0) throw AmbiguousCreateError.ofTwins(lost.body.name, id, twins);
  } catch (error) {
    throw new InterruptedError(id, state, error);
  }
}

/** Two creates of one name at the same time could each take the instance of the other for their own. */
function exclusively<T>({ name }: CreateBody, { locks }: Context, work: () => Promise<T>): Promise<T> {
  return locks.runExclusive(`name ${name}`, work);
}

/** @returns the instance; or the error and the lost request, if that had no effect */
async function sendOrFind(
  body: CreateBody,
  listedBefore: ReadonlySet<string>,
  context: Context,
): Promise<{ readonly instance: Instance } | { readonly error: unknown; readonly lost: LostCreate }> {
  const now = () => ({ local: context.clock.now(), server: context.trove.serverNow() });
  let sentAt = now();
  // The request may have waited in a queue.
  const onSent = () => {
    sentAt = now();
  };
  try {
    return { instance: await send(body, context, onSent) };
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    const lost = { body, sentAt, listedBefore };
    const instance = await search(lost, error, context);
    return instance === undefined ? { error, lost } : { instance };
  }
}

/** Waits while Trove refuses a replica because its source is busy (422). */
async function send(body: CreateBody, context: Context, onSent: () => void): Promise<Instance> {
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

/** Whether to send the request again: not if the source is in ERROR, and not after the deadline. */
async function becomesIdle(id: string, pace: Pace, context: Context): Promise<boolean> {
  // The source can look idle although the refusal is recent, so the pause keeps the requests apart.
  await context.clock.sleep(pace.next(), context.signal);
  if (context.clock.now() >= context.deadline.at) return false;
  return (await waitUntilIdle(id, context)).status !== "ERROR";
}

async function search(lost: LostCreate, error: unknown, context: Context): Promise<Instance | undefined> {
  const { name } = lost.body;
  const isDefault = name === context.defaultName;
  if (context.signal.aborted) throw UnknownOutcomeError.ofSearch(name, isDefault, error);
  context.log.status("no answer; checking whether the instance was created");
  try {
    return await findCreated(lost, error, context);
  } catch (failure) {
    const isResult = failure instanceof AmbiguousCreateError || failure instanceof UnknownOutcomeError;
    throw isResult ? failure : UnknownOutcomeError.ofSearch(name, isDefault, failure);
  }
}

/**
 * Looks for the instance until Trove can no longer execute the request. A candidate does not prove that the request created
 * it. Only the default name, which no other resource has, makes a single candidate count as this resource's.
 *
 * @returns `undefined` if the request had no effect
 */
async function findCreated(lost: LostCreate, error: unknown, context: Context): Promise<Instance | undefined> {
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

/** The instances that the request may have created: new, unknown to this process, and as the body says. */
async function findCandidates(
  { body, sentAt, listedBefore }: LostCreate,
  context: Context,
): Promise<readonly Instance[]> {
  const named = await withDatastoreNames(body, undefined, context);
  const isNew = ({ id }: Instance) => !listedBefore.has(id) && !context.knownIds.has(id);
  const instances = await context.poller.list(context.signal);
  return instances.filter((instance) => isNew(instance) && matches(instance, named, sentAt.server));
}

function matches(instance: Instance, body: CreateInstance, since: number | undefined): boolean {
  if (instance.name !== body.name) return false;
  if (body.flavorId !== undefined && instance.flavorId !== body.flavorId) return false;
  if (body.datastore?.type !== undefined && instance.datastore.type !== body.datastore.type) return false;
  if (body.replicaOf !== undefined && instance.replicaOf !== body.replicaOf) return false;
  const created = instance.created === undefined ? undefined : Date.parse(instance.created);
  return created === undefined || since === undefined || created >= since - CLOCK_SLACK_MS;
}
