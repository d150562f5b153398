import type { z } from "zod";
import { UnexpectedAnswerError } from "./errors/unexpected-answer-error.ts";

/** The body, once it has what must be there. What else it has is nobody's business: newer Troves say more. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown, what: string, requestId?: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) {
    return parsed.data;
  }
  const [issue] = parsed.error.issues;
  throw new UnexpectedAnswerError(what, `${issue?.path.join(".") || "the body"}: ${issue?.message}`, requestId);
}
