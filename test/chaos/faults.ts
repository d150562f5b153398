import fc from "fast-check";
import type { Effect, Fault } from "../../simulator/index.ts";
import { plain } from "../properties/names.ts";

type StatusEffect = Extract<Effect, { type: "status" }>;
type Answer = Pick<StatusEffect, "status" | "body" | "headers">;
type Requests = Pick<Fault, "service" | "method" | "path">;

/** The path of a create. */
export const CREATES = "/instances$";
/** The paths of lists. */
export const LISTS: readonly string[] = ["/instances(/detail)?(\\?|$)", "/(databases|users)$"];

const PAGE = "<html><title>Something else</title></html>";

/** Responses which mean that the request was not executed, so they come before the effect. */
const TOO_MUCH: readonly Answer[] = [
  { status: 413, headers: { "retry-after": "1" }, body: { overLimit: { code: 413, message: "Too many requests." } } },
  { status: 413, body: { overLimit: { code: 413, message: "Quota exceeded for resources: instances." } } },
];
const NOT_YOU: readonly Answer[] = [
  {
    status: 401,
    body: { error: { code: 401, title: "Unauthorized", message: "The request requires authentication." } },
  },
  { status: 401, body: { unauthorized: { code: 401, message: "Not you." } } },
];

/** Responses that can come before or after the effect. */
const FAILING: readonly Answer[] = [
  { status: 500, body: { instanceFault: { code: 500, message: "Internal Server Error." } } },
  { status: 503, headers: { "retry-after": "1" }, body: {} },
  { status: 504 },
  { status: 408 },
];
/** Responses of a proxy. */
const PAGES: readonly Answer[] = [500, 502, 200].map((status) => ({ status, body: PAGE }));
/** Responses that Trove does not send to such requests. Each denies that the request had an effect. */
const WRONG: readonly Answer[] = [
  { status: 302, headers: { location: "http://127.0.0.1:9/" } },
  { status: 400, body: { badRequest: { code: 400, message: "Bad gateway configuration." } } },
  { status: 403, body: { forbidden: { code: 403, message: "Not now." } } },
  { status: 409, body: { conflict: { code: 409, message: "Somebody else." } } },
  { status: 418 },
  { status: 422, body: { unprocessableEntity: { code: 422, message: "Busy." } } },
  { status: 501 },
];
const TOO_MANY: Answer = { status: 429, headers: { "retry-after": "1" } };

/** Empty success responses. After the effect, such a response is lost; before it, it would be false. */
const EMPTY: readonly Answer[] = [{ status: 200 }, { status: 200, body: {} }, { status: 204 }];

/** Effects that occur once: a hang costs a wait of a minute, and a repeated expiry would refuse the new token too. */
const ONCE: readonly Effect["type"][] = ["hang", "expireTokens"];

const before = { when: "before" as const };
const after = { when: "after" as const };

const truncate = fc.constant<Effect>({ type: "truncate" });
const expireTokens = fc.constant<Effect>({ type: "expireTokens" });
const resetBefore = fc.constant<Effect>({ type: "reset", ...before });
const resetAfter = fc.constant<Effect>({ type: "reset", ...after });
const hangBefore = fc.constant<Effect>({ type: "hang", ...before });

/** The possible effects on a read. */
const looks: fc.Arbitrary<Effect> = fc.oneof(
  { weight: 4, arbitrary: resetBefore },
  { weight: 2, arbitrary: truncate },
  { weight: 1, arbitrary: expireTokens },
  { weight: 2, arbitrary: hangBefore },
  { weight: 6, arbitrary: late(before) },
  { weight: 3, arbitrary: answers(TOO_MUCH, before) },
  { weight: 1, arbitrary: answers(NOT_YOU, before) },
  { weight: 4, arbitrary: answers(FAILING, before) },
  { weight: 2, arbitrary: answers(PAGES, before) },
  { weight: 1, arbitrary: answers([...WRONG, TOO_MANY], before) },
  { weight: 1, arbitrary: answers(EMPTY, before) },
);

/** The possible effects on a change. With a late response the change itself is not late, so none follows a kill. */
const changes: fc.Arbitrary<Effect> = fc.oneof(
  { weight: 4, arbitrary: resetBefore },
  { weight: 10, arbitrary: resetAfter },
  { weight: 2, arbitrary: truncate },
  { weight: 1, arbitrary: expireTokens },
  { weight: 2, arbitrary: hangBefore },
  { weight: 3, arbitrary: fc.constant<Effect>({ type: "hang", ...after }) },
  { weight: 1, arbitrary: late(after) },
  { weight: 3, arbitrary: answers(TOO_MUCH, before) },
  { weight: 1, arbitrary: answers(NOT_YOU, before) },
  { weight: 2, arbitrary: answers(FAILING, before) },
  { weight: 3, arbitrary: answers(FAILING, after) },
  { weight: 1, arbitrary: answers(PAGES, before) },
  { weight: 2, arbitrary: answers(PAGES, after) },
  { weight: 1, arbitrary: answers([...WRONG, TOO_MANY], before) },
  { weight: 2, arbitrary: answers(WRONG, after) },
  { weight: 1, arbitrary: answers(EMPTY, after) },
);

