import assert from "node:assert/strict";
import { test } from "node:test";
import { startClient } from "./client.ts";

test("every time follows the servers' clock, even if it is years off", async () => {
  const now = Date.UTC(2001, 1, 3, 4, 5, 6);
  await using client = await startClient({ now: () => now });
  const id = await client.create();
  const { status, headers, body } = await client.send("GET", `/instances/${id}`);
  assert.equal(status, 200);
  for (const told of [headers.get("date") ?? "", `${body.instance.created}Z`, `${body.instance.updated}Z`]) {
    assert.equal(Date.parse(told), now);
  }
});

test("a fault's response uses the servers' clock too", async () => {
  await using client = await startClient({ now: () => Date.UTC(2001, 1, 3, 4, 5, 6) });
  client.simulator.faults.add({ effect: { type: "status", status: 502 } });
  const { status, headers } = await client.send("GET", "/flavors");
  assert.deepEqual([status, headers.get("date")], [502, "Sat, 03 Feb 2001 04:05:06 GMT"]);
});
