import assert from "node:assert/strict";
import { test } from "node:test";
import { getConfigurationParameters } from "../../../provider/lookups/get-configuration-parameters.ts";
import { getDatastores } from "../../../provider/lookups/get-datastores.ts";
import { getFlavors } from "../../../provider/lookups/get-flavors.ts";
import { getLimits } from "../../../provider/lookups/get-limits.ts";
import { startCannedCloud } from "../trove/canned-cloud.ts";
import { contextOf, present, run, startHarness } from "./harness.ts";

test("lists the flavors, the smallest first", async (t) => {
  const { client } = await startCannedCloud(t, () => ({
    body: {
      flavors: [
        { id: 2, str_id: "2", name: "two CPUs", ram: 512, vcpus: 2, disk: 10 },
        { id: null, str_id: "large", name: "large", ram: 4096, vcpus: 1, disk: 10 },
        { id: 1, str_id: "1", name: "small", ram: 512, vcpus: 1 },
      ],
    },
  }));
  const found = await run(getFlavors, contextOf(client));
  assert.deepEqual(present(found), {
    flavors: [
      { id: "1", name: "small", ram: 512, vcpus: 1 },
      { id: "2", name: "two CPUs", ram: 512, vcpus: 2, disk: 10 },
      { id: "large", name: "large", ram: 4096, vcpus: 1, disk: 10 },
    ],
  });
});

test("lists the datastores with their versions and the default one", async (t) => {
  const { run: lookUp, trove } = await startHarness(t);
  const { datastores } = await lookUp(getDatastores);
  const found = datastores as { name: string; defaultVersion: string; versions: { id: string; name: string }[] }[];
  const mysql = found.find(({ name }) => name === "mysql");
  assert.equal(mysql?.defaultVersion, "8.0.29");
  const { versions } = await trove.datastores.get("mysql");
  assert.deepEqual(mysql?.versions, versions);
});

test("shows a limit of -1 as absent, and the rates of the project", async (t) => {
  const quotas = { verb: "ABSOLUTE", max_instances: 10, max_ram: -1, max_volumes: 0, max_backups: 50 };
  const rate = { verb: "POST", value: 200, remaining: 3, unit: "MINUTE", regex: ".*" };
  const { client } = await startCannedCloud(t, () => ({
    body: { limits: [quotas, rate, { ...rate, regex: "^/mgmt", value: 5 }] },
  }));
  assert.deepEqual(present(await run(getLimits, contextOf(client))), {
    maxInstances: 10,
    maxVolumes: 0,
    maxBackups: 50,
    rates: [{ verb: "POST", value: 200, unit: "MINUTE" }],
  });
});

test("finds the parameters of a version by names, by ids, and by default", async (t) => {
  const { run: lookUp, trove } = await startHarness(t);
  const { id: datastoreType, versions, defaultVersionId } = await trove.datastores.get("mysql");
  const found = await lookUp(getConfigurationParameters, { datastoreType: "mysql", datastoreVersion: "8.0.29" });
  const { parameters, ...of } = found;
  const datastoreVersion = versions.find(({ name }) => name === "8.0.29")?.id;
  assert.deepEqual(of, {
    datastoreType: "mysql",
    datastoreVersion: "8.0.29",
    datastoreVersionId: datastoreVersion,
  });
  const names = (parameters as { name: string }[]).map(({ name }) => name);
  assert.deepEqual(names, names.toSorted());
  const listed = await trove.datastores.parameters("mysql", "8.0.29");
  const connections = (parameters as { name: string }[]).find(({ name }) => name === "max_connections");
  assert.deepEqual(
    present(connections),
    listed.find(({ name }) => name === "max_connections"),
  );
  assert.equal(defaultVersionId, datastoreVersion);
  assert.deepEqual(await lookUp(getConfigurationParameters, { datastoreType, datastoreVersion }), found);
  assert.deepEqual(await lookUp(getConfigurationParameters, { datastoreType: "mysql" }), found);
});

test("names the datastores and versions near one that the cloud does not have", async (t) => {
  const { run: lookUp } = await startHarness(t);
  await assert.rejects(lookUp(getConfigurationParameters, { datastoreType: "mysq" }), {
    code: "TROVE_LOOKUP",
    message: /^Datastore "mysq" does not exist in project \w+, region RegionOne\. Did you mean "mysql"\?$/,
  });
  const args = { datastoreType: "mysql", datastoreVersion: "8.0.30" };
  await assert.rejects(lookUp(getConfigurationParameters, args), {
    code: "TROVE_LOOKUP",
    message: /^Version "8\.0\.30" of datastore mysql does not exist in .* Did you mean "8\.0\.29"/,
  });
});

/** A cloud with one datastore, whose list of versions is this. */
function cloudWith(t: Parameters<typeof startCannedCloud>[0], versions: readonly object[]) {
  return startCannedCloud(t, ({ path }) => {
    if (path === "/datastores") return { body: { datastores: [{ id: "d", name: "mysql", versions }] } };
    if (path === "/datastores/d/versions/5.7") return { body: { version: { id: "v-old", name: "5.7" } } };
    if (path === "/datastores/d/versions/v-old/parameters") return { body: { "configuration-parameters": [] } };
    return { status: 500 };
  });
}

test("finds the parameters of a version that is no longer active", async (t) => {
  const { client } = await cloudWith(t, []);
  const args = { datastoreType: "mysql", datastoreVersion: "5.7" };
  assert.equal((await run(getConfigurationParameters, contextOf(client), args)).datastoreVersionId, "v-old");
});

test("lists the ids of versions that have the same name", async (t) => {
  const { client } = await cloudWith(t, [
    { id: "v-1", name: "8.0" },
    { id: "v-2", name: "8.0" },
  ]);
  const args = { datastoreType: "mysql", datastoreVersion: "8.0" };
  await assert.rejects(run(getConfigurationParameters, contextOf(client), args), {
    code: "TROVE_AMBIGUOUS_LOOKUP",
    message:
      /^2 versions of datastore mysql are named "8\.0" in .*: v-1, v-2\. Set datastoreVersion to the id of one\.$/,
  });
});

test("requires a version of a datastore that has no default", async (t) => {
  const { client } = await cloudWith(t, [{ id: "v-1", name: "8.0" }]);
  await assert.rejects(run(getConfigurationParameters, contextOf(client), { datastoreType: "mysql" }), {
    code: "TROVE_LOOKUP",
    message: /^A default version of datastore mysql does not exist in .* Set datastoreVersion\.$/,
  });
});

test("requires the datastore of parameters", () => {
  assert.deepEqual(getConfigurationParameters.check({}), [{ path: "datastoreType", reason: "is required" }]);
});

test("refuses an argument where there are none", () => {
  assert.deepEqual(
    getFlavors.check({ name: "m1.small" }).map(({ path }) => path),
    ["name"],
  );
});
