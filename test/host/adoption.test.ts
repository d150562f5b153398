import assert from "node:assert/strict";
import { test } from "node:test";
import { opened } from "../support/provider-process.ts";
import { checked, created, failureOf, properties, startHarness } from "./harness.ts";

const URN = "urn:pulumi:test::test::pulumi-nodejs:dynamic/trove:Instance::rescued";
const adoption = (adoptId: string) => properties({ __urn: URN, __defaultName: "rescued-1234567", adoptId });

test("adopts an instance that the program looks up too", async (t) => {
  const { start } = await startHarness(t);
  const { id } = await created(await start());
  const host = await start();
  await host.read(id, { __provider: properties().__provider });
  const inputs = await checked(host, adoption(id));
  assert.equal((await host.create(inputs)).id, id);
});

test("adopts an instance whose lookup is refreshed", async (t) => {
  const { start } = await startHarness(t);
  const { id } = await created(await start());
  const { props = {} } = await (await start()).read(id, { __provider: properties().__provider });
  const host = await start();
  await host.read(id, opened(props));
  const inputs = await checked(host, adoption(id));
  assert.equal((await host.create(inputs)).id, id);
});

test("adopts an instance that is pending deletion, and keeps it then", async (t) => {
  const { cloud, start } = await startHarness(t);
  const first = await start();
  const old = await created(first);
  const consent = { allow: { replace: true }, availabilityZone: "b" };
  const moved = await checked(first, properties(consent), old.inputs);
  assert.deepEqual((await first.diff(old.id, opened(old.outs), moved)).replacesList, ["availabilityZone"]);
  const current = await first.create(moved);

  const host = await start();
  const same = await checked(host, properties(consent), moved);
  await host.diff(current.id, opened(current.outs), same);
  const inputs = await checked(host, adoption(old.id));
  assert.equal((await host.create(inputs)).id, old.id);
  await host.delete(old.id, opened(old.outs));
  assert.equal(cloud.instance(old.id)?.status, "ACTIVE");
});

test("refuses to adopt an instance that another resource of the stack owns", async (t) => {
  const { start } = await startHarness(t);
  const { id, outs } = await created(await start());
  for (const meet of ["diff", "read"] as const) {
    const host = await start();
    if (meet === "read") await host.read(id, opened(outs));
    else await host.diff(id, opened(outs), await checked(host, properties()));
    const inputs = await checked(host, adoption(id));
    assert.match((await failureOf(host.create(inputs))).message, /already manages it.*\[TROVE_ADOPT\]$/s);
  }
});
