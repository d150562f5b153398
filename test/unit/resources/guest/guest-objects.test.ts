import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../../../provider/core/clock.ts";
import { create } from "../../../../provider/resources/instance/create/create.ts";
import { type Stage, startStage } from "../instance/harness.ts";
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
function made({ cloud }: Stage): string[] {
  return cloud.requests
    .filter(({ method, path, service }) => service === "trove" && method === "POST" && !path.endsWith("/instances"))
    .map(({ path }) => path.replace(/^.*\//, ""));
}

test("creates missing databases and users after a minute, and warns", async (t) => {
  const stage = await startStage(t);
  const { context, cloud } = stage;
  const started = context.clock.now();
  const { id, state } = await create(inputs({ ...declared, name: "db CONTENTS_ERROR" }), context);
  assert.ok(context.clock.now() - started >= 60_000);
  assert.ok(
    stage.lines.some((line) => line.includes("did not create app, audit, app@%, report@10.0.0.% with the instance")),
    stage.lines.join("\n"),
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
  const stage = await startStage(t, { guestLag: 0.5, clock: systemClock });
  const { id } = await create(inputs(declared), stage.context);
  assert.deepEqual(made(stage), []);
  assert.equal(stage.cloud.instance(id)?.users.length, 2);
  assert.ok(!stage.lines.some((line) => line.includes("did not create")));
});

test("creates only what is still missing after a minute", async (t) => {
  const stage = await startStage(t, { boot: 0.3 });
  const creating = create(inputs({ ...declared, name: "db CONTENTS_ERROR" }), stage.context);
  while (stage.cloud.instances()[0] === undefined) await stage.context.clock.sleep(1000);
  stage.cloud.instances()[0]?.databases.push({ name: "app", characterSet: "utf8mb4", collate: undefined });
  const { id } = await creating;
  assert.ok(stage.lines.some((line) => line.includes("did not create audit, app@%, report@10.0.0.% with")));
  assert.equal(stage.cloud.instance(id)?.databases.length, 2);
});
