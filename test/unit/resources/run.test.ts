import assert from "node:assert/strict";
import { test } from "node:test";
import { Run } from "../../../provider/resources/run.ts";

test("what serves the whole process is fetched once, for all who ask at the same time and later", async () => {
  const run = new Run({ resumeInterrupted: false });
  let fetches = 0;
  const fetch = async () => {
    fetches += 1;
    return fetches;
  };
  assert.deepEqual(await Promise.all([run.once("a", fetch), run.once("a", fetch)]), [1, 1]);
  assert.equal(await run.once("a", fetch), 1);
  assert.equal(await run.once("b", fetch), 2);
});

test("a fetch that failed is tried again by the next who asks", async () => {
  const run = new Run({ resumeInterrupted: false });
  await assert.rejects(
    run.once("a", () => Promise.reject(new Error("away"))),
    /away/,
  );
  assert.equal(await run.once("a", async () => "there"), "there");
});
