import type { HttpRequest, HttpResponse } from "../http/http.ts";
import type { Cloud } from "./credentials.ts";

/**
 * One login at one cloud: one token and one catalogue, however many requests. Made by `openSession` without any I/O; the
 * first request finds the credentials and authenticates.
 */
export interface Session {
  /** Authenticates if need be and tells which cloud this is. */
  cloud(signal?: AbortSignal): Promise<Cloud>;
  /** Sends a request to Trove's endpoint; throws as `Http.request` does. */
  request(request: SessionRequest): Promise<HttpResponse>;
  /** How many requests other than GET were sent, plus how many of them are over: what was read before may be old. */
  changes(): number;
  /** How many requests of a verb Trove takes a minute from this project, as far as known. */
  perMinute(verb: string): number | undefined;
  /**
   * Hands in how to ask for the rates that Trove takes requests at, with a request that `tellsRates`. It is called once
   * at most, when they are worth it; nobody hears of its failure.
   */
  fetchRatesWith(ask: (signal: AbortSignal) => Promise<unknown>): void;
  /** The time by the server's own clock (its last `Date`, carried on), in milliseconds since the epoch. */
  serverNow(): number | undefined;
}

export interface SessionRequest extends Omit<HttpRequest, "url"> {
  /** Below the endpoint, with a leading slash and already encoded: `/instances/detail?limit=20`. */
  readonly path: string;
  /** Whether a password is in what is sent. */
  readonly holdsPassword?: boolean | undefined;
}
