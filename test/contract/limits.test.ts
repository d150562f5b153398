import assert from "node:assert/strict";
import { openApi } from "../support/cloud-api.ts";
import { contract } from "../support/cloud-contract.ts";

const test = contract({ rate: 20, maxInstances: 2, maxVolumes: 4 });

test("a request over the quota is 413 without Retry-After", async ({ cloud }) => {
  const api = await openApi(cloud);
  const create = (size: number) =>
    api.post("/instances", { instance: { name: "quota", flavorRef: "1", volume: { size } } });
  const quota = (resources: string) => `Quota exceeded for resources: [${resources}].`;
  const volumes = await create(5);
  assert.deepEqual([volumes.status, volumes.fault?.message], [413, quota("'volumes'")]);
  assert.equal((await create(1)).status, 200);
  assert.equal((await create(1)).status, 200);
  const instances = await create(1);
  assert.deepEqual(
    [instances.status, instances.fault?.key, instances.fault?.message],
    [413, "overLimit", quota("'instances'")],
  );
  assert.equal(instances.headers.get("retry-after"), null);
  const both = await create(5);
  assert.deepEqual([both.status, both.fault?.message], [413, quota("'instances', 'volumes'")]);
});

test("the limits of a project are its quotas and rate limits", async ({ cloud }) => {
  const api = await openApi(cloud);
  type Limits = {
    limits: { verb: string; value?: number; unit?: string; uri?: string; regex?: string; max_instances?: number }[];
  };
  const { limits } = (await api.get<Limits>("/limits")).body;
  const [absolute, ...rates] = limits;
  assert.deepEqual(absolute, { verb: "ABSOLUTE", max_instances: 2, max_ram: -1, max_backups: 50, max_volumes: 4 });
  const told = rates.map(({ verb, value, unit, uri, regex }) => [verb, value, unit, uri, regex]);
  assert.deepEqual(told.sort(), [
    ["DELETE", 20, "MINUTE", "*", ".*"],
    ["GET", 20, "MINUTE", "*", ".*"],
    ["POST", 20, "MINUTE", "*", ".*"],
    ["POST", 200, "MINUTE", "*/mgmt", "^/mgmt"],
    ["PUT", 20, "MINUTE", "*", ".*"],
  ]);
});

test("too many requests are 413 with Retry-After, only for that method and project", async ({ cloud }) => {
  const api = await openApi(cloud, "other");
  assert.equal((await api.get("/instances")).status, 200);
  const answers = await Promise.all(Array.from({ length: 60 }, () => api.delete("/instances/nope")));
  const limited = answers.filter(({ status }) => status === 413);
  assert.ok(limited.length >= 20 && limited.length <= 40, String(limited.length));
  for (const answer of limited) {
    const retryAfter = answer.headers.get("retry-after");
    assert.match(retryAfter ?? "", /^[0-3]$/);
    const details = "Only 20 DELETE request(s) can be made to * every minute.";
    const message = "This request was rate-limited.";
    assert.deepEqual(answer.body, { overLimit: { code: 413, message, details, retryAfter } });
  }
  assert.equal((await api.get("/instances")).status, 200);
  assert.equal((await (await openApi(cloud)).delete("/instances/nope")).status, 404);
});