/** The possible effects on a login while Keystone is down. */
const down: fc.Arbitrary<Effect> = fc.oneof(
  { weight: 4, arbitrary: resetBefore },
  { weight: 3, arbitrary: answers([{ status: 503 }, { status: 503, headers: { "retry-after": "1" } }], before) },
  { weight: 1, arbitrary: hangBefore },
);

const otherLogins: fc.Arbitrary<Effect> = fc.oneof(
  truncate,
  late(before),
  answers([...TOO_MUCH, ...NOT_YOU, ...FAILING, ...PAGES, ...WRONG, TOO_MANY, ...EMPTY], before),
);

/** `times: 0` lasts until the end of the `up`. */
const atLogin: fc.Arbitrary<readonly Fault[]> = fc.oneof(
  { weight: 3, arbitrary: single({ service: "keystone" }, down, { nth: [1], times: [1, 2, 3, 5, 8, 0] }) },
  { weight: 1, arbitrary: single({ service: "keystone" }, otherLogins, { nth: [1] }) },
);

/** The token expires during the `up` while Keystone is down: only then does a process log in again. */
const atRenewal: fc.Arbitrary<readonly Fault[]> = fc
  .tuple(
    single({}, expireTokens, { nth: [2, 3, 5, 8, 12] }),
    single({ service: "keystone" }, down, { nth: [2], times: [1, 2, 3, 5, 8] }),
  )
  .map((both) => both.flat());

/** Polls repeat reads, so later ones are chosen too. */
const OFTEN = { nth: [1, 2, 3, 4, 6, 8] };

const atLooks: fc.Arbitrary<readonly Fault[]> = fc.oneof(
  ...LISTS.map((path) => ({ weight: 3, arbitrary: single({ method: "GET", path }, looks, OFTEN) })),
  { weight: 1, arbitrary: single({ method: "GET", path: "/instances/(?!detail)[^/]+$" }, looks) },
  { weight: 1, arbitrary: single({ method: "GET" }, looks, OFTEN) },
);

const atCreates = single({ method: "POST", path: CREATES }, changes);
/** An `up` sends few of these requests, most of them late. */
const atCasts = atFew({ method: "POST", path: "/(databases|users|action)$" });
const atPuts = atFew({ method: "PUT" });
const atDeletes = atFew({ method: "DELETE" });

/** The faults of an `up` that creates: one, or two that belong together. */
export const mishapsOfCreation: fc.Arbitrary<readonly Fault[]> = fc.oneof(
  { weight: 8, arbitrary: atCreates },
  { weight: 1, arbitrary: atCasts },
  { weight: 7, arbitrary: atLooks },
  { weight: 2, arbitrary: atLogin },
  { weight: 1, arbitrary: atRenewal },
);

/** The faults of an `up` that changes existing instances. */
export const mishapsOfChange: fc.Arbitrary<readonly Fault[]> = fc.oneof(
  { weight: 2, arbitrary: atCreates },
  { weight: 6, arbitrary: atCasts },
  { weight: 6, arbitrary: atPuts },
  { weight: 6, arbitrary: atDeletes },
  { weight: 7, arbitrary: atLooks },
  { weight: 2, arbitrary: atLogin },
  { weight: 1, arbitrary: atRenewal },
);

/** Whether the response denies a create that took effect. */
export function deniesCreate({ path, effect }: Fault): boolean {
  if (path !== CREATES || effect.type !== "status" || effect.when !== "after") return false;
  return WRONG.some(({ status }) => status === effect.status);
}

function atFew(requests: Requests): fc.Arbitrary<readonly Fault[]> {
  const nth = [1, 1, 1, 2];
  return fc.oneof(single(requests, changes, { nth }), single(requests, resetAfter, { nth }));
}

function single(
  requests: Requests,
  effect: fc.Arbitrary<Effect>,
  { nth = [1, 1, 1, 1, 2, 3], times = [1, 1, 1, 2, 3] }: { nth?: readonly number[]; times?: readonly number[] } = {},
): fc.Arbitrary<readonly Fault[]> {
  const fault = plain({ effect, nth: fc.constantFrom(...nth), times: fc.constantFrom(...times) });
  return fault.map((one) => [{ ...requests, ...(ONCE.includes(one.effect.type) ? { ...one, times: 1 } : one) }]);
}

function late(when: Pick<StatusEffect, "when">): fc.Arbitrary<Effect> {
  return fc.constantFrom(0.2, 1).map((seconds) => ({ type: "delay", seconds, ...when }) as const);
}

function answers(all: readonly Answer[], when: Pick<StatusEffect, "when">): fc.Arbitrary<Effect> {
  return fc.constantFrom(...all).map((answer) => ({ type: "status", ...answer, ...when }) as const);
}
