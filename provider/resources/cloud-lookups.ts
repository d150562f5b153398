import { CancelledError } from "../core/errors/cancelled-error.ts";
import { TroveError } from "../core/trove-error.ts";
import { ApiError } from "../trove/errors/api-error.ts";
import { ForbiddenError } from "../trove/errors/status-errors.ts";
import { UnexpectedAnswerError } from "../trove/errors/unexpected-answer-error.ts";
import type { Context } from "./context.ts";

/**
 * The result of a lookup that a check alone needs, or `undefined` where it fails: the request that the check is for
 * shows whether it can be made. In a preview the first such failure of a process is a warning, but for a 403, which only
 * says that the project may not look; that there is no cloud to ask, or no login, is not for this to judge.
 */
export async function tryLookup<Value>(
  { preview, cache, log, signal }: Context,
  lookup: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await lookup();
  } catch (error) {
    if (signal.aborted || error instanceof CancelledError || !(error instanceof TroveError)) throw error;
    if (error instanceof ForbiddenError || !preview) return undefined;
    if (!(error instanceof ApiError || error instanceof UnexpectedAnswerError)) throw error;
    await cache.once("warning of a failed lookup", async () => {
      log.warn(`This preview could not check everything: ${error.message}`);
    });
    return undefined;
  }
}
