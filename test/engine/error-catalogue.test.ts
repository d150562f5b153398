import assert from "node:assert/strict";
import { test } from "node:test";
import { TroveError } from "pulumi-trove/client";
import { startSimulator } from "trove-simulator";
import { codesWithoutClass, documentedCodes, errorClasses } from "../support/error-codes.ts";
import { changes } from "./catalogue/changes.ts";
import { clientOnly } from "./catalogue/client-only.ts";
import { connect } from "./catalogue/connect.ts";
import { creates } from "./catalogue/creates.ts";
import { deletes } from "./catalogue/deletes.ts";
import { cancelled, lookup } from "./catalogue/elsewhere.ts";
import { assertTells } from "./catalogue/row.ts";
import { ways } from "./catalogue/ways.ts";

test("every code of docs/errors.md and of the provider's classes has a row that provokes it, and no other has", () => {
  const rows = [...creates, ...changes, ...deletes, ...ways, lookup, cancelled, ...clientOnly];
  const provoked = [...new Set(rows.map(({ code }) => code))].sort();
  assert.deepEqual(provoked, documentedCodes().sort());
  assert.deepEqual(provoked, [...errorClasses().map(({ code }) => code), ...codesWithoutClass].sort());
});

for (const row of clientOnly) {
  test(`${row.code}, which a script alone meets, names the instance, the server's words and request, and the next step`, async (t) => {
    const cloud = await startSimulator();
    t.after(() => cloud.stop());
    const client = await connect(cloud);
    const { id } = await client.instances.create({ name: row.resource, flavorId: "2", volume: { size: 1 } });
    await assert.rejects(row.provoke(client, id, cloud), (error) => {
      assert.ok(error instanceof TroveError);
      assertTells(row, `${error.message} [${error.code}]`, cloud, { id });
      return true;
    });
  });
}
