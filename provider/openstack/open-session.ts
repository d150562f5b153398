import { type Clock, systemClock } from "../core/clock.ts";
import { type Log, silentLog } from "../core/log.ts";
import { memoize } from "../core/memo.ts";
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
import { TokenCache } from "./token-cache.ts";

export interface SessionOptions {
  /** Called at the first request, and again after a failure that is not a `ConfigError`. */
  readonly credentials: () => Promise<Credentials>;
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
  /** @default `pulumi-trove/<version> node/<version>` */
  readonly userAgent?: string | undefined;
  /** How requests to Keystone and Trove are retried. */
  readonly http?: RetryOptions | undefined;
  /**
   * Milliseconds that a mutation already sent may still wait for its response after a cancellation.
   * @default 5000
   */
  readonly answerGraceMs?: number | undefined;
}

/** What a session has before its credentials are known. */
interface SessionParts {
  readonly clock: Clock;
  readonly budget: RateBudget;
  readonly plainHttp: PlainHttpWarning;
}

interface Connection {
  readonly credentials: Credentials;
  readonly tokens: TokenCache;
  readonly http: Http;
}

// The first login gives up on an unreachable cloud sooner: the address may be wrong, and a preview waits for it.
const FIRST_LOGIN_MS = 20_000;

/** Makes a session without any I/O. */
export function openSession(options: SessionOptions): Session {
  const { clock = systemClock } = options;
  let changes = 0;
  let deletes = 0;
  let located: { readonly token: Token; readonly cloud: Cloud } | undefined;
  let lastDate: { readonly serverDate: number; readonly at: number } | undefined;
  const budget = new RateBudget({ clock, log: options.log, random: options.http?.random });
  const plainHttp = new PlainHttpWarning(options.log ?? silentLog);
  // The same sources give the same ConfigError again, so it is kept.
  const connection = memoize(
    async () => connect(await options.credentials(), options, { clock, budget, plainHttp }),
    (error) => error instanceof ConfigError,
  );

  const noteDate = (serverDate: number | undefined) => {
    if (serverDate !== undefined) lastDate = { serverDate, at: clock.now() };
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
      if (holdsPassword) plainHttp.warnIfPlain("The password of a database user", cloud.endpoint);
      const writes = request.method === "GET" ? 0 : 1;
      const deleting = request.method === "DELETE" ? 1 : 0;
      changes += writes;
      deletes += deleting;
      try {
        const response = await http.request({ ...request, url: cloud.endpoint + path });
        noteDate(response.serverDate);
        return response;
      } catch (error) {
        if (error instanceof HttpStatusError) noteDate(error.serverDate);
        throw error;
      } finally {
        changes += writes;
        deletes += deleting;
      }
    },
    changes: () => changes,
    deletes: () => deletes,
    perMinute: (verb) => budget.perMinute(verb),
    fetchRatesWith: (fetch) => budget.fetchRatesWith(fetch),
    serverNow: () => (lastDate === undefined ? undefined : lastDate.serverDate + clock.now() - lastDate.at),
  };
}

function connect(credentials: Credentials, options: SessionOptions, parts: SessionParts): Connection {
  const { clock, budget, plainHttp } = parts;
  const { tls, proxies, warning } = credentials;
  if (warning !== undefined) options.log?.warn(warning);
  const shared = { clock, log: options.log, tls, proxies, userAgent: options.userAgent ?? userAgent() };
  const { http: retry, answerGraceMs } = options;
  const firstRetry = { ...retry, totalMs: Math.min(retry?.totalMs ?? FIRST_LOGIN_MS, FIRST_LOGIN_MS) };
  // A cancelled login need not wait for its response: it changes nothing in the cloud.
  const keystone = createHttp({ ...shared, retry, answerGraceMs: 0 });
  const firstKeystone = createHttp({ ...shared, retry: firstRetry, answerGraceMs: 0 });
  let hasLoggedIn = false;
  const tokens = new TokenCache(async (signal) => {
    plainHttp.warnIfPlain("The login", credentials.authUrl);
    const token = await authenticate(credentials, hasLoggedIn ? keystone : firstKeystone, signal);
    hasLoggedIn = true;
    return token;
  }, clock);
  return { credentials, tokens, http: createHttp({ ...shared, authorizer: tokens, retry, budget, answerGraceMs }) };
}
