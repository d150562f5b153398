import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { TroveClient } from "../../provider/trove/trove-client.ts";
import { cloudSession } from "../support/cloud-client.ts";
import { contract } from "../support/cloud-contract.ts";

const dir = mkdtempSync(join(tmpdir(), "rate-budget-"));
const accessLog = join(dir, "requests");
after(() => rmSync(dir, { recursive: true, force: true }));

const test = contract({ rate: 120, accessLog });

test("a crowd of requests asks for the rates once, waits where it must, and none is refused", async ({ cloud }) => {
  const trove = new TroveClient(cloudSession(cloud));
  const began = performance.now();
  await Promise.all(Array.from({ length: 120 }, () => trove.flavors.list()));
  const seconds = (performance.now() - began) / 1000;
  const requests = readFileSync(accessLog, "utf8")
    .trimEnd()
    .split("\n")
    .map((line): { path: string; status: number } => JSON.parse(line));
  const ofTrove = requests.filter(({ path }) => path.startsWith("/v1.0/"));
  assert.equal(ofTrove.filter(({ path }) => path.endsWith("/limits")).length, 1);
  assert.deepEqual(
    ofTrove.filter(({ status }) => status !== 200),
    [],
  );
  // 12 of the 120 are left to others, and a token comes every half second.
  assert.ok(seconds >= 5.5, `${seconds} s`);
});
