import fc from "fast-check";
import type { Effect, Fault } from "trove-simulator";
import { plain } from "../properties/names.ts";

type StatusEffect = Extract<Effect, { type: "status" }>;
type Answer = Pick<StatusEffect, "status" | "body" | "headers">;

/** The path of a create. */
export const CREATES = "/instances$";

const PAGE = "<html><title>Something else</title></html>";
const TROVES_500 = { instanceFault: { code: 500, message: "Internal Server Error." } };

/** What says of itself that the request was not executed; it comes before any effect. */
const NOT_EXECUTED: readonly Answer[] = [
  { status: 413, headers: { "retry-after": "1" }, body: { overLimit: { code: 413, message: "Too many requests." } } },
  { status: 413, body: { overLimit: { code: 413, message: "Quota exceeded for resources: instances." } } },
  { status: 429, headers: { "retry-after": "1" } },
  {
    status: 401,
    body: { error: { code: 401, title: "Unauthorized", message: "The request requires authentication." } },
  },
  { status: 401, body: { unauthorized: { code: 401, message: "Not you." } } },
];

/** What can come before the effect and after it. */
const DOUBTFUL: readonly Answer[] = [
  { status: 500, body: TROVES_500 },
  { status: 500, body: PAGE },
  { status: 502, body: PAGE },
  { status: 503, headers: { "retry-after": "1" }, body: {} },
  { status: 504 },
  { status: 408 },
  // A page of somebody in between.
  { status: 200, body: PAGE },
  { status: 302, headers: { location: "http://127.0.0.1:9/" } },
  // None that Trove gives.
  { status: 400, body: { badRequest: { code: 400, message: "Bad gateway configuration." } } },
  { status: 403, body: { forbidden: { code: 403, message: "Not now." } } },
  { status: 409, body: { conflict: { code: 409, message: "Somebody else." } } },
  { status: 418 },
  { status: 422, body: { unprocessableEntity: { code: 422, message: "Busy." } } },
  { status: 501 },
];

/** A success without what it should say: after an effect it is an answer that was lost, before it would be a lie. */
const EMPTY: readonly Answer[] = [{ status: 200 }, { status: 200, body: {} }, { status: 204 }];

const before = { when: "before" as const };
const after = { when: "after" as const };

/** What can become of a look. */
const looks: fc.Arbitrary<Effect> = fc.oneof(
  effects({ type: "reset", ...before }, { type: "truncate" }, { type: "expireTokens" }),
  effects({ type: "hang", ...before }),
  fc.constantFrom(0.2, 1).map((seconds) => ({ type: "delay", seconds, ...before }) as const),
  answers([...NOT_EXECUTED, ...DOUBTFUL, ...EMPTY], before),
);

/** What can become of a change. A late answer has an effect in time: none comes after who asked for it is dead. */
const changes: fc.Arbitrary<Effect> = fc.oneof(
  effects({ type: "reset", ...before }, { type: "reset", ...after }, { type: "truncate" }, { type: "expireTokens" }),
  effects({ type: "hang", ...before }, { type: "hang", ...after }),
  fc.constantFrom(0.2, 1).map((seconds) => ({ type: "delay", seconds, ...after }) as const),
  answers([...NOT_EXECUTED, ...DOUBTFUL], before),
  answers([...DOUBTFUL, ...EMPTY], after),
);

const logins: fc.Arbitrary<Effect> = fc.oneof(
  effects({ type: "reset", ...before }, { type: "truncate" }, { type: "hang", ...before }),
  fc.constantFrom(0.2, 1).map((seconds) => ({ type: "delay", seconds, ...before }) as const),
  answers([...NOT_EXECUTED, ...DOUBTFUL, ...EMPTY], before),
);

export const faults: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 4, arbitrary: faultsOf({ method: "POST", path: CREATES }, changes) },
  { weight: 4, arbitrary: faultsOf({ method: "POST", path: "/(databases|users|action)$" }, changes) },
  { weight: 3, arbitrary: faultsOf({ method: "PUT" }, changes) },
  { weight: 2, arbitrary: faultsOf({ method: "DELETE" }, changes) },
  { weight: 2, arbitrary: faultsOf({ method: "GET", path: "/instances(/detail)?(\\?|$)" }, looks) },
  { weight: 2, arbitrary: faultsOf({ method: "GET", path: "/instances/[^/]+$" }, looks) },
  { weight: 2, arbitrary: faultsOf({ method: "GET", path: "/(databases|users)" }, looks) },
  { weight: 1, arbitrary: faultsOf({ method: "GET" }, looks) },
  { weight: 2, arbitrary: faultsOf({ service: "keystone" }, logins) },
);

function faultsOf(
  requests: Pick<Fault, "service" | "method" | "path">,
  effect: fc.Arbitrary<Effect>,
): fc.Arbitrary<Fault> {
  return plain({ effect, nth: fc.constantFrom(1, 1, 1, 2, 3), times: fc.integer({ min: 1, max: 4 }) }).map((fault) => ({
    ...requests,
    ...once(fault),
  }));
}

/** What costs a minute's wait happens once. */
function once(fault: Pick<Fault, "effect" | "nth" | "times">) {
  return fault.effect.type === "hang" ? { ...fault, times: 1 } : fault;
}

function effects(...all: readonly Effect[]): fc.Arbitrary<Effect> {
  return fc.constantFrom(...all);
}

function answers(all: readonly Answer[], when: Pick<StatusEffect, "when">): fc.Arbitrary<Effect> {
  return fc.constantFrom(...all).map((answer) => ({ type: "status", ...answer, ...when }) as const);
}
