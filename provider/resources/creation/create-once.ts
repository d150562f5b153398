import { isOutcomeUnknown, uncertainForMs } from "../../trove/errors/outcome-unknown.ts";
import type { Context } from "../context.ts";
import { InterruptedError } from "../errors/interrupted-error.ts";
import type { Created } from "../resource.ts";

/** How often a create request is sent whose answer is lost, or is a 500, and which has no effect. */
const ATTEMPTS = 3;
/** Before the second attempt, and twice as long before the third: the cause of a 500 needs time to pass. */
const PAUSE_MS = 500;
const LIST_EVERY_MS = 2000;
/** `Date` and `created` are whole seconds, by two clocks of one server. */
const CLOCK_SLACK_MS = 2000;

interface Identified {
  readonly id: string;
}

/** A create request of any kind of object, as `createOnce` sends it. */
export interface CreateRequest<Item extends Identified> {
  /** The kind of object, for the log: `instance`. */
  readonly noun: string;
  /** Two creates with the same key at the same time could each take the object of the other for their own. */
  readonly key: string;
  /** Lists the objects of the project before the first request. The list may be older, but not newer. */
  readonly listBefore: () => Promise<readonly Identified[]>;
  /** Sends the request. It calls `onSent` when the request may have an effect. */
  readonly send: (onSent: () => void) => Promise<Item>;
  /** Finds the objects that a lost request may have created. */
  readonly findCandidates: (lost: LostRequest) => Promise<readonly Item[]>;
  /**
   * Chooses the object that the lost request created; `undefined` if there is no candidate.
   *
   * @throws if nothing shows which one it is
   */
  readonly choose: (candidates: readonly Item[], cause: unknown) => Item | undefined;
  /** The error if the search fails too. */
  readonly searchFailed: (cause: unknown) => Error;
  /** The error if a request that was sent again turns out to have been executed twice. */
  readonly createdTwice: (id: string, twins: readonly Item[]) => Error;
}

/** A create request whose answer was lost. */
export interface LostRequest {
  /** In milliseconds, by the clock of this process and by that of the server. */
  readonly sentAt: { readonly local: number; readonly server: number | undefined };
  /** The ids that Trove listed before the request, which cannot have created them. */
  readonly listedBefore: ReadonlySet<string>;
}

export interface CreatedOnce<Item> {
  readonly object: Item;
  /** The first of several requests. It seemed to have no effect, but Trove may still have executed it later. */
  readonly lost?: LostRequest | undefined;
}

/**
 * Sends a create request until Trove has executed it once. If the answer is lost, it looks for the object, and sends the
 * request again only if it finds no object. Claims the id of the object.
 *
 * @throws what `choose` and `searchFailed` of the request give, if the search does not find the one object
 */
export function createOnce<Item extends Identified>(
  request: CreateRequest<Item>,
  context: Context,
): Promise<CreatedOnce<Item>> {
  return context.locks.runExclusive(request.key, async () => {
    // The list is older than the request, so it never shows what the request creates.
    const listedBefore = new Set((await request.listBefore()).map(({ id }) => id));
    let firstLost: LostRequest | undefined;
    for (let attempt = 1; ; attempt += 1) {
      context.signal.throwIfAborted();
      const sent = await sendOrFind(request, listedBefore, context);
      if ("object" in sent) {
        context.knownIds.claim(sent.object.id);
        return { object: sent.object, lost: firstLost };
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
 * @throws {InterruptedError} with the error of `createdTwice` if it had: now there are two objects
 */
export async function assertCreatedOnce<Item extends Identified, State>(
  request: CreateRequest<Item>,
  lost: LostRequest,
  { id, state }: Created<State>,
  context: Context,
): Promise<void> {
  try {
    const twins = await context.locks.runExclusive(request.key, () => request.findCandidates(lost));
    if (twins.length > 0) throw request.createdTwice(id, twins);
  } catch (error) {
    throw new InterruptedError(id, state, error);
  }
}

/** Whether an object can be the result of a lost request: it is new, and unknown to this process. */
export function mayBeCreatedBy(
  { listedBefore, sentAt }: LostRequest,
  { id, created }: { readonly id: string; readonly created: string | undefined },
  { knownIds }: Pick<Context, "knownIds">,
): boolean {
  if (listedBefore.has(id) || knownIds.has(id)) return false;
  return created === undefined || sentAt.server === undefined || Date.parse(created) >= sentAt.server - CLOCK_SLACK_MS;
}

/** @returns the object; or the error and the lost request, if that had no effect */
async function sendOrFind<Item extends Identified>(
  request: CreateRequest<Item>,
  listedBefore: ReadonlySet<string>,
  context: Context,
): Promise<{ readonly object: Item } | { readonly error: unknown; readonly lost: LostRequest }> {
  const now = () => ({ local: context.clock.now(), server: context.trove.serverNow() });
  let sentAt = now();
  // The request may have waited in a queue.
  const onSent = () => {
    sentAt = now();
  };
  try {
    return { object: await request.send(onSent) };
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    const lost = { sentAt, listedBefore };
    const object = await search(request, lost, error, context);
    return object === undefined ? { error, lost } : { object };
  }
}

/**
 * Looks for the object until Trove can no longer execute the request.
 *
 * @returns `undefined` if the request had no effect
 */
async function search<Item extends Identified>(
  request: CreateRequest<Item>,
  lost: LostRequest,
  error: unknown,
  context: Context,
): Promise<Item | undefined> {
  const { clock, log, signal } = context;
  const inSearch = <T>(step: Promise<T>) =>
    step.catch((cause: unknown) => {
      throw request.searchFailed(cause);
    });
  if (signal.aborted) throw request.searchFailed(error);
  log.status(`no answer; checking whether the ${request.noun} was created`);
  const until = lost.sentAt.local + uncertainForMs(error);
  for (;;) {
    const chosen = request.choose(await inSearch(request.findCandidates(lost)), error);
    if (chosen !== undefined) return chosen;
    if (clock.now() >= until) return undefined;
    await inSearch(clock.sleep(LIST_EVERY_MS, signal));
  }
}
