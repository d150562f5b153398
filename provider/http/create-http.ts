import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import { silentLog } from "../core/log.ts";
import { HttpStatusError } from "./errors/http-status-error.ts";
import { throwIfCancelled } from "./exchange/attempt-watch.ts";
import type { Transport } from "./exchange/exchange.ts";
import { exchange } from "./exchange/exchange.ts";
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
  /** @default requests are sent without a login */
  readonly authorizer?: Authorizer | undefined;
  readonly retry?: RetryOptions | undefined;
  /** Queues every attempt. @default attempts are not queued */
  readonly budget?: RateBudget | undefined;
  /**
   * Milliseconds that a mutation already sent may still wait for its response after a cancellation.
   * @default 5000
   */
  readonly answerGraceMs?: number | undefined;
}

/** Makes an HTTP client. No I/O, and no library is loaded, before the first request. */
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
        const learnRates = budget?.observe(request);
        const response = authorizer
          ? await authorized(request, { transport, authorizer, toFatal })
          : await exchange(request, {}, transport);
        // 300 lists choices and has a body. Other redirects are not followed, so they are failures.
        if (response.status > 300) throw new HttpStatusError(request, response, clock.now());
        learnRates?.(response);
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

/** A request that was answered 401 had no effect, so any request may be sent again with new headers. */
async function authorized(request: HttpRequest, attempt: AuthorizedAttempt): Promise<HttpResponse> {
  const { transport, authorizer, toFatal } = attempt;
  const headers = await withoutRetries(authorizer.headers(request.signal), toFatal);
  const response = await exchange(request, headers, transport);
  if (response.status !== 401) return response;
  const renewed = await withoutRetries(authorizer.renew(headers, response.body, request.signal), toFatal);
  return renewed === undefined ? response : await exchange(request, renewed, transport);
}

/** A login retries its own requests, so the request that needs it does not repeat a failed login. */
async function withoutRetries<T>(login: Promise<T>, toFatal: ToFatal): Promise<T> {
  try {
    return await login;
  } catch (error) {
    throw error instanceof Error ? toFatal(error) : error;
  }
}
