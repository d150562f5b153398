import { z } from "zod";

const when = z.enum(["before", "after"]);

const effect = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("status"),
    status: z.int().min(100).max(599),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    when: when.optional(),
  }),
  z.strictObject({ type: z.literal("delay"), seconds: z.number().min(0), when: when.optional() }),
  z.strictObject({ type: z.literal("reset"), when }),
  z.strictObject({ type: z.literal("truncate") }),
  z.strictObject({ type: z.literal("hang"), when: when.optional() }),
  z.strictObject({ type: z.literal("expireTokens") }),
]);

export const faultSchema = z.strictObject({
  service: z.enum(["keystone", "trove"]).optional(),
  method: z.string().optional(),
  path: z.string().optional(),
  nth: z.int().min(1).optional(),
  times: z.union([z.number().min(0), z.literal(Number.POSITIVE_INFINITY)]).optional(),
  effect,
});

/**
 * A planned failure of the network or of a service.
 *
 * `service` (default `trove`), `method` and `path` (a regular expression, matched with the query) choose the requests.
 * The fault starts at the `nth` matching request since it was added (default 1) and applies `times` times (default 1;
 * Infinity or 0 for all).
 *
 * Effects: `status` answers with that status, either `before` (the default) or `after` the request is handled; `delay`
 * waits `before` the request is handled, or handles it first and delays the response (`after`); `reset` resets the
 * connection; `truncate` closes it in the middle of the body; `hang` never answers; `expireTokens` expires all tokens
 * issued so far, then handles the request.
 */
export type Fault = z.infer<typeof faultSchema>;
export type Effect = Fault["effect"];
