import assert from "node:assert/strict";
import { test } from "node:test";
import { takeCensus } from "../../../bench/measure/census.ts";
import { withCloud } from "../../../bench/measure/cloud.ts";
import { plain } from "../../../bench/measure/instances.ts";
import { countRequests } from "../../../bench/measure/requests.ts";
import { openApi } from "../../support/cloud-api.ts";

const resources = (ids: readonly string[]) => ({
  resources: async () => ids.map((id) => ({ urn: id, type: "", id, inputs: {}, outputs: {} })),
});

test("the requests of the project are counted, and nobody else's", async () => {
  await withCloud("simulator", 0, async (cloud) => {
    const neighbour = await openApi(cloud, "other");
    await cloud.api.get("/instances");
    const { requests } = await countRequests(cloud, async () => {
      await cloud.api.get("/instances");
      await cloud.api.get("/flavors");
      await cloud.api.post("/instances", {});
      await neighbour.get("/instances");
      await openApi(cloud);
    });
    assert.deepEqual(requests, { GET: 2, POST: 1, PUT: 0, DELETE: 0, all: 3, refused: 0, logins: 1 });
  });
});

test("requests beyond the rate limit are counted as refused", async () => {
  await withCloud("simulator", 0, async (cloud) => {
    const { requests, result } = await countRequests(cloud, () =>
      Promise.all(Array.from({ length: 300 }, () => cloud.api.delete("/instances/none"))),
    );
    const refused = result.filter(({ status }) => status === 413).length;
    assert.ok(refused > 0);
    assert.deepEqual([requests.DELETE, requests.refused], [300, refused]);
  });
});

test("what the state does not know is an orphan, on every page", async () => {
  await withCloud("simulator", 0, async ({ api }) => {
    const ids: string[] = [];
    for (let index = 0; index < 45; index++) {
      const instance = { ...plain.body, name: index < 3 ? "same" : `db-${index}` };
      const { body } = await api.post<{ instance: { id: string } }>("/instances", { instance });
      ids.push(body.instance.id);
    }
    const { orphans, duplicates } = await takeCensus(api, resources(ids.slice(4)));
    assert.deepEqual({ orphans, duplicates }, { orphans: 4, duplicates: 2 });
  });
});
