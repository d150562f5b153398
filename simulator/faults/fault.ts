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
 * A planned misbehaviour of the network or of a service.
 *
 * `service` is `trove` unless given; `method` and `path` (a regular expression on the path with its query) choose the
 * requests; it strikes from the `nth` (1: the first since it was added) on and `times` times (1; Infinity or 0 for ever).
 *
 * Effects: `status` answers with that status, `before` (the default) the request had any effect or `after`; `delay`
 * waits `before` the request is handled, or handles it at once and holds the answer back (`after`); `reset` cuts the
 * connection; `truncate` cuts it in the midst of the body; `hang` never answers; `expireTokens` makes all tokens issued
 * so far invalid, then handles the request.
 */
export type Fault = z.infer<typeof faultSchema>;
export type Effect = Fault["effect"];
