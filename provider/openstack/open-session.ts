import type { Clock } from "../core/clock.ts";
import { systemClock } from "../core/clock.ts";
import { type Log, silentLog } from "../core/log.ts";
import { userAgent } from "../core/user-agent.ts";
import { createHttp } from "../http/create-http.ts";
import { HttpStatusError } from "../http/errors/http-status-error.ts";
import type { RetryOptions } from "../http/exchange/with-retries.ts";
import type { Http } from "../http/http.ts";
import { RateBudget } from "../http/rates/rate-budget.ts";
import type { Cloud, Credentials } from "./credentials.ts";
import { ConfigError } from "./errors/config-error.ts";
import { authenticate } from "./login/authenticate.ts";
import { PlainHttpWarning } from "./plain-http.ts";
import { findEndpoint } from "./service-catalog/find-endpoint.ts";
import type { Session } from "./session.ts";
import type { Token } from "./token.ts";
import type { TokenKeeper } from "./token-cache.ts";
import { keepToken } from "./token-cache.ts";

export interface SessionOptions {
  /** Asked for at the first request; asked again after a failure that is no `ConfigError`. */
  readonly credentials: () => Promise<Credentials>;
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
  /** @default `pulumi-trove/<version> node/<version>` */
  readonly userAgent?: string | undefined;
  /** How requests to Trove are repeated. */
  readonly http?: RetryOptions | undefined;
  /**
   * Milliseconds that a mutation already sent may still wait for its answer after a cancellation.
   * @default 5000
   */
  readonly answerGraceMs?: number | undefined;
}

/** What a session has before its credentials are known. */
interface Shared {
  readonly clock: Clock;
  readonly budget: RateBudget;
  readonly plainHttp: PlainHttpWarning;
}

interface Connection {
  readonly credentials: Credentials;
  readonly tokens: TokenKeeper;
  readonly http: Http;
}

// The first login waits less for a cloud that is not there: the address may be wrong, and a preview waits for it.
const FIRST_LOGIN_MS = 20_000;

/** Makes a session, without any I/O: the first request finds the credentials and logs in. */
export function openSession(options: SessionOptions): Session {
  const { clock = systemClock } = options;
  let changes = 0;
  let located: { readonly token: Token; readonly cloud: Cloud } | undefined;
  let seen: { readonly serverDate: number; readonly at: number } | undefined;
  const budget = new RateBudget({ clock, log: options.log, random: options.http?.random });
  const plainHttp = new PlainHttpWarning(options.log ?? silentLog);
  const connection = once(async () => connect(await options.credentials(), options, { clock, budget, plainHttp }));

  const look = (serverDate: number | undefined) => {
    if (serverDate !== undefined) seen = { serverDate, at: clock.now() };
  };
  const locate = async (signal?: AbortSignal): Promise<{ readonly cloud: Cloud; readonly http: Http }> => {
    const { credentials, tokens, http } = await connection();
    const token = await tokens.current(signal);
    if (located?.token !== token) located = { token, cloud: findEndpoint(token, credentials) };
    return { cloud: located.cloud, http };
  };

  return {
    cloud: async (signal) => (await locate(signal)).cloud,
    async request({ path, holdsPassword = false, ...request }) {
      const { cloud, http } = await locate(request.signal);
      if (holdsPassword) plainHttp.giveIfPlain("The password of a database user", cloud.endpoint);
      const counts = request.method === "GET" ? 0 : 1;
      changes += counts;
      try {
        const response = await http.request({ ...request, url: cloud.endpoint + path });
        look(response.serverDate);
        return response;
      } catch (error) {
        if (error instanceof HttpStatusError) look(error.serverDate);
        throw error;
      } finally {
        changes += counts;
      }
    },
    changes: () => changes,
    perMinute: (verb) => budget.perMinute(verb),
    fetchRatesWith: (ask) => budget.fetchRatesWith(ask),
    serverNow: () => (seen === undefined ? undefined : seen.serverDate + clock.now() - seen.at),
  };
}

function connect(credentials: Credentials, options: SessionOptions, { clock, budget, plainHttp }: Shared): Connection {
  const { tls, proxies, warning } = credentials;
  if (warning !== undefined) options.log?.warn(warning);
  const shared = { clock, log: options.log, tls, proxies, userAgent: options.userAgent ?? userAgent() };
  const { totalMs = FIRST_LOGIN_MS } = options.http ?? {};
  const first = { ...options.http, totalMs: Math.min(totalMs, FIRST_LOGIN_MS) };
  // A login is no mutation to wait for.
  const keystone = createHttp({ ...shared, retry: options.http, answerGraceMs: 0 });
  const firstKeystone = createHttp({ ...shared, retry: first, answerGraceMs: 0 });
  let hasLoggedIn = false;
  const tokens = keepToken(async (signal) => {
    plainHttp.giveIfPlain("The login", credentials.authUrl);
    const token = await authenticate(credentials, hasLoggedIn ? keystone : firstKeystone, signal);
    hasLoggedIn = true;
    return token;
  }, clock);
  const { http: retry, answerGraceMs } = options;
  return { credentials, tokens, http: createHttp({ ...shared, authorizer: tokens, retry, budget, answerGraceMs }) };
}

/** Keeps the first result for good, and of the failures only those that the same sources would give again. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  return () => {
    const result = kept ?? work();
    kept = result;
    result.catch((error: unknown) => {
      if (!(error instanceof ConfigError) && kept === result) kept = undefined;
    });
    return result;
  };
}
