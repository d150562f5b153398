import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import { type ClaimedPorts, claimPorts } from "../../support/cloud-ports.ts";

/** Gives these ports in turn, from 12000 to 21999. */
function inOrder(...ports: number[]): () => number {
  return () => ports.shift() ?? 12_000 + Math.floor(Math.random() * 10_000);
}

async function claimed(candidate?: () => number): Promise<{ port: number; claim: ClaimedPorts }> {
  const claim = await claimPorts(1, candidate);
  return { port: claim.ports[0] as number, claim };
}

test("two tests that choose the same port for a cloud never get it both", async (t) => {
  const first = await claimed();
  t.after(() => first.claim.release());
  const second = await claimed(inOrder(first.port));
  t.after(() => second.claim.release());
  assert.notEqual(second.port, first.port);
});

test("a port that another program listens on is not claimed", async (t) => {
  const { port, claim } = await claimed();
  claim.release();
  const other = createServer();
  t.after(() => other.close());
  await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
  const next = await claimed(inOrder(port));
  t.after(() => next.claim.release());
  assert.notEqual(next.port, port);
});

test("a port that was given back can be claimed again", async (t) => {
  const first = await claimed();
  first.claim.release();
  const second = await claimed(inOrder(first.port));
  t.after(() => second.claim.release());
  assert.equal(second.port, first.port);
});
