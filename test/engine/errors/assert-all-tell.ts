import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { Simulator } from "../../../simulator/index.ts";
import type { Diagnostics } from "./diagnostics.ts";
import { assertTells, type Names, type Row } from "./row.ts";

/** Every row has failed as it says, and nothing else has: a subtest for each. */
export async function assertAllTell<R extends Row>(
  t: TestContext,
  rows: readonly R[],
  shown: Diagnostics,
  sceneOf: (row: R) => { readonly cloud: Simulator; readonly names: Names },
): Promise<void> {
  for (const row of rows) {
    await t.test(`${row.code} of ${row.resource}`, () => {
      const { cloud, names } = sceneOf(row);
      assertTells(row, shown.of(row.resource), cloud, names);
    });
  }
  assert.deepEqual(shown.names(), rows.map(({ resource }) => resource).sort());
}
