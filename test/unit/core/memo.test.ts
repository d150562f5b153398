import assert from "node:assert/strict";
import { test } from "node:test";
import { Memo, memoize } from "../../../provider/core/memo.ts";

test("fetches a value once for all callers, concurrent and later ones", async () => {
  const memo = new Memo();
  let fetches = 0;
  const fetch = async () => {
    fetches += 1;
    return fetches;
  };
  assert.deepEqual(await Promise.all([memo.once("a", fetch), memo.once("a", fetch)]), [1, 1]);
  assert.equal(await memo.once("a", fetch), 1);
  assert.equal(await memo.once("b", fetch), 2);
});

test("fetches again after a failure", async () => {
  const memo = new Memo();
  await assert.rejects(
    memo.once("a", () => Promise.reject(new Error("away"))),
    /away/,
  );
  assert.equal(await memo.once("a", async () => "there"), "there");
});

test("keeps the failures that it should keep", async () => {
  let fetches = 0;
  const fetch = memoize(
    async () => {
      fetches += 1;
      throw fetches === 1 ? new Error("away") : new TypeError("wrong");
    },
    (error) => error instanceof TypeError,
  );
  await assert.rejects(fetch(), /away/);
  await assert.rejects(fetch(), /wrong/);
  await assert.rejects(fetch(), /wrong/);
  assert.equal(fetches, 2);
});
