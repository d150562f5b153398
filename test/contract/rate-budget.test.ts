import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { TroveApi } from "../../provider/trove/trove-api.ts";
import { cloudSession } from "../support/cloud-client.ts";
import { contract } from "../support/cloud-contract.ts";

const dir = mkdtempSync(join(tmpdir(), "rate-budget-"));
const accessLog = join(dir, "requests");

const test = contract({ rate: 60, accessLog });
// Runs after the cloud has stopped, because the cloud writes there.
after(() => rmSync(dir, { recursive: true, force: true }));

test("no concurrent request is refused once the rate limits are known", async ({ cloud }) => {
  const trove = new TroveApi(cloudSession(cloud));
  await trove.limits.get();
  await Promise.all(Array.from({ length: 65 }, () => trove.flavors.list()));
  const requests = readFileSync(accessLog, "utf8")
    .trimEnd()
    .split("\n")
    .map((line): { readonly path: string; readonly status: number } => JSON.parse(line))
    // Whether it is there is asked of the root.
    .filter(({ path }) => path !== "/");
  assert.deepEqual(
    requests.map(({ status }) => status),
    Array.from({ length: 66 }, () => 200),
  );
});
