import type { Clock } from "../core/clock.ts";
import { singleFlight } from "../core/single-flight.ts";
import type { Authorizer } from "../http/http.ts";
import { AuthError } from "./errors/auth-error.ts";
import type { Token } from "./token.ts";

const RENEW_BEFORE_MS = 60_000;
// Keystone can lock a user out after a few wrong passwords, so a refused login is not repeated at once.
const REFUSAL_MS = 30_000;
const HEADER = "x-auth-token";

/**
 * Keeps the token of a session. Concurrent callers share one login. The token is renewed a minute before it expires (or a
 * fifth of its life before, if that is shorter), and once for each request that Keystone's middleware rejects.
 */
export class TokenCache implements Authorizer {
  readonly #clock: Clock;
  readonly #renewed: (signal?: AbortSignal) => Promise<Token>;
  #cached: { readonly token: Token; readonly until: number } | undefined;
  #refused: { readonly error: AuthError; readonly until: number } | undefined;

  constructor(login: (signal: AbortSignal) => Promise<Token>, clock: Clock) {
    this.#clock = clock;
    this.#renewed = singleFlight("The login at Keystone", (signal) => this.#renew(login, signal));
  }

  /** Returns the cached token, or logs in. */
  async current(signal?: AbortSignal): Promise<Token> {
    const cached = this.#cached;
    return cached && this.#clock.now() < cached.until ? cached.token : await this.#renewed(signal);
  }

  async headers(signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
    return { [HEADER]: (await this.current(signal)).id };
  }

  async renew(rejected: Readonly<Record<string, string>>, body: unknown, signal?: AbortSignal) {
    if (!isFromKeystone(body)) return undefined;
    // Of many requests that are rejected together the first one renews the token, and the others find the new one.
    if (this.#cached?.token.id === rejected[HEADER]) this.#cached = undefined;
    return await this.headers(signal);
  }

  async #renew(login: (signal: AbortSignal) => Promise<Token>, signal: AbortSignal): Promise<Token> {
    if (this.#refused && this.#clock.now() < this.#refused.until) throw this.#refused.error;
    // Taken before the login: the server issued the token at this time or later.
    const start = this.#clock.now();
    try {
      const token = await login(signal);
      this.#cached = { token, until: start + token.lifeMs - Math.min(RENEW_BEFORE_MS, token.lifeMs / 5) };
      return token;
    } catch (error) {
      if (error instanceof AuthError) this.#refused = { error, until: this.#clock.now() + REFUSAL_MS };
      throw error;
    }
  }
}

/** keystonemiddleware answers `{"error": {"code": 401}}`; Trove's own 401, `{"unauthorized": …}`, means forbidden. */
function isFromKeystone(body: unknown): boolean {
  return (body as { error?: { code?: unknown } } | undefined)?.error?.code === 401;
}
