import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import { silentLog } from "../core/log.ts";
import { HttpStatusError } from "./errors/http-status-error.ts";
import type { Transport } from "./exchange/exchange.ts";
import { exchange } from "./exchange/exchange.ts";
import { throwIfCancelled } from "./exchange/throw-if-cancelled.ts";
import type { RetryOptions, ToFatal } from "./exchange/with-retries.ts";
import { withRetries } from "./exchange/with-retries.ts";
import type { Authorizer, Http, HttpRequest, HttpResponse } from "./http.ts";
import type { TlsSettings } from "./proxy/agents.ts";
import type { Proxies } from "./proxy/proxy.ts";
import { Routes } from "./proxy/routes.ts";
import type { RateBudget } from "./rates/rate-budget.ts";

export interface HttpOptions {
  readonly clock: Clock;
  readonly log?: Log | undefined;
  readonly userAgent: string;
  readonly tls?: TlsSettings | undefined;
  /** @default every connection is direct */
  readonly proxies?: Proxies | undefined;
  readonly authorizer?: Authorizer | undefined;
  readonly retry?: RetryOptions | undefined;
  /** What every attempt has to wait for. */
  readonly budget?: RateBudget | undefined;
  /**
   * Milliseconds that a mutation already sent may still wait for its answer after a cancellation.
   * @default 5000
   */
  readonly answerGraceMs?: number | undefined;
}

/** Makes the one way in which the provider speaks HTTP. No I/O, and nothing heavy is loaded, before the first request. */
export function createHttp(options: HttpOptions): Http {
  const { clock, log = silentLog, authorizer, retry = {}, budget } = options;
  const transport: Transport = {
    routes: new Routes(options.tls, options.proxies),
    userAgent: options.userAgent,
    answerGraceMs: options.answerGraceMs ?? 5000,
    tls: options.tls,
  };
  return {
    request(request) {
      const attempt = async (toFatal: ToFatal) => {
        throwIfCancelled(request);
        const learn = request.parseRates && budget?.reading();
        const response = authorizer
          ? await authorized(request, { transport, authorizer, toFatal })
          : await exchange(request, {}, transport);
        // 300 lists choices and has a body; the other redirections are not followed, so they are failures.
        if (response.status > 300) throw new HttpStatusError(request, response, clock.now());
        if (request.parseRates) learn?.(request.parseRates(response));
        return response;
      };
      return withRetries(attempt, { request, clock, log, retry, slot: budget?.slot(request) });
    },
  };
}

interface AuthorizedAttempt {
  readonly transport: Transport;
  readonly authorizer: Authorizer;
  readonly toFatal: ToFatal;
}

/** A 401 had no effect, so with new headers any request may be sent again. */
async function authorized(request: HttpRequest, attempt: AuthorizedAttempt): Promise<HttpResponse> {
  const { transport, authorizer } = attempt;
  const headers = await endAttempts(authorizer.headers(request.signal), attempt.toFatal);
  const response = await exchange(request, headers, transport);
  if (response.status !== 401) return response;
  const renewed = await endAttempts(authorizer.renew(headers, response.body, request.signal), attempt.toFatal);
  return renewed === undefined ? response : await exchange(request, renewed, transport);
}

/** A login has attempts of its own; when it failed, the request does not try it over. */
async function endAttempts<T>(login: Promise<T>, toFatal: ToFatal): Promise<T> {
  try {
    return await login;
  } catch (error) {
    throw error instanceof Error ? toFatal(error) : error;
  }
}
