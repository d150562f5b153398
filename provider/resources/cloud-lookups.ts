import { CancelledError } from "../core/errors/cancelled-error.ts";
import { warnOnce } from "../core/log.ts";
import { TroveError } from "../core/trove-error.ts";
import { ConnectionError } from "../http/errors/connection-error.ts";
import { RequestTimeoutError } from "../http/errors/request-timeout-error.ts";
import { ConfigError } from "../openstack/errors/config-error.ts";
import { ApiError } from "../trove/errors/api-error.ts";
import { ForbiddenError } from "../trove/errors/status-errors.ts";
import { UnexpectedAnswerError } from "../trove/errors/unexpected-answer-error.ts";
import type { Context } from "./context.ts";

// A preview must also work where the cloud cannot be reached, and where it answers a lookup with an error. Then it checks
// less and says so. Outside a preview an unreachable cloud is an error.

/** Whether there is no cloud to ask: no credentials are set, or no connection was made. */
export function isUnreachable(error: unknown): error is Error {
  if (error instanceof ConfigError) return error.missing;
  return error instanceof ConnectionError || error instanceof RequestTimeoutError;
}

/**
 * Asks the cloud, unless a preview has found it unreachable before.
 *
 * @param failed what an unreachable cloud prevents, for the warning: `The preview could not ask the cloud`
 * @returns `undefined` if the cloud is unreachable in a preview
 * @throws any other error, and outside a preview also that the cloud is unreachable
 */
export async function askIfReachable<Answer>(
  { preview, connection, log }: Pick<Context, "preview" | "connection" | "log">,
  failed: string,
  ask: () => Promise<Answer>,
): Promise<Answer | undefined> {
  if (connection.isUnreachable) return undefined;
  try {
    return await ask();
  } catch (error) {
    if (!preview || !isUnreachable(error)) throw error;
    connection.isUnreachable = true;
    log.warn(`${failed}: ${error.message}`);
    return undefined;
  }
}

/**
 * Asks the cloud what only a preview needs to know.
 *
 * @returns `undefined` outside a preview, with `trove:previewChecks` off, and if the cloud is unreachable
 */
export async function askInPreview<Answer>(context: Context, ask: () => Promise<Answer>): Promise<Answer | undefined> {
  if (!context.preview || !context.settings.previewChecks) return undefined;
  return askIfReachable(context, "This preview could not ask the cloud", ask);
}

/**
 * The result of a lookup that only a check needs, or `undefined` if the lookup fails: the request that is checked shows
 * whether it can be made. A preview warns of the first failure, except of a 403: the project need not have access to
 * everything.
 *
 * @throws in a preview also that the cloud is unreachable or refuses the login: `askInPreview` handles that
 */
export async function tryLookup<Value>(context: Context, lookup: () => Promise<Value>): Promise<Value | undefined> {
  const { preview, signal } = context;
  try {
    return await lookup();
  } catch (error) {
    if (signal.aborted || error instanceof CancelledError || !(error instanceof TroveError)) throw error;
    if (error instanceof ForbiddenError || !preview) return undefined;
    if (!(error instanceof ApiError || error instanceof UnexpectedAnswerError)) throw error;
    await warnOnce(context, "failed lookup", `This preview could not check everything: ${error.message}`);
    return undefined;
  }
}
