import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../provider/resources/instance/create/create.ts";
import { type Harness, startHarness } from "../instance/harness.ts";
import { inputs } from "../instance/samples.ts";

const declared = {
  volume: { size: 1 },
  databases: { app: { characterSet: "utf8mb4" }, audit: {} },
  users: {
    "app@%": { password: "secret-1", databases: ["app", "audit"] },
    "report@10.0.0.%": { password: "secret-2" },
  },
};

/** The paths of what was created on the instance, beside it. */
function made({ cloud }: Harness): string[] {
  return cloud.requests
    .filter(({ method, path, service }) => service === "trove" && method === "POST" && !path.endsWith("/instances"))
    .map(({ path }) => path.replace(/^.*\//, ""));
}

test("creates missing databases and users after a minute, and warns", async (t) => {
  const harness = await startHarness(t);
  const { context, cloud } = harness;
  const started = context.clock.now();
  const { id, state } = await create(inputs({ ...declared, name: "db CONTENTS_ERROR" }), context);
  assert.ok(context.clock.now() - started >= 60_000);
  assert.ok(
    harness.lines.some((line) => line.includes("did not create app, audit, app@%, report@10.0.0.% with the instance")),
    harness.lines.join("\n"),
  );
  const record = cloud.instance(id);
  assert.deepEqual(
    record?.databases.map(({ name, characterSet }) => [name, characterSet]),
    [
      ["app", "utf8mb4"],
      ["audit", undefined],
    ],
  );
  assert.deepEqual(
    record?.users.map(({ name, host, password, databases }) => [name, host, password, databases.toSorted()]),
    [
      ["app", "%", "secret-1", ["app", "audit"]],
      ["report", "10.0.0.%", "secret-2", []],
    ],
  );
  assert.deepEqual([state.databases, state.users, state.pending], [declared.databases, declared.users, []]);
});

test("does not create databases and users that appear within a minute", async (t) => {
  const harness = await startHarness(t, { guestLag: 0.5 });
  const { id } = await create(inputs(declared), harness.context);
  assert.deepEqual(made(harness), []);
  assert.equal(harness.cloud.instance(id)?.users.length, 2);
  assert.ok(!harness.lines.some((line) => line.includes("did not create")));
});

test("creates only what is still missing after a minute", async (t) => {
  const harness = await startHarness(t, { boot: 18 });
  const creating = create(inputs({ ...declared, name: "db CONTENTS_ERROR" }), harness.context);
  while (harness.cloud.instances()[0] === undefined) await harness.context.clock.sleep(1000);
  harness.cloud.instances()[0]?.databases.push({ name: "app", characterSet: "utf8mb4", collate: undefined });
  const { id } = await creating;
  assert.ok(harness.lines.some((line) => line.includes("did not create audit, app@%, report@10.0.0.% with")));
  assert.equal(harness.cloud.instance(id)?.databases.length, 2);
});
