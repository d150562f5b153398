import type { Clock } from "../core/clock.ts";
import { singleFlight } from "../core/single-flight.ts";
import type { Authorizer } from "../http/http.ts";
import { AuthError } from "./errors/auth-error.ts";
import type { Token } from "./token.ts";

/** The token of a session, and the authorizer that puts it on requests. */
export interface TokenKeeper extends Authorizer {
  current(signal?: AbortSignal): Promise<Token>;
}

const RENEW_BEFORE_MS = 60_000;
// Keystone can lock a user out after a few wrong passwords: a refusal is not asked for again at once.
const REFUSAL_MS = 30_000;
const HEADER = "x-auth-token";

/**
 * Keeps one token for all who ask: one login for however many at once, a new one a minute before its end (a fifth of its
 * life before, where that is short), and once for a request that Keystone's middleware rejects.
 */
export function keepToken(login: (signal: AbortSignal) => Promise<Token>, clock: Clock): TokenKeeper {
  let kept: { readonly token: Token; readonly until: number } | undefined;
  let refused: { readonly error: AuthError; readonly until: number } | undefined;

  const renewed = singleFlight("The login at Keystone", async (signal) => {
    if (refused && clock.now() < refused.until) throw refused.error;
    // From before the login: its answer cannot be older.
    const start = clock.now();
    try {
      const token = await login(signal);
      kept = { token, until: start + token.lifeMs - Math.min(RENEW_BEFORE_MS, token.lifeMs / 5) };
      return token;
    } catch (error) {
      if (error instanceof AuthError) refused = { error, until: clock.now() + REFUSAL_MS };
      throw error;
    }
  });
  const current = async (signal?: AbortSignal) => (kept && clock.now() < kept.until ? kept.token : renewed(signal));
  const headers = async (signal?: AbortSignal) => ({ [HEADER]: (await current(signal)).id });

  return {
    current,
    headers,
    async renew(rejected, body, signal) {
      if (!isKeystones(body)) return undefined;
      // Of many requests that are rejected together the first renews, and the others find the new token.
      if (kept?.token.id === rejected[HEADER]) kept = undefined;
      return await headers(signal);
    },
  };
}

/** keystonemiddleware answers `{"error": {"code": 401}}`; Trove's own 401, `{"unauthorized": …}`, means forbidden. */
function isKeystones(body: unknown): boolean {
  return (body as { error?: { code?: unknown } } | undefined)?.error?.code === 401;
}
