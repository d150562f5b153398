import assert from "node:assert/strict";
import { test } from "node:test";
import { withDatastoreNames } from "../../../../provider/resources/catalog/datastores.ts";
import { unknownValue } from "../../../../provider/resources/values/unknown-value.ts";
import { cloudless } from "../instance/cloudless.ts";
import { type Harness, startHarness } from "../instance/harness.ts";
import { ID, inputs, OTHER_ID } from "../instance/samples.ts";

async function mysqlOf({ context }: Harness) {
  const mysql = (await context.trove.datastores.list()).find(({ name }) => name === "mysql");
  const version = mysql?.versions.find(({ name }) => name === "5.7.29");
  return { type: mysql?.id ?? assert.fail("no mysql"), version: version?.id ?? assert.fail("no 5.7.29") };
}

test("replaces the ids of a datastore and a version by their names", async (t) => {
  const harness = await startHarness(t);
  const { type, version } = await mysqlOf(harness);
  const named = (given: object, was?: object) =>
    withDatastoreNames(inputs({ datastore: given }), was, harness.context).then(({ datastore }) => ({ ...datastore }));
  assert.deepEqual(await named({ type, version }), { type: "mysql", version: "5.7.29" });
  assert.deepEqual(await named({ type: "mysql", version }), { type: "mysql", version: "5.7.29" });
  assert.deepEqual(await named({ type, version }, { type }), { type, version: "5.7.29" });
  assert.deepEqual((await named({ version })).version, "5.7.29");
  assert.deepEqual(await named({ type, version: ID }), { type: "mysql", version: ID });
  const { datastore: _, ...rest } = inputs({ datastore: { version } });
  const { datastore: __, ...kept } = await withDatastoreNames(inputs({ datastore: { version } }), {}, harness.context);
  assert.deepEqual(kept, rest);
});

const unasked = {
  "there is no datastore": [{}, undefined],
  "they are names": [{ datastore: { type: "mysql", version: "8.0.29" } }, undefined],
  "they are the same ids as before": [{ datastore: { type: ID, version: OTHER_ID } }, { type: ID, version: OTHER_ID }],
  "they are not known yet": [{ datastore: { type: unknownValue, version: unknownValue } }, undefined],
  "nothing is known yet": [{ datastore: unknownValue }, undefined],
} as const;

for (const [title, [given, was]] of Object.entries(unasked)) {
  test(`does not look up the names of a datastore if ${title}`, async () => {
    const all = inputs(given as never);
    assert.deepEqual(await withDatastoreNames(all, was, cloudless()), all);
  });
}

test("keeps ids if a preview cannot reach the cloud", async () => {
  const context = cloudless();
  context.connection.isUnreachable = true;
  const all = inputs({ datastore: { version: ID } });
  assert.deepEqual(await withDatastoreNames(all, undefined, context), all);
});
