import assert from "node:assert/strict";
import { test } from "node:test";
import type { Context } from "../../../../provider/resources/context.ts";
import { InterruptedError } from "../../../../provider/resources/errors/interrupted-error.ts";
import type { DeclaredUser } from "../../../../provider/resources/guest/declared.ts";
import type { InstanceInputs } from "../../../../provider/resources/instance/arguments.ts";
import { check } from "../../../../provider/resources/instance/check/check.ts";
import { create } from "../../../../provider/resources/instance/create/create.ts";
import { compare } from "../../../../provider/resources/instance/diff/compare.ts";
import { prepareDiff } from "../../../../provider/resources/instance/diff/diff.ts";

import type { InstanceState } from "../../../../provider/resources/instance/state.ts";
import { update } from "../../../../provider/resources/instance/update/update.ts";
import { startHarness } from "../instance/harness.ts";
import { inputs } from "../instance/samples.ts";

// Trove lists and revokes only the grants of PostgreSQL's users that are named with A-Z, a-z, 0-9 and _.

const withUser = (user: Partial<DeclaredUser>, databases = ["app"]): InstanceInputs =>
  inputs({
    volume: { size: 1 },
    datastore: { type: "postgresql" },
    databases: Object.fromEntries(databases.map((name) => [name, {}])),
    users: { "my-app@%": { password: "secret-1", ...user } },
  });
const wanted = withUser({ databases: ["app"] });

async function refusedPaths(id: string, state: InstanceState, program: InstanceInputs, context: Context) {
  const compared = await prepareDiff(id, state, program, { ...context, preview: true });
  const rows = [...compare(compared.state, compared.inputs).changes, ...compared.refused];
  return rows.flatMap(({ kind, path, reason }) => (kind === "refuse" ? [`${path}: ${reason}`] : []));
}

test("warns at preview of a create with grants that Trove cannot list", async (t) => {
  const { context, lines } = await startHarness(t, { preview: true });
  const { failures } = await check({ ...wanted }, undefined, context);
  assert.deepEqual(failures, []);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /^users\["my-app@%"\]\.databases: grants need a user name of .*\(23\.1 and later\)/);
});

test("creates grants that Trove does not list, and finds no change", async (t) => {
  const { cloud, context } = await startHarness(t, { troveRelease: 18 });
  const { id, state } = await create(wanted, context);
  assert.deepEqual(cloud.instance(id)?.contents.users[0]?.databases, ["app"]);
  assert.deepEqual([await refusedPaths(id, state, wanted, context), state.pending], [[], []]);
  const released = await update(id, state, { ...wanted, users: undefined }, context);
  assert.deepEqual(await refusedPaths(id, released, wanted, context), []);
  const back = await update(id, released, wanted, context);
  assert.deepEqual(back.users, wanted.users);
  const [only, ...others] = await refusedPaths(id, back, withUser({ databases: [] }), context);
  assert.match(only ?? "", /^users\["my-app@%"\]\.databases: cannot be changed/);
  assert.deepEqual(others, []);
});

test("names the path if Trove lists users but not their grants", async (t) => {
  const { context } = await startHarness(t, { troveRelease: 26 });
  const error = await create(wanted, context).catch((reason: unknown) => reason);
  assert.ok(error instanceof InterruptedError, String(error));
  assert.match(error.message, /^users\["my-app@%"\]\.databases: Trove does not list the grant on app/);
  const state = error.state as InstanceState;
  const refused = await refusedPaths(error.id, state, wanted, context);
  assert.match(refused.join("\n"), /^users\["my-app@%"\]\.databases: grants need a user name of [^\n]*$/);
  await assert.rejects(update(error.id, state, wanted, context), /databases: grants need a user name of/);
  const without = withUser({});
  assert.deepEqual(await refusedPaths(error.id, state, without, context), []);
  const now = await update(error.id, state, without, context);
  assert.deepEqual([now.users, now.pending], [without.users, []]);
});
