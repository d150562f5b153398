import { ConnectionError } from "../../http/errors/connection-error.ts";
import { RequestTimeoutError } from "../../http/errors/request-timeout-error.ts";
import { TroveError } from "../../http/trove-error.ts";
import { ApiError } from "../../trove/errors/api-error.ts";
import { ServerError } from "../../trove/errors/server-error.ts";
import { UnexpectedAnswerError } from "../../trove/errors/unexpected-answer-error.ts";
import type { CreateInstance, Instance } from "../../trove/types.ts";
import type { Context } from "../resource.ts";

/** The request time-out: a POST whose answer is lost may still be executed that long. */
const WINDOW_MS = 60_000;
const LIST_EVERY_MS = 2000;
/** `Date` and `created` are whole seconds, by two clocks of one server. */
const CLOCK_SLACK_MS = 2000;
const REQUEST_TIMEOUT = 408;

/** Whether Trove may have made the instance although the create failed. */
export function isAnswerLost(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof RequestTimeoutError) return error.sent === "unknown";
  if (error instanceof ApiError) return error instanceof ServerError || error.status === REQUEST_TIMEOUT;
  return error instanceof UnexpectedAnswerError;
}

/**
 * Looks for the instance that a create whose answer was lost may have made: same name, flavor and datastore, born since
 * by the server's own clock, and held by nobody in this process.
 *
 * @returns the instance, or `undefined` when the create had no effect and can be sent again.
 * @throws {AmbiguousCreateError} several fit.
 */
export async function findCreated(
  body: CreateInstance,
  sentAt: { readonly local: number; readonly server: number | undefined },
  error: unknown,
  context: Context,
): Promise<Instance | undefined> {
  // Trove's own 500 is an answer: what it did is done. Anything else may still be on its way.
  const until = error instanceof ServerError && error.trovesOwn ? 0 : sentAt.local + WINDOW_MS;
  for (;;) {
    const candidates = (await context.poller.list(context.signal)).filter(
      (instance) => !context.run.met.has(instance.id) && fits(instance, body, sentAt.server),
    );
    if (candidates.length > 1) throw new AmbiguousCreateError(body.name, candidates);
    if (candidates[0] !== undefined) return candidates[0];
    if (context.clock.now() >= until) return undefined;
    await context.clock.sleep(LIST_EVERY_MS, context.signal);
  }
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

  constructor(name: string, candidates: readonly Instance[]) {
    const list = candidates.map(({ id, created, status }) => `${id} (${status}, created ${created ?? "?"})`).join(", ");
    super(
      `The answer to the creation of instance "${name}" was lost, and several instances could be the one: ${list}. ` +
        "Delete those that nobody uses, and name the right one with adoptId.",
    );
  }
}
