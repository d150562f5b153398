import type { z } from "zod";
import { plainText } from "../../core/server-text.ts";
import { UnexpectedAnswerError } from "../errors/unexpected-answer-error.ts";

/** Returns the body if it matches the schema. Other properties are ignored, since newer releases of Trove add some. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown, what: string, requestId?: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) {
    return parsed.data;
  }
  const [issue] = parsed.error.issues;
  const path = plainText(issue?.path.join(".") ?? "");
  throw new UnexpectedAnswerError(what, `${path || "the body"}: ${issue && describeIssue(issue)}`, requestId);
}

/** Describes an issue without the text of the schema library, which can quote the received value. */
function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return `must be of type ${issue.expected}`;
  return issue.code === "custom" ? issue.message : "has a value that is not allowed";
}
