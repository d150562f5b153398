import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "../../../../provider/resources/instance/check.ts";
import type { InstanceInputs } from "../../../../provider/resources/instance/inputs.ts";
import { inputs } from "./samples.ts";
import { startStage } from "./stage.ts";

const withHosts = (...hosts: readonly string[]): InstanceInputs =>
  inputs({ users: Object.fromEntries(hosts.map((host) => [`app@${host}`, { password: "secret-1" }])) });

test("a preview warns once of users whose host is a host name", async (t) => {
  const { context, lines } = await startStage(t, { preview: true });
  for (const host of ["db.x", "other.x"]) {
    const { failures } = await check({ ...withHosts("%", host) }, undefined, context);
    assert.deepEqual(failures, []);
  }
  assert.equal(lines.length, 1);
  assert.match(
    lines[0] ?? "",
    /^users\["app@db\.x"\]: the user's host is a host name, .* such as 10\.0\.0\.%\. Use one/,
  );
});

test("addresses, patterns and users that were there before are no warning", async (t) => {
  const { context, lines } = await startStage(t, { preview: true });
  await check({ ...withHosts("%", "10.0.0.1", "10.0.0.%", "%.1") }, undefined, context);
  await check({ ...withHosts("db.x") }, withHosts("db.x"), context);
  assert.deepEqual(lines, []);
});

test("outside a preview a host name is no warning", async (t) => {
  const { context, lines } = await startStage(t);
  await check({ ...withHosts("db.x") }, undefined, context);
  assert.deepEqual(lines, []);
});
