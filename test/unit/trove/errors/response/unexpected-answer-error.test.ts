import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { parseBody } from "../../../../../provider/trove/request/parse-body.ts";

const schema = z.looseObject({ instance: z.looseObject({ id: z.string() }) });

test("an unexpected success names the invalid property and the request", () => {
  const what = "Reading instance i";
  assert.throws(() => parseBody(schema, { instance: { id: 5 } }, what, "req-1"), {
    code: "TROVE_UNEXPECTED_ANSWER",
    message:
      /^Reading instance i failed: the response does not match Trove's API: instance\.id: .* \(request req-1\)\. Check that the endpoint is Trove's/,
  });
  assert.throws(() => parseBody(schema, "<html>", what), {
    message: /^Reading instance i failed: the response does not match Trove's API: the body: [^()]*\. Check/,
  });
});
