import type { z } from "zod";
import { plainText } from "../../core/plain-text.ts";
import { UnexpectedAnswerError } from "../errors/unexpected-answer-error.ts";

/** The body, once it has what must be there. What else it has is nobody's business: newer Troves say more. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown, what: string, requestId?: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) {
    return parsed.data;
  }
  const [issue] = parsed.error.issues;
  const path = plainText(issue?.path.join(".") ?? "");
  throw new UnexpectedAnswerError(what, `${path || "the body"}: ${issue && describeIssue(issue)}`, requestId);
}

/** Not in the schema library's words, which can quote what was received. */
function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return `must be of type ${issue.expected}`;
  return issue.code === "custom" ? issue.message : "has a value that is not allowed";
}
